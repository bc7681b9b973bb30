import { z } from 'zod';
import { monthOrPeriod, periodFields } from '../../mcp/arguments.ts';
import {
  currency,
  moneyValue,
  notes,
  optionalNumber,
  optionalText,
  verdicts,
} from '../../mcp/result-schemas.ts';
import { HEALTH_ALERTS } from '../account-health/alerts.ts';

/** Why an account needs attention, the most urgent kind first. */
export const EXCEPTIONS = [
  'session_ended',
  ...HEALTH_ALERTS,
  'no_data',
  'appeal_due',
  'new_violations',
  'session_ending',
  'fell',
] as const;

/** What accounts can be sorted by. */
const SORT_KEYS = ['revenue', 'change', 'commission'] as const;

export type SortKey = (typeof SORT_KEYS)[number];

/** The arguments of a comparison. */
export const accountComparisonArguments = {
  month: monthOrPeriod,
  ...periodFields,
  sort: z.enum(SORT_KEYS).optional().describe('Default revenue.'),
};

/** The fields of a comparison of accounts. */
export const accountComparisonSchema = z.object({
  /** If the period is a calendar month. */
  month: optionalText,
  period: z.object({ name: optionalText, from: z.string(), to: z.string() }).optional(),
  sandbox: z.literal(true).optional(),
  exceptions: z.array(
    z.object({ account: z.string(), kind: z.enum(EXCEPTIONS), fact: z.string(), until: optionalText }),
  ),
  currencies: z.array(
    z.object({
      currency,
      revenue: moneyValue.optional(),
      top_share: optionalNumber,
      top_3_share: optionalNumber,
      top_5_share: optionalNumber,
      /** Of the accounts that have a change. */
      revenue_change: optionalNumber,
      /** The fewest and the most days that an account's change is over, where they differ. */
      revenue_change_days: z.array(z.number()).optional(),
      accounts: z.array(
        z.object({
          rank: z.number(),
          account: z.string(),
          label: optionalText,
          revenue: moneyValue.optional(),
          /** Days with revenue, if fewer than those with data. */
          revenue_days: optionalNumber,
          revenue_change: optionalNumber,
          contribution: optionalNumber,
          commission_estimated: moneyValue.optional(),
          items_sold: optionalNumber,
          level: optionalText,
          score: optionalNumber,
          scale: optionalText,
          open_appeals: optionalNumber,
          days_with_data: optionalNumber,
          last_day_with_data: optionalText,
        }),
      ),
    }),
  ),
  not_ranked: z.array(
    z.object({
      account: z.string(),
      verdict: z.string(),
      answered: z.object({ from: z.string(), to: z.string() }).optional(),
    }),
  ),
  failed: z.array(z.object({ account: z.string(), error: z.string() })),
  calls: z.number(),
  cached: z.boolean(),
  verdicts,
  ...notes,
});
