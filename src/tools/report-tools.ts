import type { Tool } from '../mcp/define-tool.ts';
import { attributeSales } from './attribute_sales.ts';
import { compareAccounts } from './compare_accounts.ts';
import { compareVideos } from './compare_videos.ts';
import { explainChange } from './explain_change.ts';
import { exportTable } from './export_table.ts';
import { findPostingTimes } from './find_posting_times.ts';
import { profileAudience } from './profile_audience.ts';
import { reviewProducts } from './review_products.ts';
import { reviewVideos } from './review_videos.ts';
import { summarizeAccountHealth } from './summarize_account_health.ts';
import { summarizeMonth } from './summarize_month.ts';
import { summarizePeriod } from './summarize_period.ts';

/** The tools that make several calls for one result. */
export const reportTools: readonly Tool[] = [
  summarizePeriod,
  explainChange,
  reviewVideos,
  compareVideos,
  findPostingTimes,
  attributeSales,
  reviewProducts,
  profileAudience,
  summarizeMonth,
  summarizeAccountHealth,
  compareAccounts,
  exportTable,
];
