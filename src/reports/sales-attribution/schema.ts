import { z } from 'zod';
import { itemId, periodFields, productId } from '../../mcp/arguments.ts';
import {
  currency,
  figures,
  moneyValue,
  optionalNumber,
  optionalText,
  verdicts,
  window,
} from '../../mcp/result-schemas.ts';
import { PAIR, PRODUCT_ROW, VIDEO_ROW } from '../../metrics/vocabulary.ts';

/** What an attribution takes. */
export const attributionArguments = {
  ...periodFields,
  product_id: productId.optional().describe('Who sells it.'),
  item_id: itemId.optional().describe('What this video sells.'),
  dry_run: z.boolean().optional().describe('Only the plan, no call.'),
};

/** The fields of an attribution, without those that every result has. */
export const attributionSchema = {
  period: z.object({ name: optionalText, from: z.string(), to: z.string() }),
  window: window.optional(),
  currency,
  plan: z.array(z.object({ part: z.string(), calls: z.number() })),
  planned_calls: z.number(),
  /** At the vendor's lowest price. */
  price_from_usd: z.number(),
  channels: z
    .object({
      revenue: moneyValue.optional(),
      live_revenue: moneyValue.optional(),
      video_revenue: moneyValue.optional(),
      other_revenue: moneyValue.optional(),
    })
    .optional(),
  videos_window: window.optional(),
  videos: z.array(
    z.object({
      video_id: z.string(),
      title: optionalText,
      ...figures(VIDEO_ROW),
      direct_share: optionalNumber,
      share: optionalNumber,
    }),
  ),
  listed_videos: optionalNumber,
  all_videos: optionalNumber,
  video_revenue: moneyValue.optional(),
  listed_gmv: moneyValue.optional(),
  remainder: moneyValue.optional(),
  product: z.object({ product_id: z.string(), title: optionalText, ...figures(PRODUCT_ROW) }).optional(),
  pairs: z.array(
    z.object({
      video_id: z.string(),
      title: optionalText,
      product_id: z.string(),
      product_title: optionalText,
      ...figures(PAIR),
      direct_share: optionalNumber,
      share_of_product: optionalNumber,
      click_to_order_rate: optionalNumber,
      commission_per_100_clicks: optionalNumber,
      commission_per_100_clicks_low: optionalNumber,
      commission_per_100_clicks_high: optionalNumber,
      figures_from: z.enum(['pair', 'video']),
    }),
  ),
  /** Not requested, and without figures in the list. */
  pairs_left_out: z.number(),
  /** Requested, and failed or about other days. */
  pairs_missing: z.number(),
  calls: z.number(),
  verdicts,
};
