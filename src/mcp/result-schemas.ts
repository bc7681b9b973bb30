import { z } from 'zod';
import type { Metrics } from '../metrics/figures.ts';

/** Zod pieces that several tools promise in their results. */

export const money = z.union([z.number(), z.object({ amount: z.number(), currency: z.string() })]);
export const optionalText = z.string().optional();
export const optionalNumber = z.number().optional();
export const currency = z.string().optional();

/** The figures of an endpoint as result fields, all optional: absent upstream is absent here. */
export function figures(metrics: Metrics): Record<string, z.ZodTypeAny> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, { kind }]) => [
      name,
      (kind === 'money' || kind === 'per_thousand' ? money : z.number()).optional(),
    ]),
  );
}

/** What came back, not what was asked. */
export const window = z.object({
  from: z.string(),
  to: z.string(),
  utc_offset: z.string(),
  days_with_data: z.number().optional(),
  last_day_with_data: z.string().nullable().optional(),
  complete: z.boolean(),
});

/** A page of a list; `next` holds the arguments of the next one. */
export const pageOf = <S extends z.ZodRawShape>(next: S) =>
  z.object({ shown: z.number(), total: z.number().optional(), next: z.object(next).nullable() });

/** The result of an endpoint over time. */
export const overTime = (metrics: Metrics) => ({
  window,
  currency,
  creator_id: optionalText,
  totals: z.object(figures(metrics)),
  days: z.array(z.object({ date: z.string(), to: optionalText, ...figures(metrics) })),
});

export type Fields = z.ZodRawShape;
export type Parsed<S extends Fields> = z.output<z.ZodObject<S>>;
export type Promised<S extends Fields> = z.input<z.ZodObject<S>>;

/** The parts that every result about one account starts with. */
export const common = {
  account: z.string(),
  sandbox: z.literal(true).optional(),
  fetched_at: z.string(),
  cached: z.boolean(),
};

/** The part that every result ends with. */
export const notes = { notes: z.array(z.string()) };

/** A result about one account with all its parts. */
export type WholeResult<O extends Fields> = z.output<z.ZodObject<typeof common & O & typeof notes>>;

/** The schema of a whole result. */
export const wholeOf = <O extends Fields>(output: O): z.ZodObject<typeof common & O & typeof notes> =>
  z.object({ ...common, ...output, ...notes });
