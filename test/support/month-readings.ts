import type { JsonObject } from '../../src/json.ts';
import { addMonths, type Month, monthRange } from '../../src/metrics/calendar.ts';
import { monthsFrom } from '../../src/metrics/periods.ts';
import { type Clock, todayAt } from '../../src/metrics/reading.ts';
import {
  gateInsights,
  gateLive,
  gateProductList,
  gateVideoList,
  gateVideoSummary,
} from '../../src/metrics/replies.ts';
import { describePeriod } from '../../src/reports/period/compute.ts';
import { SECTIONS } from '../../src/reports/period/plan.ts';

/** The replies that a month is made of; a part that failed is missing. */
export interface MonthPayloads {
  readonly insights?: JsonObject;
  readonly previous?: JsonObject;
  readonly live?: JsonObject;
  readonly video?: JsonObject;
  readonly videos?: JsonObject;
  readonly products?: JsonObject;
}

/** A month from replies, each through its gate as the server does it. */
export function summarizeReplies(month: Month, payloads: MonthPayloads, clock: Clock) {
  const about = { period: monthRange(month) };
  const before = { period: monthRange(addMonths(month, -1)) };
  const { insights, previous, live, video, videos, products } = payloads;
  const scope = {
    name: undefined,
    period: monthsFrom(month, 1),
    compared: monthsFrom(addMonths(month, -1), 1),
    compare: 'previous',
    by: 'day',
    today: todayAt(clock),
    sections: new Set(SECTIONS),
  } as const;
  return describePeriod(scope, {
    insights: insights && gateInsights(insights, about, clock),
    previous: previous && gateInsights(previous, before, clock),
    live: live && gateLive(live, about, clock),
    video: video && gateVideoSummary(video, about, clock),
    videos: videos && gateVideoList(videos, about, clock),
    products: products && gateProductList(products, about, clock),
  });
}
