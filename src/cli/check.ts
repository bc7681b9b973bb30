import type { Accounts, ConfiguredAccount } from '../credentials/account.ts';
import { accountNotes } from '../credentials/account-notes.ts';
import {
  type CookieReport,
  cookieFault,
  describeExpired,
  HOW_TO_COPY,
  inspectCookie,
} from '../credentials/cookie.ts';
import { ApiError, type ErrorKind, whatFailed } from '../errors.ts';
import { RequestContext } from '../mcp/request-context.ts';
import type { HandlerContext } from '../mcp/server-context.ts';
import { accountHealthStatus } from '../tikhub/endpoints.ts';
import type { HttpTransport } from '../tikhub/http.ts';
import { VERSION } from '../version.ts';
import {
  type AccountVerdict,
  type CheckResult,
  type CheckState,
  KEY_WORDS,
  SESSION_STATES,
} from './check-result.ts';

/** What `check` looks at. */
export interface CheckSubject {
  readonly accounts: Accounts;
  readonly apiKey: string | undefined;
  readonly needsKey: boolean;
  readonly baseUrl: URL;
  readonly sandbox: boolean;
  /** Where the settings come from, as sentences. */
  readonly notes: readonly string[];
  /** What is wrong with the configuration, as sentences. */
  readonly problems: readonly string[];
  readonly callProblems: readonly string[];
  /** What a live check makes its calls with. */
  readonly context: HandlerContext;
  readonly transport: HttpTransport;
  readonly now: () => Date;
  /** Whether to make one billed call for each account. */
  readonly live: boolean;
}

/** How long the address may take to respond at all. */
const REACH_MS = 10_000;

/** One account's result, and its call's failure if it failed. */
interface CheckedAccount {
  readonly verdict: AccountVerdict;
  readonly failure?: ErrorKind | undefined;
  readonly hasAnswered: boolean;
  readonly hasBadCookie: boolean;
}

/** Finds out whether the configuration can be used: key, address, every account's cookie and, with `live`, its session. */
export async function check(subject: CheckSubject): Promise<CheckResult> {
  const { accounts, baseUrl, sandbox, live } = subject;
  const [address, ...checked] = await Promise.all([
    reach(subject),
    ...[...accounts.byName].map(([name, account]) => checkAccount(subject, name, account)),
  ]);
  const verdicts = checked.map(({ verdict }) => verdict);
  const apiKey = judgeKey(subject, checked);
  const ofAccounts = verdicts.flatMap(({ problems }) => problems);
  const problems = subject.problems.filter((problem) => !ofAccounts.some((other) => other.includes(problem)));
  if (accounts.byName.size === 0 && problems.length === 0) {
    problems.push(
      'No account is configured: run "tiktok-creator-mcp setup", or set TIKTOK_COOKIE, TIKTOK_COOKIE_FILE or TIKTOK_ACCOUNTS_FILE.',
    );
  }
  const isGood = [apiKey, address, ...verdicts.map(({ session }) => session)].every(
    ({ state }) => state !== 'bad',
  );
  return {
    ok: isGood && problems.length === 0 && ofAccounts.length === 0,
    sandbox,
    live,
    apiKey,
    api: { ...address, url: baseUrl.origin },
    accounts: verdicts,
    problems,
    notes: [
      ...subject.notes,
      ...accountNotes(accounts),
      ...(checked.some(({ hasBadCookie }) => hasBadCookie) ? [HOW_TO_COPY] : []),
    ],
  };
}

/** Whether there is a server at the base URL. Requested without key and cookie, so that nothing is billed. */
async function reach({ transport, baseUrl, callProblems }: CheckSubject): Promise<CheckState> {
  if (callProblems.some((problem) => /_BASE_URL|_PROXY/.test(problem)))
    return { state: 'unknown', words: 'not tried' };
  try {
    const headers = { 'user-agent': `tiktok-creator-mcp/${VERSION}` };
    const { status, text } = await transport.post(baseUrl, headers, {}, AbortSignal.timeout(REACH_MS));
    if (status >= 500) return { state: 'bad', words: `fails (HTTP ${status})` };
    if (!/^\s*</.test(text)) return { state: 'good', words: 'reachable' };
    // The vendor's own root may be a page, but a firewall's page is a problem.
    return status === 403
      ? { state: 'bad', words: 'blocked by a firewall (HTTP 403)' }
      : {
          state: 'unknown',
          words: `returns a web page (HTTP ${status}): is this the address of the API?`,
        };
  } catch (error) {
    const words = error instanceof ApiError ? error.message : `no response within ${REACH_MS / 1000} s`;
    return { state: 'bad', words };
  }
}

