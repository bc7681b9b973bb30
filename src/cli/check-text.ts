import { errorKinds } from '../errors.ts';
import type { AccountFailure, AccountVerdict, CheckResult, CheckState } from './check-result.ts';
import { bad, good, layOut, neutral, type Terminal, type TerminalCell } from './terminal.ts';

/** The message of `check --live` before its calls. */
export const liveNotice = (sandbox: boolean): string =>
  sandbox
    ? 'One call for each account whose cookie can be used. In the sandbox nothing is billed.\n\n'
    : 'One call for each account whose cookie can be used. TikHub bills each successful one.\n\n';

/** The result of `check` for a person. */
export function checkText(result: CheckResult, terminal: Pick<Terminal, 'hasColours'>): string {
  const { apiKey, api, accounts, live } = result;
  const head = layOut(
    [
      [neutral('API key'), stateCell(apiKey)],
      [neutral('API'), neutral(result.sandbox ? 'sandbox' : api.url), stateCell(api)],
    ],
    terminal,
  );
  const hasForecast = accounts.some(({ probablyValidUntil }) => probablyValidUntil !== undefined);
  const heads = [
    'account',
    'cookie',
    ...(live ? ['session'] : []),
    ...(hasForecast ? ['probably valid until'] : []),
  ];
  const rows = accounts.map((account) => [
    neutral(accountTitle(account)),
    stateCell(account.cookie),
    ...(live ? [stateCell(account.session)] : []),
    ...(hasForecast ? [neutral(account.probablyValidUntil ?? '')] : []),
  ]);
  const table = rows.length === 0 ? '' : layOut([heads.map(neutral), ...rows], terminal);
  const problems = [
    ...result.problems,
    ...accounts.flatMap((account) => account.problems),
    ...failuresOf(accounts),
  ];
  const notes = [...accounts.flatMap((account) => account.notes), ...result.notes];
  const verdict = layOut([[result.ok ? good('No problems found.') : bad('Problems found.')]], terminal);
  return [head, table, linesOf(problems), linesOf(notes), verdict].filter((part) => part !== '').join('\n');
}

/** The same for programs. */
export function checkJson({
  ok,
  sandbox,
  live,
  apiKey,
  api,
  accounts,
  problems,
  notes,
}: CheckResult): string {
  const json = {
    ok,
    sandbox,
    live,
    api_key: apiKey,
    api,
    accounts: accounts.map(({ isDefault, probablyValidUntil, failure, problems: ofAccount, ...account }) => ({
      ...account,
      problems:
        failure === undefined ? ofAccount : [...ofAccount, `${failure.why} ${failure.next}`.trimEnd()],
      default: isDefault,
      probably_valid_until: probablyValidUntil,
    })),
    problems,
    notes,
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** Accounts whose calls failed in the same way. */
interface FailedAccounts {
  readonly names: string[];
  readonly why: string;
  readonly failure: AccountFailure;
}

/** Why calls failed, once for all accounts that failed in the same way. */
function failuresOf(accounts: readonly AccountVerdict[]): string[] {
  const byReason = new Map<string, FailedAccounts>();
  for (const { account, failure } of accounts) {
    if (failure === undefined) continue;
    const why = withoutAccount(failure.why, account);
    // Each call has its own request id.
    const reason = why.replace(/ \(request [\w-]+\)|, request [\w-]+/, '');
    const known = byReason.get(reason);
    if (known === undefined) byReason.set(reason, { names: [account], why, failure });
    else known.names.push(account);
  }
  return [...byReason].map(
    ([
      reason,
      {
        names,
        why,
        failure: { kind, next },
      },
    ]) => {
      if (names.length === 1) return `${accounts.length === 1 ? '' : `${names[0]}: `}${why} ${next}`;
      const who = names.length === accounts.length ? 'All accounts' : names.join(', ');
      return `${who}: ${reason} ${kind === 'session' ? errorKinds.session.next : next}`;
    },
  );
}

/** A message without the account's name, which the text names anyway. */
const withoutAccount = (why: string, account: string): string =>
  [` of account "${account}"`, ` for account "${account}"`, `account "${account}", `].reduce(
    (text, part) => text.replaceAll(part, ''),
    why,
  );

const accountTitle = ({ account, label, isDefault }: AccountVerdict): string =>
  `${account}${isDefault ? ' (default)' : ''}${label === undefined ? '' : ` · ${label}`}`;

const stateCell = ({ state, words }: CheckState): TerminalCell =>
  state === 'good' ? good(words) : state === 'bad' ? bad(words) : neutral(words);

const linesOf = (sentences: readonly string[]): string =>
  sentences.length === 0 ? '' : `${sentences.join('\n')}\n`;
