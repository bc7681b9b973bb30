import { addDays, daysBetween, type IsoDate, span } from './calendar.ts';
import {
  type AnyFigures,
  countOf,
  type Denomination,
  moneyOf,
  namesIn,
  partsWith,
  sumOf,
} from './figures.ts';
import { currenciesIn, minorDigits } from './money.ts';
import type { Segments } from './segments.ts';
import { gapsIn } from './tiling.ts';
import { FIELDS, type FigureName, isFigureName, type MetricTable } from './vocabulary.ts';

interface Days {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

interface DayFigures extends Days {
  readonly days: number;
  readonly figures: AnyFigures;
}

/** Missing days that a note names. */
const NAMED = 5;

/** Days without data, in the middle and at the end. */
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
  if (daysBetween(last, due) > 0) {
    notes.push(
      // Data that ends yesterday is not late, so it is never one day.
      `Data ends on ${last}, ${daysBetween(last, today)} days before today (${today}): later days are not in yet, not zero.`,
    );
  }
  return notes;
}

/** Figures that are missing on days on which others are there. */
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

/** Says what a mixed answer leaves out of its totals, currency by currency. */
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

/** Days that add up to something else than the vendor's own total for the same days. */
export function conflictNotes(
  daily: readonly DayFigures[],
  coarse: readonly DayFigures[],
  table: MetricTable,
): readonly string[] {
  const different = new Set<string>();
  for (const stretch of coarse) {
    const own = daily.filter(({ from }) => from >= stretch.from && from <= stretch.to);
    for (const name of namesIn(table)) {
      const source = table[name] ?? {};
      const isAdded = FIELDS[name].kind === 'money' || FIELDS[name].kind === 'count';
      if (!isAdded || source.perBucketOnly === true) continue;
      const parts = partsWith(own, name, source);
      if (parts.length < stretch.days || stretch.figures[name] === undefined) continue;
      const sum = sumOf(
        parts.map(({ figures }) => figures),
        name,
        source,
      );
      if (!isNear(sum, stretch.figures, name, stretch.days)) different.add(name);
    }
  }
  return different.size === 0
    ? []
    : [
        `The days do not add up to the vendor's own total for the same days (${[...different].join(', ')}); the days are used.`,
      ];
}

/** Equal but for rounding: each day may be off by one minor unit. */
function isNear(sum: ReturnType<typeof sumOf>, figures: AnyFigures, name: FigureName, days: number): boolean {
  if (typeof sum === 'number') return sum === countOf(figures, name);
  const money = moneyOf(figures, name);
  if (sum === undefined || money === undefined) return true;
  return currenciesIn([sum, money]).every((code) => {
    const difference = (sum.get(code)?.toNumber() ?? 0) - (money.get(code)?.toNumber() ?? 0);
    return Math.abs(difference) <= (days + 0.5) / 10 ** minorDigits(code);
  });
}

/** When the dates rest on a guess. */
export const offsetNotes = ({ isOffsetGuessed }: Segments): readonly string[] =>
  isOffsetGuessed
    ? [
        "The reply does not tell the account's UTC offset exactly: its days were rounded to the nearest local midnight.",
      ]
    : [];
