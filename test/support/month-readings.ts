import type { JsonObject } from '../../src/json.ts';
import { addMonths, type Month, monthRange } from '../../src/metrics/calendar.ts';
import type { Clock } from '../../src/metrics/reading.ts';
import {
  gateInsights,
  gateLive,
  gateProductList,
  gateVideoList,
  gateVideoSummary,
} from '../../src/metrics/replies.ts';
import { summarizeMonth } from '../../src/reports/month/compute.ts';

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
  return summarizeMonth(month, {
    insights: insights && gateInsights(insights, about, clock),
    previous: previous && gateInsights(previous, before, clock),
    live: live && gateLive(live, about, clock),
    video: video && gateVideoSummary(video, about, clock),
    videos: videos && gateVideoList(videos, about, clock),
    products: products && gateProductList(products, about, clock),
  });
}
