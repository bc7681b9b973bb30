import { type DateRange, span } from '../../metrics/calendar.ts';
import type { WrittenMoney } from '../../metrics/denomination.ts';
import { compose, listOf } from '../../render/markdown.ts';
import { table } from '../../render/table.ts';
import { callsInWords, currencyName, money, percent, signedPercent } from '../../render/values.ts';

/** What the text needs of a comparison. */
interface AccountComparisonView {
  readonly period?: (DateRange & { readonly name?: string | undefined }) | undefined;
  readonly month?: string | undefined;
  readonly exceptions: readonly { readonly account: string; readonly fact: string }[];
  readonly sandbox?: true | undefined;
  readonly currencies: readonly {
    readonly currency?: string | undefined;
    readonly revenue?: WrittenMoney | undefined;
    readonly top_share?: number | undefined;
    readonly top_3_share?: number | undefined;
    readonly top_5_share?: number | undefined;
    readonly revenue_change?: number | undefined;
    readonly revenue_change_days?: readonly number[] | undefined;
    readonly accounts: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly failed: readonly { readonly account: string; readonly error: string }[];
  readonly calls: number;
  readonly notes: readonly string[];
}

/** A comparison of accounts as text, with one table for each currency. */
export function accountComparisonText({
  month,
  period,
  sandbox,
  exceptions,
  currencies,
  failed,
  calls,
  notes,
}: AccountComparisonView): string {
  const head = [
    'Accounts compared',
    ...(month !== undefined ? [month] : period === undefined ? [] : [span(period)]),
    ...(sandbox ? ['sandbox, invented data'] : []),
    `${callsInWords(calls)}`,
  ];
  const groups = currencies.map((group) => {
    const {
      currency,
      revenue,
      top_share,
      top_3_share,
      top_5_share,
      revenue_change,
      revenue_change_days: days,
      accounts,
    } = group;
    const isOne = accounts.length < 2;
    const changed = accounts.filter((account) => account['revenue_change'] !== undefined).length;
    const sum = !isOne && typeof revenue === 'number' ? ` · together ${money(revenue, currency)}` : '';
    const share = [
      ...(isOne || top_share === undefined ? [] : [`the largest has ${percent(top_share)} of it`]),
      ...(top_3_share === undefined ? [] : [`the largest three ${percent(top_3_share)}`]),
      ...(top_5_share === undefined ? [] : [`the largest five ${percent(top_5_share)}`]),
      ...(isOne || revenue_change === undefined
        ? []
        : [
            `${signedPercent(revenue_change)} ${changed < accounts.length ? `over the ${changed} with a change` : 'in all'}${days === undefined ? '' : `, each over its own ${days.join(' to ')} days`}`,
          ]),
    ]
      .map((fact) => ` · ${fact}`)
      .join('');
    return `${currency === undefined ? 'No single currency, or no figures yet' : currencyName(currency)}${sum}${share}\n${table(accounts, currency)}`;
  });
  const attention = exceptions.map(({ account, fact }) => `${account}: ${fact}`);
  const failures = failed.map(({ account, error }) => `${account}: ${error}`);
  return compose(
    [head.join(' · '), listOf('Needs attention', attention), ...groups, listOf('Not compared', failures)],
    notes,
  );
}
