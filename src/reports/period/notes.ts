import {
  currenciesOf,
  type Denomination,
  denominationFor,
  isSameCurrency,
  writeFigures,
} from '../../metrics/figures.ts';
import { isMatching, type Reading } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import type { MetricTable } from '../../metrics/vocabulary.ts';
import type { PeriodParts } from './plan.ts';

type AnyReading = Reading<unknown> | undefined;

/** The caveats of a part, with its name before them. */
export function partNotes(part: string | undefined, reading: AnyReading): readonly string[] {
  if (reading === undefined || !isMatching(reading)) return [];
  return part === undefined ? reading.notes : reading.notes.map((note) => `${part}: ${note}`);
}

/** Figures about other days than the period's: shown with their own dates, and part of nothing else. */
export function otherWindow<T extends MetricTable>(
  part: string,
  reading: Reading<Series<T>> | undefined,
  main: Denomination,
) {
  if (reading === undefined || isMatching(reading)) return undefined;
  const { window, totals, denomination } = reading.ownWindow;
  const { from, to, days_with_data: days } = window;
  return {
    part,
    verdict: reading.verdict,
    window: { from, to },
    days_with_data: days,
    totals: writeFigures(totals, denominationFor(denomination, main)),
    notes: [...reading.notes],
  };
}

/** Parts in another currency than the result. */
export function currencyNotes(
  { live, videos, products }: PeriodParts,
  main: Denomination,
): readonly string[] {
  const lives = isMatching(live) ? live.value.denomination : undefined;
  const others: readonly (readonly [string, Denomination | undefined])[] = [
    ['The LIVE part', lives],
    ['The video list', isMatching(videos) ? videos.value.denomination : undefined],
    ['The product list', isMatching(products) ? products.value.denomination : undefined],
  ];
  return others.flatMap(([part, own]) => {
    if (own === undefined) return [];
    // The LIVE part has said so itself.
    if (own.mixed.length > 0 && own !== lives)
      return [`${part} has several currencies (${own.mixed.join(', ')}): it takes part in no sum or share.`];
    return own.currency === undefined || isSameCurrency(own, main)
      ? []
      : [
          `${part} is in ${currenciesOf(own)}, not in ${currenciesOf(main)}: it takes part in no sum or share.`,
        ];
  });
}
