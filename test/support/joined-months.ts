import type { JsonObject } from '../../src/json.ts';
import { clip, type DateRange, monthRange } from '../../src/metrics/calendar.ts';
import { joinSeries } from '../../src/metrics/join-series.ts';
import { monthsOf } from '../../src/metrics/periods.ts';
import { isMatching } from '../../src/metrics/reading.ts';
import { readSeries } from '../../src/metrics/series.ts';
import { INSIGHTS } from '../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from './month-reply.ts';

/** Periods over several months, read on 24 November 2026 from replies of which the right sums are known. */

export const NOW = new Date('2026-11-24T12:00:00Z');
export const TODAY = '2026-11-24';

/** A day's figures that tell which day it is. */
export const figures = (date: string): JsonObject => {
  const day = Number(date.slice(8));
  return {
    revenue: money(`${day}.10`),
    overall_item_sold_cnt: day,
    product_show_cnt: 100,
    product_click_cnt: day,
  };
};

/** The reply of a month, as the vendor sends it up to two days ago. */
export const reply = (
  month: string,
  keep: (date: string) => boolean = () => true,
  offset = 0,
): JsonObject => {
  const { from, to } = monthRange(month);
  const buckets = dates(from, to).map((date) =>
    bucket(date, date, offset, date <= '2026-11-22' && keep(date) ? figures(date) : {}),
  );
  return { segments: [segment(from, to, offset, buckets)] };
};

/** A period read from a reply for each of its months. */
export const join = (
  period: DateRange,
  replies: (month: string) => JsonObject | undefined = reply,
  offset = 0,
) =>
  joinSeries(
    monthsOf(period).map((month) => {
      const about = clip(monthRange(month), period) ?? period;
      const payload = replies(month);
      const clock = { now: NOW, offset };
      return { month, about, reading: payload && readSeries(payload, INSIGHTS, { period: about }, clock) };
    }),
    period,
    TODAY,
  );

export const matching = (reading: ReturnType<typeof join>) => {
  if (!isMatching(reading)) throw new Error(`not matching: ${reading?.verdict}`);
  return reading.value;
};
