import { addDays, covers, daysBetween, type IsoDate, span } from './calendar.ts';
import { type Denomination, denominationOf } from './denomination.ts';
import { type AnyFigures, countOf, type Figures, moneyOf, namesIn } from './figures.ts';
import { amountIn, currenciesIn, type Money, minorDigits } from './money.ts';
import { LAG_DAYS } from './reading.ts';
import type { Segments } from './segments.ts';
import { partsWith, sumFigures, sumOf } from './sums.ts';
import { gapsIn, tile } from './tiling.ts';
import { FIELDS, type FigureName, isFigureName, type MetricTable } from './vocabulary.ts';

interface Days {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

interface DayFigures extends Days {
  readonly days: number;
  readonly figures: AnyFigures;
}

/** How many missing days a note names. */
const NAMED = 5;

/** Says which days have no data, in the middle and at the end. */
export function gapNotes(
  window: Days & { readonly last_day_with_data: IsoDate | null },
  filled: readonly Days[],
  today: IsoDate,
): readonly string[] {
  const last = window.last_day_with_data;
  if (last === null) return [`No data was returned for ${span(window)}; that is not the same as zero.`];
  const notes: string[] = [];
  const { days, first } = gapsIn({ from: window.from, to: last }, filled, NAMED);
  if (days > 0) {
    const named = days > first.length ? `${days} days (${first.join(', ')}, …)` : first.join(', ');
    notes.push(`No data for ${named}: left out, not counted as zero.`);
  }
  const due = window.to < today ? window.to : addDays(today, -1);
  if (daysBetween(last, due) > 0 && due < addDays(today, -LAG_DAYS)) {
    notes.push(`Data ends on ${last}, before ${due}: the days after it are left out, not counted as zero.`);
  } else if (daysBetween(last, due) > 0) {
    notes.push(
      // Data that ends yesterday is not late, so it is never one day.
      `Data ends on ${last}, ${daysBetween(last, today)} days before today (${today}): later days are not in yet, not zero.`,
    );
  }
  return notes;
}

/** Says which figures are missing on days that have other figures. */
export function shortMetricNotes(coverage: ReadonlyMap<string, number>, days: number): readonly string[] {
  const groups = new Map<number, string[]>();
  for (const [name, covered] of coverage) {
    if (covered < days) groups.set(covered, [...(groups.get(covered) ?? []), name]);
  }
  return [...groups].map(
    ([covered, names]) =>
      `${names.join(', ')}: a value on ${covered} of ${days} days; the total leaves out the others.`,
  );
}

/** Says what a result in several currencies leaves out of its totals. */
export function mixedNotes(totals: AnyFigures, { mixed }: Denomination): readonly string[] {
  if (mixed.length === 0) return [];
  const sums = Object.keys(totals).flatMap((name) => {
    const money = isFigureName(name) ? moneyOf(totals, name) : undefined;
    return money && money.size > 1
      ? [
          `${name} ${[...money].map(([code, amount]) => `${amount.toFixed(minorDigits(code))} ${code}`).join(' and ')}`,
        ]
      : [];
  });
  return [`Several currencies (${mixed.join(', ')}) are never added up. ${sums.join('; ')}`.trim()];
}

/** Says which figures of shorter stretches do not add up to the vendor's own total for the same days. */
export function conflictNotes(stretches: readonly DayFigures[], table: MetricTable): readonly string[] {
  const different = new Set<string>();
  for (const stretch of stretches) {
    if (stretch.days === 1) continue;
    const finer = stretches.filter((one) => one.days < stretch.days && covers(stretch, one));
    for (const name of namesIn(table)) {
      const source = table[name] ?? {};
      const isAdded = FIELDS[name].kind === 'money' || FIELDS[name].kind === 'count';
      const whole = stretch.figures[name];
      if (!isAdded || source.perBucketOnly === true || whole === undefined) continue;
      const parts = tile(partsWith(finer, name, source));
      if (parts.reduce((days, part) => days + part.days, 0) < stretch.days) continue;
      const sum = sumOf(
        parts.map(({ figures }) => figures),
        name,
        source,
      );
      if (!isNear(sum, whole, parts.length)) different.add(name);
    }
  }
  return different.size === 0
    ? []
    : [
        `Shorter stretches do not add up to the vendor's own total for the same days (${[...different].join(', ')}); the shorter ones are used.`,
      ];
}

/** Equal but for rounding: each part may be off by one minor unit. */
function isNear(sum: Money | number | undefined, whole: Money | number, parts: number): boolean {
  if (typeof sum !== 'object' || typeof whole !== 'object') return sum === whole;
  return currenciesIn([sum, whole]).every((code) => {
    const difference = amountIn(sum, code).minus(amountIn(whole, code)).toNumber();
    return Math.abs(difference) <= (parts + 0.5) / 10 ** minorDigits(code);
  });
}

/** Says whether stretches longer than a day are used: instead of days, or for the totals where days are missing. */
export function lengthNotes(
  days: readonly { readonly days: number }[],
  isDaily: boolean,
  isTotalOfLonger: boolean,
): readonly string[] {
  if (isDaily) {
    return isTotalOfLonger
      ? [
          "Some days are missing in the daily figures: totals use the vendor's own figures for longer stretches, and the days shown are only a part of them.",
        ]
      : [];
  }
  return days.length === 0
    ? []
    : ['No daily figures: the vendor sent only longer stretches; they are used as they are.'];
}

/** Says which rates came out below 0 or above 1. */
export const impossibleNotes = (names: readonly FigureName[]): readonly string[] =>
  names.length === 0
    ? []
    : [`${names.join(', ')}: computed from its parts, the rate is not between 0 and 1, so it is not shown.`];

/** Says how many days inside a list's own range the reply leaves out. */
export const missingDaysNotes = (days: number): readonly string[] =>
  days === 0
    ? []
    : [`The reply leaves out ${days === 1 ? 'one day' : `${days} days`} between its first day and its last.`];

/** Says whether the dates are partly inferred, and which parts of the reply could not be used. */
export function segmentNotes({ isOffsetGuessed, shorterThanDay, unusable }: Segments): readonly string[] {
  const notes: string[] = [];
  if (isOffsetGuessed) {
    notes.push(
      "The reply does not tell the account's UTC offset exactly: its days were rounded to the nearest local midnight.",
    );
  }
  if (shorterThanDay > 0) {
    const verb = shorterThanDay === 1 ? ['is', 'was'] : ['are', 'were'];
    notes.push(`${partsInWords(shorterThanDay)} that ${verb[0]} shorter than a day ${verb[1]} left out.`);
  }
  if (unusable > 0) notes.push(`${partsInWords(unusable)} of the reply could not be read: left out.`);
  return notes;
}

const partsInWords = (count: number): string => (count === 1 ? 'One part' : `${count} parts`);

/** What could not be used of the rows of a list. */
interface SkippedRows {
  /** Rows without an id. */
  readonly withoutId: number;
  /** Ids of rows that came with different figures for the same days. */
  readonly different: readonly string[];
  /** Rows whose sum of a figure leaves stretches out. */
  readonly short: ReadonlyMap<FigureName, number>;
}

/** Says how rows over several stretches were added up. */
export function mergedNotes(table: MetricTable): readonly string[] {
  const hasRates = namesIn(table).some((name) => FIELDS[name].kind === 'rate');
  return [
    `Figures of several stretches are added up${hasRates ? '; rates over them are weighted by views, so approximate' : ''}.`,
  ];
}

/** How many ids a note names. */
const NAMED_IDS = 3;

/** Says which data of the rows could not be used. */
export function skippedNotes({ withoutId, different, short }: SkippedRows): readonly string[] {
  const notes = [...short].map(
    ([name, rows]) =>
      `${name} of ${rows === 1 ? 'one row' : `${rows} rows`} has a value in some stretches only; the sum leaves out the others.`,
  );
  if (withoutId > 0)
    notes.push(
      withoutId === 1
        ? 'One row without an id was left out.'
        : `${withoutId} rows without an id were left out.`,
    );
  if (different.length > 0) {
    const ids = `${different.slice(0, NAMED_IDS).join(', ')}${different.length > NAMED_IDS ? ', …' : ''}`;
    notes.push(`The reply has different figures for the same row (${ids}); one of them is used.`);
  }
  return notes;
}

/** What the sums over rows leave out: rows without a value for a figure that others have, and money of several currencies. */
export function totalsNotes<T extends MetricTable>(
  rows: readonly { readonly figures: Figures<T> }[],
  table: T,
): readonly string[] {
  const all = rows.map(({ figures }) => figures);
  return [...shortTotalsNotes(rows, table), ...mixedNotes(sumFigures(all, table), denominationOf(all))];
}

function shortTotalsNotes(
  rows: readonly { readonly figures: AnyFigures }[],
  table: MetricTable,
): readonly string[] {
  return namesIn(table).flatMap((name) => {
    const covered = rows.filter(({ figures }) => figures[name] !== undefined).length;
    return covered === 0 || covered === rows.length
      ? []
      : [`${name}: a value in ${covered} of ${rows.length} rows; the total leaves out the others.`];
  });
}

/** In the product list of a shop-owner account, every row has zero sales (upstream-api.md 7.10). */
export function shopOwnerNotes(rows: readonly { readonly figures: AnyFigures }[]): readonly string[] {
  const soldNothing = ({ figures }: { readonly figures: AnyFigures }): boolean =>
    countOf(figures, 'items_sold') === 0 &&
    [...(moneyOf(figures, 'revenue')?.values() ?? [])].every((amount) => amount.eq(0));
  if (rows.length === 0 || !rows.every(soldNothing)) return [];
  return [
    'Every product shows zero sales. For shop-owner accounts this list is always zero: their sales are in get_video_associated_product_list and get_video_to_product_stats.',
  ];
}