function judgeKey(
  { apiKey, needsKey, callProblems }: CheckSubject,
  checked: readonly CheckedAccount[],
): CheckState {
  if (callProblems.some((problem) => problem.startsWith('TIKHUB_API_KEY')))
    return { state: 'bad', words: 'cannot be used' };
  if (apiKey === undefined) {
    return needsKey
      ? { state: 'bad', words: 'not set (TIKHUB_API_KEY)' }
      : { state: 'unknown', words: 'not set' };
  }
  const [refusal] = checked.flatMap(({ failure, verdict }) =>
    // The firewall blocks by network, not by key.
    failure === undefined || /firewall/i.test(verdict.failure?.why ?? '') ? [] : (KEY_WORDS[failure] ?? []),
  );
  if (refusal !== undefined) return { state: 'bad', words: refusal };
  return checked.some(({ hasAnswered }) => hasAnswered)
    ? { state: 'good', words: 'accepted' }
    : { state: 'unknown', words: 'set, not verified' };
}

async function checkAccount(
  subject: CheckSubject,
  name: string,
  account: ConfiguredAccount,
): Promise<CheckedAccount> {
  const report = inspectCookie(account.cookie, subject.now());
  const fault = cookieFault(report);
  const problem =
    account.problem ?? (fault === undefined ? undefined : `${account.source} (account "${name}") ${fault}.`);
  const about = {
    account: name,
    label: account.label,
    isDefault: name === subject.accounts.defaultName,
    cookie: judgeCookie(account, report, fault),
    probablyValidUntil: report.probableEnd?.toISOString().slice(0, 10),
  };
  const untried: CheckState = { state: 'unknown', words: 'not tried' };
  if (problem !== undefined) {
    const verdict = { ...about, session: untried, problems: [problem], notes: [] };
    return { verdict, hasAnswered: false, hasBadCookie: account.problem === undefined };
  }
  const notes = describeNotes(name, report);
  if (!subject.live)
    return {
      verdict: { ...about, session: untried, problems: [], notes },
      hasAnswered: false,
      hasBadCookie: false,
    };
  try {
    await callOnce(subject, name);
    const session: CheckState = { state: 'good', words: 'works' };
    return { verdict: { ...about, session, problems: [], notes }, hasAnswered: true, hasBadCookie: false };
  } catch (error) {
    const kind = error instanceof ApiError ? error.kind : undefined;
    const session: CheckState = {
      state: 'bad',
      words: kind === undefined ? 'unclear' : SESSION_STATES[kind],
    };
    const verdict = {
      ...about,
      session,
      problems: [],
      failure: { kind, why: whatFailed(error), next: error instanceof ApiError ? error.next : '' },
      notes,
    };
    return {
      verdict,
      failure: kind,
      hasAnswered: kind === 'session' || kind === 'shape',
      hasBadCookie: false,
    };
  }
}

/** The one call of a live check; it throws the same error as a tool. */
async function callOnce({ context }: CheckSubject, account: string): Promise<void> {
  const { signal } = new AbortController();
  await new RequestContext(context, { account }, { signal }).call(accountHealthStatus, {});
}

function judgeCookie(
  account: ConfiguredAccount,
  report: CookieReport,
  fault: string | undefined,
): CheckState {
  if (account.problem !== undefined && account.cookie === '') return { state: 'bad', words: 'not read' };
  if (fault === undefined) return { state: 'good', words: `usable (${report.form})` };
  const [expired] = report.expired;
  if (expired !== undefined && report.missingNeeded.length === 0 && report.textFault === undefined) {
    return { state: 'bad', words: `expired: ${describeExpired(expired)}` };
  }
  return { state: 'bad', words: 'cannot be used' };
}

function describeNotes(name: string, { missingWanted, expired }: CookieReport): string[] {
  return [
    ...(missingWanted.length > 0
      ? [`${name}: Calls are more reliable when the cookie also has ${missingWanted.join(', ')}.`]
      : []),
    ...(expired.length > 0
      ? [`${name}: Left out as expired: ${expired.map(describeExpired).join(', ')}.`]
      : []),
  ];
}
