import { z } from 'zod';
import { namesIn } from '../metrics/figures.ts';
import { type FigureName, isMoneyName, type MetricTable, type MoneyName } from '../metrics/vocabulary.ts';

/** Parts of result schemas that several tools share. */

export const moneyValue = z.union([z.number(), z.object({ amount: z.number(), currency: z.string() })]);
export const optionalText = z.string().optional();
export const optionalNumber = z.number().optional();
export const currency = z.string().optional();

/** The figures of a table as result fields, all optional: absent upstream is absent here. */
type FigureFields<T extends MetricTable> = {
  [Name in keyof T & FigureName]: z.ZodOptional<Name extends MoneyName ? typeof moneyValue : z.ZodNumber>;
};

/** The schemas of a table's figures; each has the kind that the vocabulary gives its name. */
export function figures<T extends MetricTable>(table: T): FigureFields<T>;
export function figures(table: MetricTable): z.ZodRawShape {
  return Object.fromEntries(
    namesIn(table).map((name) => [name, isMoneyName(name) ? moneyValue.optional() : z.number().optional()]),
  );
}

/** A figure of two periods. */
export const change = z.object({
  absolute: z.number(),
  relative: z.number().nullable(),
  days: z.number(),
  previous_days: z.number().optional(),
  current: moneyValue,
  previous: moneyValue,
});

type ChangeFields<T extends MetricTable> = { [Name in keyof T & FigureName]: z.ZodOptional<typeof change> };

/** The change of a table's figures against an earlier period. */
export function changes<T extends MetricTable>(table: T): z.ZodObject<ChangeFields<T>>;
export function changes(table: MetricTable): z.ZodObject<z.ZodRawShape> {
  return z.object(Object.fromEntries(namesIn(table).map((name) => [name, change.optional()])));
}

/** First and last day. */
export const range = z.object({ from: z.string(), to: z.string() });

/** The days that came back, not those requested. */
export const window = z.object({
  from: z.string(),
  to: z.string(),
  utc_offset: z.string(),
  days_with_data: z.number().optional(),
  last_day_with_data: z.string().nullable().optional(),
  complete: z.boolean(),
});

const verdictFields = {
  verdict: z.enum(['same', 'partial', 'narrower', 'wider', 'elsewhere', 'unknown', 'missing']),
  asked: range.optional(),
  answered: range.optional(),
  coverage: z.record(z.number()).optional(),
};

/** How the days of a result relate to those requested, for programs. */
export const verdict = z.object(verdictFields).optional();

/** The same for each part of a report. */
export const verdicts = z.array(z.object({ part: z.string(), ...verdictFields }));

/** A page of a list; `next` holds the arguments of the next one. */
export const pageOf = <S extends z.ZodRawShape>(next: S) =>
  z.object({ shown: z.number(), total: z.number().optional(), next: z.object(next).nullable() });

/** The result of an endpoint over time. */
export const overTime = <T extends MetricTable>(table: T) => ({
  window,
  currency,
  creator_id: optionalText,
  totals: z.object(figures(table)),
  days: z.array(z.object({ date: z.string(), to: optionalText, ...figures(table) })),
});

/** The schemas of an object's fields, by name. */
export type Fields = z.ZodRawShape;
/** An object with these fields, as a schema returns it. */
export type Parsed<S extends Fields> = z.output<z.ZodObject<S>>;
/** An object with these fields, as a schema takes it. */
export type Unparsed<S extends Fields> = z.input<z.ZodObject<S>>;

/** The parts that every result about one account starts with. */
export const provenanceFields = {
  account: z.string(),
  sandbox: z.literal(true).optional(),
  fetched_at: z.string(),
  cached: z.boolean(),
};

/** The part that every result ends with. */
export const notes = { notes: z.array(z.string()) };

/** A result about one account with all its parts. */
export type WholeResult<O extends Fields> = z.output<z.ZodObject<typeof provenanceFields & O & typeof notes>>;

/** The schema of a whole result. */
export const wholeOf = <O extends Fields>(
  output: O,
): z.ZodObject<typeof provenanceFields & O & typeof notes> =>
  z.object({ ...provenanceFields, ...output, ...notes });
