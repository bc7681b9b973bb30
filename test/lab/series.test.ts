import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, moneyOf } from '../../src/metrics/figures.ts';
import { isMatching, notesOf, withOwnDates } from '../../src/metrics/reading.ts';
import { readSeries } from '../../src/metrics/series.ts';
import {
  INSIGHTS,
  isFigureName,
  LIVE,
  type MetricTable,
  PAIR,
  VIDEO,
  VIDEO_DETAIL,
} from '../../src/metrics/vocabulary.ts';
import { arrive } from '../support/reply-lab/arrive.ts';
import { CASES, CASES_TIMEOUT_MS } from '../support/reply-lab/cases.ts';
import { datesOf } from '../support/reply-lab/days.ts';
import { clockOf, frames } from '../support/reply-lab/layout.ts';
import { SERIES_ENDPOINTS, type SeriesEndpoint } from '../support/reply-lab/series-endpoints.ts';
import { modelOf } from '../support/reply-lab/series-model.ts';
import { type SeriesStory, seriesStories, writeSeries } from '../support/reply-lab/series-story.ts';

const IDS = { item_id: '7300000000000000001', product_id: '1729000000000000001' };

function check(story: SeriesStory, endpoint: SeriesEndpoint, table: MetricTable): void {
  const { frame } = story;
  const { asked } = frame;
  const ids: Readonly<Record<string, string>> = endpoint.isOfVideo === true ? IDS : {};
  const model = modelOf(story, endpoint);
  const reading = readSeries(
    arrive(JSON.stringify(writeSeries(story, endpoint, ids))),
    table,
    { period: asked && datesOf(asked), itemId: ids['item_id'], productId: ids['product_id'] },
    clockOf(frame),
  );
  const series = withOwnDates(reading);
  const notes = notesOf(reading).join('\n');
  const { verdict, answered } = reading;
  const isFew = notes.includes('the figures are for those days');
  expect(
    model.readings.map((one) => ({ ...one, answered: one.answered && datesOf(one.answered) })),
    notes,
  ).toContainEqual({ verdict, answered, isFew });
  expect(isMatching(reading)).toBe(verdict === 'same' || verdict === 'partial');
  for (const name of Object.keys(table)) {
    if (!isFigureName(name)) throw new TypeError(name);
    const money = moneyOf(series.totals, name);
    const shown = money === undefined ? countOf(series.totals, name) : (money.get('SGD')?.toNumber() ?? 0);
    const kind = endpoint.told.find((field) => field.name === name)?.kind;
    const allowed = model.figures.get(name) ?? [];
    if (shown === undefined) {
      // Not shown: then nothing could be, or it is said to be impossible.
      if (model.impossible.includes(name)) expect(notes).toContain(name);
      else if (!model.optional.has(name)) expect(allowed, name).toEqual([]);
      continue;
    }
    const isDivided = ['live_gpm', 'revenue_per_1000_impressions', 'average_item_price'].includes(name);
    const isCents = money !== undefined && !isDivided;
    const scale = money === undefined ? 1 : 100;
    const days = series.coverage.get(name);
    const isAllowed = allowed.some(
      (one) =>
        one.days === days &&
        Math.abs(one.value - shown * scale) <= (isCents || kind === 'count' ? 1e-6 : 1e-3),
    );
    expect(
      isAllowed,
      `${name}: ${shown} over ${days} days, allowed ${JSON.stringify(allowed)}\n${notes}`,
    ).toBe(true);
    // A total that leaves out days says how many.
    const most = Math.max(...model.daysWithData);
    if (days !== undefined && days < Math.min(...model.daysWithData))
      expect(notes).toMatch(
        new RegExp(`${name}\\b[^\\n]*: a value on ${days} of ${series.window.days_with_data} days`),
      );
    expect(days).toBeLessThanOrEqual(most);
  }
  if (model.daysWithData.length === 0) expect(series.window.days_with_data).toBe(0);
  else expect(model.daysWithData).toContain(series.window.days_with_data);
  if (series.window.complete) {
    expect(series.window.to < datesOf({ from: frame.today, to: frame.today }).to).toBe(true);
    expect(series.window.last_day_with_data).toBe(answered?.to);
  }
  if (model.hasUnreadable) expect(notes).toContain('could not be read');
  for (const day of series.days)
    expect(day.from <= datesOf({ from: frame.today, to: frame.today }).to).toBe(true);
}

describe('figures over time, against a reference that tries everything', {
  timeout: CASES_TIMEOUT_MS,
}, () => {
  it.each([
    [SERIES_ENDPOINTS.insights, INSIGHTS],
    [SERIES_ENDPOINTS.live, LIVE],
    [SERIES_ENDPOINTS.video, VIDEO],
    [SERIES_ENDPOINTS.detail, VIDEO_DETAIL],
    [SERIES_ENDPOINTS.pair, PAIR],
  ] as const)('$name', (endpoint, table) => {
    fc.assert(
      fc.property(seriesStories(frames), (story) => check(story, endpoint, table)),
      { numRuns: CASES },
    );
  });
});
