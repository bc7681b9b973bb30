import type { JsonObject } from '../../src/json.ts';
import { type DateRange, monthRange } from '../../src/metrics/calendar.ts';
import { readSeries } from '../../src/metrics/series.ts';
import { INSIGHTS } from '../../src/metrics/vocabulary.ts';
import { bucket, dates, segment } from './month-reply.ts';

export const CLOCK = { now: new Date('2026-11-26T12:00:00Z'), offset: 0 };
export const OCTOBER = monthRange('2026-10');

export const read = (segments: readonly JsonObject[], period: DateRange = OCTOBER, clock = CLOCK) =>
  readSeries({ segments }, INSIGHTS, { period }, clock);

export const daily = (range: DateRange, stats: (date: string) => JsonObject): readonly JsonObject[] =>
  dates(range.from, range.to).map((date) => bucket(date, date, 0, stats(date)));

export const whole = (range: DateRange, buckets: readonly JsonObject[]): readonly JsonObject[] => [
  segment(range.from, range.to, 0, buckets),
];
