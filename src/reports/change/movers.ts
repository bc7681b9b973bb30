import type Big from 'big.js';
import { at, type JsonObject, readUnixSeconds } from '../../json.ts';
import { type DateRange, dateAt, type IsoDate } from '../../metrics/calendar.ts';
import { currenciesOf, type Denomination, isSameCurrency } from '../../metrics/denomination.ts';
import { moneyOf } from '../../metrics/figures.ts';
import { amountIn, toNumber } from '../../metrics/money.ts';
import { shopOwnerNotes } from '../../metrics/notes.ts';
import { isMatching, type Matching, type Reading } from '../../metrics/reading.ts';
import type { Row, Rows } from '../../metrics/rows.ts';
import type { MetricTable, MoneyName } from '../../metrics/vocabulary.ts';
import { readText } from '../../untrusted-text.ts';

/** The number of rows that gained most, and of those that lost most. */
const MAX_MOVERS = 3;

/** The context of a comparison of lists. */
interface MoverScope {
  /** The currency of the report. */
  readonly main: Denomination;
  /** The last reported day of the later period: its list need not reach further. */
  readonly reportedTo: IsoDate;
}

/** How to read a list for its movers. */
interface MoverSpec extends MoverScope {
  readonly by: MoneyName;
  readonly titleOf: (source: JsonObject) => unknown;
}

/** A row with what it sold in both periods. */
interface Mover {
  readonly id: string;
  readonly title: string | undefined;
  readonly current: number;
  readonly previous: number;
  readonly change: number;
}

/** The rows that gained and lost most between two lists, and how far the lists reach. */
export interface Movers {
  readonly gained: readonly Mover[];
  readonly lost: readonly Mover[];
  /** Rows in one list that may be further down in the other, so that their change is unknown. */
  readonly unknown: number;
}

/**
 * The rows of two lists that gained and lost most. A row that only one list has counts as zero in the other if that
 * list is complete, or if it is a video published after that period.
 * @returns undefined when one of the lists is not about its period, or cannot be compared with the other
 */
export function moversOf<T extends MetricTable>(
  current: Reading<Rows<T>> | undefined,
  previous: Reading<Rows<T>> | undefined,
  spec: MoverSpec,
): Movers | undefined {
  if (!isMatching(current) || !isMatching(previous)) return undefined;
  if (whyNoMovers([current, previous], spec) !== undefined) return undefined;
  const currency = spec.main.currency ?? '';
  const now = new Map(current.value.rows.map((row) => [row.id, row]));
  const before = new Map(previous.value.rows.map((row) => [row.id, row]));
  const ids = [...new Set([...now.keys(), ...before.keys()])];
  const movers = ids.flatMap((id): Mover[] => {
    const source = (now.get(id) ?? before.get(id))?.source ?? {};
    const value = rowAmount(now.get(id), current, source, spec);
    const earlier = rowAmount(before.get(id), previous, source, spec);
    if (value === undefined || earlier === undefined) return [];
    const written = (amount: Big): number => toNumber(amount, currency);
    return [
      {
        id,
        title: readText(spec.titleOf(source)),
        current: written(value),
        previous: written(earlier),
        change: written(value.minus(earlier)),
      },
    ];
  });
  const sorted = movers.sort((a, b) => b.change - a.change || (a.id < b.id ? -1 : 1));
  return {
    gained: sorted.filter(({ change }) => change > 0).slice(0, MAX_MOVERS),
    lost: sorted
      .filter(({ change }) => change < 0)
      .reverse()
      .slice(0, MAX_MOVERS),
    unknown: ids.length - movers.length,
  };
}

/** The sales of a row; zero if it cannot have sold anything, undefined if it may be further down in the list. */
function rowAmount<T extends MetricTable>(
  row: Row<T> | undefined,
  { value: list, asked }: Matching<Rows<T>>,
  source: JsonObject,
  { by, main: { currency = '' } }: MoverSpec,
): Big | undefined {
  if (row !== undefined) {
    // A sum that leaves out stretches cannot be compared.
    const money = row.partial.has(by) ? undefined : moneyOf(row.figures, by);
    return money === undefined ? undefined : amountIn(money, currency);
  }
  return list.isWhole || isPublishedAfter(source, asked, list.offset)
    ? amountIn(new Map(), currency)
    : undefined;
}

function isPublishedAfter(source: JsonObject, asked: DateRange | undefined, offset: number): boolean {
  const seconds = readUnixSeconds(at(source, 'video_meta', 'publish_time'));
  return seconds !== undefined && asked !== undefined && dateAt(seconds, offset) > asked.to;
}

/** Why there are no movers. */
export function moversNotes(
  what: 'product' | 'video',
  current: Reading<Rows<MetricTable>> | undefined,
  previous: Reading<Rows<MetricTable>> | undefined,
  scope: MoverScope,
): readonly string[] {
  if (!isMatching(current) || !isMatching(previous)) return [];
  const why = whyNoMovers([current, previous], scope);
  if (why !== undefined) return [`The ${what} list ${why}, so what gained and lost is unknown.`];
  const rows = [...current.value.rows, ...previous.value.rows];
  if (rows.length === 0) return [`The ${what} lists of both periods are empty, so none gained or lost.`];
  if (what === 'product' && shopOwnerNotes(rows).length > 0)
    return [
      'The product list shows no sales at all, as it does for shop-owner accounts, so no product gained or lost in it: attribute_sales has what their products sold.',
    ];
  return current.value.window.to > scope.reportedTo
    ? [
        `The ${what} list is not cut at ${scope.reportedTo}, the last reported day: it may have sales of later days.`,
      ]
    : [];
}

/** Why two lists are not compared: their currency, or one ends before its period does. */
function whyNoMovers(
  lists: readonly Matching<Rows<MetricTable>>[],
  { main, reportedTo }: MoverScope,
): string | undefined {
  for (const { value, asked } of lists) {
    const { denomination, window } = value;
    if (!isSameCurrency(denomination, main))
      return `is in ${currenciesOf(denomination)}, the earnings in ${currenciesOf(main) || 'no known currency'}`;
    if (asked !== undefined && window.to < asked.to && window.to < reportedTo)
      return `ends on ${window.to}, before ${asked.to}`;
  }
  return undefined;
}
