import { z } from 'zod';
import { month } from '../mcp/parameters.ts';
import { defineSummaryTool, type Summary } from '../mcp/report-tool.ts';
import { failureNotes, part } from '../mcp/request-context.ts';
import { currency, figures, money, optionalNumber, optionalText, window } from '../mcp/result-schemas.ts';
import { addMonths, monthOf, monthRange } from '../metrics/calendar.ts';
import { LIVE, MONTH, PRODUCT_ROW, VIDEO_ROW } from '../metrics/vocabulary.ts';
import { summarizeMonth as summarize } from '../reports/month/compute.ts';
import { monthText } from '../reports/month/text.ts';
import {
  accountInsightsOverview,
  liveAnalyticsSummary,
  productAnalyticsList,
  videoAnalyticsSummary,
  videoListAnalytics,
} from '../tikhub/endpoints.ts';

const share = z.number().nullable();
const bestDay = z.object({ date: z.string(), weekday: z.string(), revenue: money.optional() }).nullable();
const {
  revenue,
  live_revenue,
  video_revenue,
  commission_estimated,
  items_sold,
  product_impressions,
  product_clicks,
} = MONTH;
const dayFigures = figures({
  revenue,
  live_revenue,
  video_revenue,
  commission_estimated,
  items_sold,
  product_impressions,
  product_clicks,
});

const output = {
  month: z.string(),
  window,
  currency,
  totals: z.object({
    ...figures(MONTH),
    revenue_gap: money.optional(),
    views: optionalNumber,
    new_followers: optionalNumber,
  }),
  live: z.object(figures(LIVE)).optional(),
  previous: z
    .object({
      window: z.object({ from: z.string(), to: z.string() }),
      days: z.number(),
      totals: z.object(figures(MONTH)),
    })
    .optional(),
  change: z.record(z.object({ absolute: z.number(), relative: z.number().nullable() })).optional(),
  best_day: bestDay,
  worst_day: bestDay,
  weekdays: z.array(
    z.object({
      weekday: z.string(),
      days: z.number(),
      revenue: money.optional(),
      average_revenue: money.optional(),
    }),
  ),
  days: z.array(z.object({ date: z.string(), to: optionalText, ...dayFigures })),
  top_videos_window: window.optional(),
  top_videos: z.array(z.object({ video_id: z.string(), title: optionalText, ...figures(VIDEO_ROW), share })),
  top_products_window: window.optional(),
  top_products: z.array(
    z.object({ product_id: z.string(), title: optionalText, ...figures(PRODUCT_ROW), share }),
  ),
  concentration: z.object({ top_video_share: share, top_product_share: share }),
  calls: z.number(),
};

/** One calendar month of an account, as a tool and as a resource. */
export const monthlyOverview: Summary<{ month: typeof month }, typeof output> = {
  name: 'summarize_month',
  title: 'Month',
  description:
    'A whole month: revenue with its LIVE and video parts, commission, clicks, change on the month before, best days, top videos and products. Start here for any question about earnings; the get_ tools give the single lists. Up to 7 upstream calls.',
  input: { month },
  output,
  async summarize(args, inquiry) {
    if (args.month === undefined && !inquiry.knowsOffset && isNearMonthEnd(inquiry.clock.now)) {
      // Which month it is depends on the account's own midnight; any dated reply tells it.
      await part('The offset', inquiry.call(videoAnalyticsSummary, {}));
    }
    const wanted = args.month ?? monthOf(inquiry.today);
    const { from, to } = monthRange(wanted);
    const [insights, previous, live, video, videos, products] = await Promise.all([
      part('The earnings of the month', inquiry.call(accountInsightsOverview, { start_date: from })),
      part(
        'The month before',
        inquiry.call(accountInsightsOverview, { start_date: `${addMonths(wanted, -1)}-01` }),
      ),
      part('The LIVE part', inquiry.call(liveAnalyticsSummary, { start_date: from })),
      part('The video part', inquiry.call(videoAnalyticsSummary, {})),
      part(
        'The video list',
        inquiry.call(videoListAnalytics, { start_date: from, page: 0, rules: 'VIDEO_LIST_GMV' }),
      ),
      part(
        'The product list',
        inquiry.call(productAnalyticsList, { start_date: from, end_date: to, page: 0 }),
      ),
    ]);
    const failures = failureNotes([insights, previous, live, video, videos, products]);
    const summary = summarize(
      wanted,
      {
        insights: insights.value,
        previous: previous.value,
        live: live.value,
        video: video.value,
        videos: videos.value,
        products: products.value,
      },
      inquiry.clock,
    );
    return { ...summary, calls: inquiry.calls, notes: [...failures, ...summary.notes] };
  },
  text: monthText,
};

export const summarizeMonth = defineSummaryTool(monthlyOverview);

/** Whether it is another month somewhere between −12:00 and +14:00. */
const isNearMonthEnd = (now: Date): boolean =>
  monthOf(new Date(now.getTime() - 43_200_000).toISOString()) !==
  monthOf(new Date(now.getTime() + 50_400_000).toISOString());
