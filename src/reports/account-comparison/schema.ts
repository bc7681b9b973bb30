import { z } from 'zod';
import { currency, money, notes, optionalNumber, optionalText, verdicts } from '../../mcp/result-schemas.ts';

/** The fields of a comparison of accounts. */
export const accountComparisonSchema = z.object({
  month: z.string(),
  sandbox: z.literal(true).optional(),
  currencies: z.array(
    z.object({
      currency,
      revenue: money.optional(),
      top_share: optionalNumber,
      accounts: z.array(
        z.object({
          rank: z.number(),
          account: z.string(),
          label: optionalText,
          revenue: money.optional(),
          revenue_change: optionalNumber,
          commission_estimated: money.optional(),
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
