import { month } from '../mcp/arguments.ts';
import { defineReport } from '../mcp/define-report.ts';
import { computeAccountHealth } from './account-health/compute.ts';
import { planAccountHealth } from './account-health/plan.ts';
import { accountHealthSchema } from './account-health/schema.ts';
import { healthText } from './account-health/text.ts';
import { computeAudienceProfile } from './audience-profile/compute.ts';
import { planAudienceProfile } from './audience-profile/plan.ts';
import { audienceProfileArguments, audienceProfileSchema } from './audience-profile/schema.ts';
import { audienceProfileText } from './audience-profile/text.ts';
import { computeChange } from './change/compute.ts';
import { planChange } from './change/plan.ts';
import { changeArguments, changeSchema } from './change/schema.ts';
import { changeText } from './change/text.ts';
import { computeMonth, computePeriod } from './period/compute.ts';
import { askedMonth, planPeriod } from './period/plan.ts';
import { monthSchema, periodArguments, periodSchema } from './period/schema.ts';
import { periodText } from './period/text.ts';
import { computePostingTimes } from './posting-times/compute.ts';
import { planPostingTimes } from './posting-times/plan.ts';
import { postingTimesArguments, postingTimesSchema } from './posting-times/schema.ts';
import { postingTimesText } from './posting-times/text.ts';
import { computeProductReview } from './product-review/compute.ts';
import { planProductReview } from './product-review/plan.ts';
import { productReviewArguments, productReviewSchema } from './product-review/schema.ts';
import { productReviewText } from './product-review/text.ts';
import { computeAttribution } from './sales-attribution/compute.ts';
import { planAttribution } from './sales-attribution/plan.ts';
import { attributionArguments, attributionSchema } from './sales-attribution/schema.ts';
import { attributionText } from './sales-attribution/text.ts';
import { computeVideoComparison } from './video-comparison/compute.ts';
import { planVideoComparison } from './video-comparison/plan.ts';
import { videoComparisonArguments, videoComparisonSchema } from './video-comparison/schema.ts';
import { videoComparisonText } from './video-comparison/text.ts';
import { computeVideoReview } from './video-review/compute.ts';
import { planVideoReview } from './video-review/plan.ts';
import { videoReviewArguments, videoReviewSchema } from './video-review/schema.ts';
import { videoReviewText } from './video-review/text.ts';

/** Every report about one account, by the name of its tool; resources return the same text. */
export const reports = {
  summarize_month: defineReport({
    input: { month },
    output: monthSchema,
    plan: (args, request) => planPeriod(askedMonth(args.month), request),
    compute: computeMonth,
    text: periodText,
  }),
  summarize_period: defineReport({
    input: periodArguments,
    output: periodSchema,
    plan: planPeriod,
    compute: computePeriod,
    text: periodText,
  }),
  explain_change: defineReport({
    input: changeArguments,
    output: changeSchema,
    plan: planChange,
    compute: computeChange,
    text: changeText,
  }),
  review_videos: defineReport({
    input: videoReviewArguments,
    output: videoReviewSchema,
    plan: planVideoReview,
    compute: computeVideoReview,
    text: videoReviewText,
  }),
  compare_videos: defineReport({
    input: videoComparisonArguments,
    output: videoComparisonSchema,
    plan: planVideoComparison,
    compute: computeVideoComparison,
    text: videoComparisonText,
  }),
  find_posting_times: defineReport({
    input: postingTimesArguments,
    output: postingTimesSchema,
    plan: planPostingTimes,
    compute: computePostingTimes,
    text: postingTimesText,
  }),
  attribute_sales: defineReport({
    input: attributionArguments,
    output: attributionSchema,
    plan: planAttribution,
    compute: computeAttribution,
    text: attributionText,
  }),
  review_products: defineReport({
    input: productReviewArguments,
    output: productReviewSchema,
    plan: planProductReview,
    compute: computeProductReview,
    text: productReviewText,
  }),
  profile_audience: defineReport({
    input: audienceProfileArguments,
    output: audienceProfileSchema,
    plan: planAudienceProfile,
    compute: computeAudienceProfile,
    text: audienceProfileText,
  }),
  summarize_account_health: defineReport({
    input: {},
    output: accountHealthSchema,
    plan: planAccountHealth,
    compute: computeAccountHealth,
    text: healthText,
  }),
};

export type ReportName = keyof typeof reports;
