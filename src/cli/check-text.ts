import type { AccountVerdict, CheckResult, CheckState } from './check-result.ts';
import { bad, good, layOut, neutral, type Terminal, type TerminalCell } from './terminal.ts';

/** What `check --live` says before it makes its calls. */
export const liveNotice = (sandbox: boolean): string =>
  sandbox
    ? '--live makes one call for each account whose cookie can be used. In the sandbox nothing is billed.\n\n'
    : '--live makes one call for each account whose cookie can be used. Each one is billed if the vendor answers it.\n\n';

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
      problems: failure === undefined ? ofAccount : [...ofAccount, failure],
      default: isDefault,
      probably_valid_until: probablyValidUntil,
    })),
    problems,
    notes,
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** Why calls failed, with the accounts: one sentence for all that failed in the same way. */
function failuresOf(accounts: readonly AccountVerdict[]): string[] {
  const byReason = new Map<string, { readonly names: string[]; readonly failure: string }>();
  for (const { account, failure } of accounts) {
    if (failure === undefined) continue;
    // Each call has its own id at the vendor.
    const reason = failure.replace(/\brequest [\w-]+/, 'request').replaceAll(`"${account}"`, '');
    const known = byReason.get(reason);
    if (known === undefined) byReason.set(reason, { names: [account], failure });
    else known.names.push(account);
  }
  return [...byReason.values()].map(({ names, failure }) => `${names.join(', ')}: ${failure}`);
}

const accountTitle = ({ account, label, isDefault }: AccountVerdict): string =>
  `${account}${isDefault ? ' (default)' : ''}${label === undefined ? '' : ` · ${label}`}`;

const stateCell = ({ state, words }: CheckState): TerminalCell =>
  state === 'good' ? good(words) : state === 'bad' ? bad(words) : neutral(words);

const linesOf = (sentences: readonly string[]): string =>
  sentences.length === 0 ? '' : `${sentences.join('\n')}\n`;
