import { accountInfo, health, showcase, violations } from './answers-account.ts';
import { productList, relatedVideos, videoList, videoProducts } from './answers-lists.ts';
import { audience, insights, liveSummary, pairStats, videoStats, videoSummary } from './answers-stats.ts';
import type { Answer } from './segments.ts';
import type { Fields } from './validate.ts';

interface Endpoint {
  readonly fields: Fields;
  readonly answer: Answer;
  /** With a dead session these answer a success with nothing in it. */
  readonly hollowWhenDead?: boolean;
}

// Left out, the date is a spring month of 2025, whatever today is.
const month = { start_date: '04-01-2025' };
const item = { ...month, item_id: null };
const pair = { ...item, product_id: null };

/** The endpoints by the last part of their path. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['get_account_health_status', { fields: {}, answer: health }],
  ['get_account_violation_list', { fields: { page: 1 }, answer: violations }],
  ['get_account_insights_overview', { fields: month, answer: insights }],
  ['get_live_analytics_summary', { fields: month, answer: liveSummary }],
  ['get_video_analytics_summary', { fields: {}, answer: videoSummary }],
  [
    'get_video_list_analytics',
    { fields: { ...month, page: 0, rules: 'VIDEO_LIST_PUBLISH_TIME' }, answer: videoList },
  ],
  [
    'get_product_analytics_list',
    { fields: { start_date: '2025-04-01', end_date: '2025-05-01', page: 0 }, answer: productList },
  ],
  ['get_creator_account_info', { fields: {}, answer: accountInfo, hollowWhenDead: true }],
  ['get_showcase_product_list', { fields: { count: 20, offset: 0 }, answer: showcase, hollowWhenDead: true }],
  ['get_video_associated_product_list', { fields: { ...month, item_ids: null }, answer: videoProducts }],
  ['get_video_audience_stats', { fields: item, answer: audience }],
  ['get_video_detailed_stats', { fields: item, answer: videoStats }],
  ['get_video_to_product_stats', { fields: pair, answer: pairStats }],
  ['get_product_related_videos', { fields: pair, answer: relatedVideos }],
]);
