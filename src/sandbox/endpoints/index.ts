import type { SandboxEndpoint } from './endpoint.ts';
import { healthStatus } from './get_account_health_status.ts';
import { insightsOverview } from './get_account_insights_overview.ts';
import { violationList } from './get_account_violation_list.ts';
import { accountInfo } from './get_creator_account_info.ts';
import { liveTotals } from './get_live_analytics_summary.ts';
import { productList } from './get_product_analytics_list.ts';
import { relatedVideos } from './get_product_related_videos.ts';
import { showcaseProducts } from './get_showcase_product_list.ts';
import { videoTotals } from './get_video_analytics_summary.ts';
import { videoProducts } from './get_video_associated_product_list.ts';
import { audienceStats } from './get_video_audience_stats.ts';
import { detailedStats } from './get_video_detailed_stats.ts';
import { videoList } from './get_video_list_analytics.ts';
import { pairStats } from './get_video_to_product_stats.ts';

/** The endpoints by the last part of their path, which is also the name of their file. */
export const ENDPOINTS: ReadonlyMap<string, SandboxEndpoint> = new Map<string, SandboxEndpoint>([
  ['get_account_health_status', healthStatus],
  ['get_account_violation_list', violationList],
  ['get_account_insights_overview', insightsOverview],
  ['get_live_analytics_summary', liveTotals],
  ['get_video_analytics_summary', videoTotals],
  ['get_video_list_analytics', videoList],
  ['get_product_analytics_list', productList],
  ['get_creator_account_info', accountInfo],
  ['get_showcase_product_list', showcaseProducts],
  ['get_video_associated_product_list', videoProducts],
  ['get_video_audience_stats', audienceStats],
  ['get_video_detailed_stats', detailedStats],
  ['get_video_to_product_stats', pairStats],
  ['get_product_related_videos', relatedVideos],
]);
