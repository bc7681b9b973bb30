import { z } from 'zod';
import { periodFields } from '../../mcp/arguments.ts';
import {
  currency,
  figures,
  optionalNumber,
  optionalText,
  verdicts,
  window,
} from '../../mcp/result-schemas.ts';
import { PRODUCT_ROW } from '../../metrics/vocabulary.ts';
import { PRODUCT_FLAGS } from './review-product.ts';
import { showcaseChange } from './showcase-changes.ts';

/** The arguments of a review of products. */
export const productReviewArguments = {
  ...periodFields,
  period: periodFields.period.describe('Such as last_7_days. Default last_30_days.'),
};

/** The fields of a review of products, without those that every result has. */
export const productReviewSchema = {
  period: z.object({ name: optionalText, from: z.string(), to: z.string() }),
  window: window.optional(),
  currency,
  days: z.number(),
  sold: optionalNumber,
  in_showcase: z.number(),
  products: z.array(
    z.object({
      product_id: z.string(),
      title: optionalText,
      ...figures(PRODUCT_ROW),
      average_item_price: optionalNumber,
      commission_per_item: optionalNumber,
      effective_rate: optionalNumber,
      in_showcase: z.boolean(),
      price: optionalText,
      commission_rate: optionalNumber,
      stock: optionalText,
      review: optionalText,
      labels: z.array(z.string()).optional(),
      flags: z.array(z.enum(PRODUCT_FLAGS)).optional(),
    }),
  ),
  flagged: z.record(z.number()),
  /** Missing if no cache directory is set. */
  changes: z.array(showcaseChange).optional(),
  seen_before: optionalText,
  calls: z.number(),
  verdicts,
};
