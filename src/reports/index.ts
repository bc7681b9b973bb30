import { month } from '../mcp/arguments.ts';
import { defineReport } from '../mcp/define-report.ts';
import { computeAccountHealth } from './account-health/compute.ts';
import { planAccountHealth } from './account-health/plan.ts';
import { accountHealthSchema } from './account-health/schema.ts';
import { healthText } from './account-health/text.ts';
import { computeMonth } from './month/compute.ts';
import { planMonth } from './month/plan.ts';
import { monthSchema } from './month/schema.ts';
import { monthText } from './month/text.ts';

/** Every report about one account, by the name of its tool; resources return the same text. */
export const reports = {
  summarize_month: defineReport({
    input: { month },
    output: monthSchema,
    plan: planMonth,
    compute: computeMonth,
    text: monthText,
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
