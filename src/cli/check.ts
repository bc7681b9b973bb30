import type { Accounts } from '../credentials/account.ts';
import { type CookieReport, cookieFault, describeExpired, inspectCookie } from '../credentials/cookie.ts';
import { ApiError, explain } from '../errors.ts';
import { type HandlerContext, RequestContext } from '../mcp/request-context.ts';
import { accountHealthStatus } from '../tikhub/endpoints.ts';
import type { HttpTransport } from '../tikhub/http.ts';
import { VERSION } from '../version.ts';
import { bad, type Cell, good, layOut, neutral, type Terminal } from './terminal.ts';

/** What `check` looks at. */
export interface Checked {
  readonly accounts: Accounts;
  readonly apiKey: string | undefined;
  readonly needsKey: boolean;
  readonly baseUrl: URL;
  /** What a live check calls with. */
  readonly context: HandlerContext;
  readonly transport: HttpTransport;
  readonly now: () => Date;
  /** Whether to make one billed call for each account. */
  readonly live: boolean;
}

/** How long the address may take to answer anything at all. */
const REACH_MS = 10_000;

/** One account's line, and the sentences below the table: what is wrong, and what could be better. */
interface Line {
  readonly cells: readonly Cell[];
  readonly faults: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Says for a person whether the configuration can be used: key, address, every account's cookie.
 * @returns whether all is well
 */
export async function check(checked: Checked, terminal: Terminal): Promise<boolean> {
  const { accounts, apiKey, needsKey, baseUrl, live } = checked;
  const names = [...accounts.byName.keys()];
  if (live) {
    terminal.print(`--live makes one call for each account whose cookie can be used; each is billed.\n\n`);
  }
  const [address, ...lines] = await Promise.all([
    reach(checked),
    ...names.map((name) => checkAccount(checked, name)),
  ]);
  const key =
    apiKey !== undefined ? good('set') : needsKey ? bad('not set (TIKHUB_API_KEY)') : neutral('not set');
  terminal.print(
    layOut(
      [
        [neutral('API key'), key],
        [neutral('API'), neutral(baseUrl.origin), address],
      ],
      terminal,
    ),
  );
  terminal.print('\n');
  if (lines.length > 0) {
    const heads = ['account', 'cookie', 'missing', 'expired', ...(live ? ['session'] : [])];
    terminal.print(layOut([heads.map(neutral), ...lines.map(({ cells }) => cells)], terminal));
  }
  const faults =
    lines.length > 0
      ? lines.flatMap((line) => line.faults)
      : ['No account is configured: set TIKTOK_COOKIE, TIKTOK_COOKIE_FILE or TIKTOK_ACCOUNTS_FILE.'];
  const isWell = faults.length === 0 && [key, address].every(({ tone }) => tone !== 'bad');
  const sentences = [...faults, ...lines.flatMap((line) => line.notes)];
  terminal.print(sentences.length > 0 ? `\n${sentences.join('\n')}\n\n` : '\n');
  terminal.print(layOut([[isWell ? good('No problems found.') : bad('Problems found.')]], terminal));
  return isWell;
}

/** Whether anything answers at the base URL. Without key and cookie, so that nothing is billed. */
async function reach({ transport, baseUrl }: Checked): Promise<Cell> {
  try {
    const headers = { 'user-agent': `tiktok-creator-mcp/${VERSION}` };
    const { status } = await transport.post(baseUrl, headers, {}, AbortSignal.timeout(REACH_MS));
    return status < 500 ? good('reachable') : bad(`answers with HTTP ${status}`);
  } catch (error) {
    return bad(error instanceof ApiError ? error.message : `no answer within ${REACH_MS / 1000} s`);
  }
}

async function checkAccount(checked: Checked, name: string): Promise<Line> {
  const { accounts, now, live } = checked;
  const found = accounts.byName.get(name);
  const report = inspectCookie(found?.cookie ?? '', now());
  const fault = cookieFault(report);
  const title = `${name}${name === accounts.defaultName ? ' (default)' : ''}`;
  const isCookie = report.textFault === undefined;
  const cells = [
    neutral(found?.label === undefined ? title : `${title} · ${found.label}`),
    isCookie ? good(report.form) : bad(report.form),
    isCookie ? missing(report) : neutral('–'),
    expired(report, fault !== undefined),
  ];
  if (fault !== undefined) {
    const sentence = `${name}: ${found?.source ?? 'its cookie'} ${fault}.`;
    return { cells: live ? [...cells, neutral('not asked')] : cells, faults: [sentence], notes: [] };
  }
  const notes = describeNotes(name, report);
  if (!live) return { cells, faults: [], notes };
  try {
    const { signal } = new AbortController();
    await new RequestContext(checked.context, { account: name }, { signal }).call(accountHealthStatus, {});
    return { cells: [...cells, good('alive')], faults: [], notes };
  } catch (error) {
    const kind = error instanceof ApiError ? error.kind.replace('_', ' ') : 'failed';
    const cell = bad(kind === 'session' ? 'ended' : kind);
    return { cells: [...cells, cell], faults: [`${name}: ${explain(error)}`], notes };
  }
}

function describeNotes(name: string, { missingWanted, probableEnd }: CookieReport): string[] {
  const end = probableEnd?.toISOString().slice(0, 10);
  return [
    ...(missingWanted.length > 0
      ? [`${name}: Calls are more reliable when the cookie also has ${missingWanted.join(', ')}.`]
      : []),
    ...(end === undefined
      ? []
      : [`${name}: The session is probably valid until ${end}, as its cookie says.`]),
  ];
}

const missing = ({ missingNeeded }: CookieReport): Cell =>
  missingNeeded.length > 0 ? bad(missingNeeded.join(', ')) : neutral('–');

const expired = ({ expired: [first, ...more] }: CookieReport, isFault: boolean): Cell => {
  if (first === undefined) return neutral('–');
  const text = `${describeExpired(first)}${more.length > 0 ? `, ${more.length} more` : ''}`;
  return isFault ? bad(text) : neutral(text);
};
