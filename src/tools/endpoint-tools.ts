import type { Tool } from '../mcp/define-tool.ts';
import { getAccountHealthStatus } from './get_account_health_status.ts';
import { getAccountInsightsOverview } from './get_account_insights_overview.ts';
import { getAccountViolationList } from './get_account_violation_list.ts';
import { getCreatorAccountInfo } from './get_creator_account_info.ts';
import { getLiveAnalyticsSummary } from './get_live_analytics_summary.ts';
import { getProductAnalyticsList } from './get_product_analytics_list.ts';
import { getProductRelatedVideos } from './get_product_related_videos.ts';
import { getShowcaseProductList } from './get_showcase_product_list.ts';
import { getVideoAnalyticsSummary } from './get_video_analytics_summary.ts';
import { getVideoAssociatedProductList } from './get_video_associated_product_list.ts';
import { getVideoAudienceStats } from './get_video_audience_stats.ts';
import { getVideoDetailedStats } from './get_video_detailed_stats.ts';
import { getVideoListAnalytics } from './get_video_list_analytics.ts';
import { getVideoToProductStats } from './get_video_to_product_stats.ts';
import { listAccounts } from './list_accounts.ts';

/** The tools of single endpoints, and the one that makes no call. */
export const endpointTools: readonly Tool[] = [
  listAccounts,
  getAccountHealthStatus,
  getAccountViolationList,
  getAccountInsightsOverview,
  getLiveAnalyticsSummary,
  getVideoAnalyticsSummary,
  getVideoListAnalytics,
  getProductAnalyticsList,
  getCreatorAccountInfo,
  getShowcaseProductList,
  getVideoAssociatedProductList,
  getVideoAudienceStats,
  getVideoDetailedStats,
  getVideoToProductStats,
  getProductRelatedVideos,
];
