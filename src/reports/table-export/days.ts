import { failureNotes, part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import type { AskedPeriod } from '../../metrics/periods.ts';
import { isMatching, notesOf, settlingNotes, withOwnDates, writeVerdict } from '../../metrics/reading.ts';
import { type Series, writeSeries } from '../../metrics/series.ts';
import { INSIGHTS } from '../../metrics/vocabulary.ts';
import { accountInsightsOverview } from '../../tikhub/endpoints.ts';
import { fetchPeriod, fetchSeries } from '../period/fetch.ts';
import { type Gathered, stoppedBy } from './gather.ts';

/** The columns of the earnings by day, without ratios, which are for periods. */
export const DAY_FIELDS: readonly string[] = [
  'date',
  'to',
  ...Object.entries(INSIGHTS).flatMap(([name, source]) => ('of' in source ? [] : name)),
];

/**
 * The earnings of every day of a period; one call for each month of it.
 * @throws the first error when every month fails
 */
export async function gatherDays(asked: AskedPeriod, request: RequestContext): Promise<Gathered> {
  const { period, today } = await fetchPeriod(asked, request);
  const { reading, parts } = await fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(
    'The earnings part',
    accountInsightsOverview,
    period,
    { request, today, part },
  );
  const failures = failureNotes(parts);
  const series = reading && writeSeries(withOwnDates(reading));
  const verdict = writeVerdict('days', reading);
  return {
    first: { ...request.provenance, window: series?.window },
    rows: series?.days ?? [],
    currency: series?.currency,
    verdicts: [verdict],
    notes: reading === undefined ? [] : [...notesOf(reading), ...settlingNotes(reading.answered, today)],
    stopped: stoppedBy([
      ...failures,
      ...(reading === undefined || isMatching(reading) ? [] : notesOf(reading).slice(0, 1)),
    ]),
  };
}
