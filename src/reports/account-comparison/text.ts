import type { WrittenMoney } from '../../metrics/figures.ts';
import { compose, listOf } from '../../render/markdown.ts';
import { grouped, money, percent } from '../../render/numbers.ts';
import { table } from '../../render/table.ts';

/** What the text needs of a comparison. */
interface AccountComparisonView {
  readonly month: string;
  readonly sandbox?: true | undefined;
  readonly currencies: readonly {
    readonly currency?: string | undefined;
    readonly revenue?: WrittenMoney | undefined;
    readonly top_share?: number | undefined;
    readonly accounts: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly failed: readonly { readonly account: string; readonly error: string }[];
  readonly calls: number;
  readonly notes: readonly string[];
}

/** Accounts side by side for a reader, one table a currency. */
export function accountComparisonText({
  month,
  sandbox,
  currencies,
  failed,
  calls,
  notes,
}: AccountComparisonView): string {
  const head = [
    'Accounts compared',
    month,
    ...(sandbox ? ['sandbox, invented data'] : []),
    `${grouped(calls)} upstream calls`,
  ];
  const groups = currencies.map(({ currency, revenue, top_share, accounts }) => {
    const isOne = accounts.length < 2;
    const sum = !isOne && typeof revenue === 'number' ? ` · together ${money(revenue, currency)}` : '';
    const share = isOne || top_share === undefined ? '' : ` · the first has ${percent(top_share)} of it`;
    return `${currency ?? 'No single currency, or no figures yet'}${sum}${share}\n${table(accounts, currency)}`;
  });
  const failures = failed.map(({ account, error }) => `${account}: ${error}`);
  return compose([head.join(' · '), ...groups, listOf('Not compared', failures)], notes);
}
