import { z } from 'zod';
import { ApiError } from '../errors.ts';
import {
  addDays,
  type DateRange,
  type IsoDate,
  type Month,
  monthAround,
  monthOf,
  parseDate,
} from '../metrics/calendar.ts';
import { PERIOD_NAMES } from '../metrics/periods.ts';
import { idText } from './id-argument.ts';

/** Arguments that several tools declare. */

/** A string; the error for any other type shows an example. */
const textOf = (name: string, example: string) =>
  z.string({
    errorMap: (issue, context) => ({
      message:
        issue.code === 'invalid_type' && issue.received !== 'undefined'
          ? `${name} must be text, for example "${example}".`
          : context.defaultError,
    }),
  });

const date = (name: string, description: string) =>
  textOf(name, '2026-02-28')
    .transform((written, context): IsoDate => {
      const read = parseDate(written);
      if (read !== undefined) return read;
      context.addIssue({
        code: z.ZodIssueCode.custom,
        message: `${name} "${written.slice(0, 40)}" is not a calendar date. Use YYYY-MM-DD, for example 2026-02-28.`,
      });
      return z.NEVER;
    })
    .optional()
    .describe(description);

/** `start_date` of the endpoints that return a whole month. */
export const monthDate = date('start_date', 'Any day of the month, YYYY-MM-DD. Default today.');
/** `start_date` of a free period. */
export const startDate = date('start_date', 'First day, YYYY-MM-DD. Default the first of the month.');
/** `end_date` of a free period. */
export const endDate = date('end_date', 'Last day. Default today.');

/** The month that an endpoint is asked for, and the day in it that is sent. */
export interface MonthPeriod extends DateRange {
  readonly day: IsoDate;
}

/** The month around `start_date`, or around today. */
export function monthPeriod(
  args: { readonly start_date?: IsoDate | undefined },
  today: IsoDate,
): MonthPeriod {
  const day = args.start_date ?? today;
  requireAnswerable(monthOf(day), today);
  return { ...monthAround(day), day };
}

/**
 * The days from `start_date` to `end_date`; by default the current month up to today.
 * @throws ApiError `invalid_request` when the period ends before it starts
 */
export function freePeriod(
  args: { readonly start_date?: IsoDate | undefined; readonly end_date?: IsoDate | undefined },
  today: IsoDate,
): DateRange {
  const to = args.end_date ?? today;
  const from = args.start_date ?? `${monthOf(to)}-01`;
  requireAnswerable(monthOf(from), today);
  if (from <= to) return { from, to };
  throw new ApiError('invalid_request', `start_date ${from} is after end_date ${to}.`, {
    next: 'Swap them, or leave end_date out for today.',
  });
}

/** TikTok Shop has no figures from before. */
const FIRST_YEAR = '2018';

/**
 * Refuses a month that can have no figures, before a call is made for it.
 * @param today the latest date that it may be anywhere
 * @throws ApiError `invalid_request` for a month that has not begun, or one before any data
 */
export function requireAnswerable(month: Month, today: IsoDate): void {
  // The account's day can be one ahead of the one that is known.
  if (month > monthOf(addDays(today, 1))) {
    throw new ApiError('invalid_request', `The month ${month} has not begun yet (today is ${today}).`, {
      next: 'Ask for this month or an earlier one.',
    });
  }
  if (month < `${FIRST_YEAR}-01`) {
    throw new ApiError(
      'invalid_request',
      `There are no figures for ${month}: nothing before ${FIRST_YEAR} can exist.`,
      {
        next: `Ask for a month from ${FIRST_YEAR} on.`,
      },
    );
  }
}

/** For endpoints without dates. */
export const noPeriod = (): undefined => undefined;

export const itemId = idText('item_id').describe('Video id.');
export const productId = idText('product_id').describe('Product id.');
export const itemIds = z.array(idText('item_ids')).min(1).max(50).describe('Video ids.');

/** A page number; the first page is 0 or 1, depending on the endpoint. */
export const page = (first: 0 | 1) => z.number().int().min(first).default(first).describe(`From ${first}.`);

/** `month` of the reports. */
export const month = textOf('month', '2026-10')
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'month must be YYYY-MM, for example 2026-10.')
  .optional()
  .describe('YYYY-MM. Default the current month.');

/** Pages of a video list that a report reads. */
export const videoPages = z
  .number()
  .int()
  .min(1)
  .max(20)
  .optional()
  .describe('Of 10 videos, each billed. Default 5.');

/** The days of a report: by name, or from a first to a last day. */
export const periodFields = {
  period: z.enum(PERIOD_NAMES).optional().describe('Default this_month.'),
  from: date('from', 'YYYY-MM-DD, in place of period.'),
  to: date('to', 'Last day. Default the last reported one.'),
};

/** The days that a period is held against. */
export const againstFields = {
  against_from: date('against_from', 'Default the span of equal length just before.'),
  against_to: date('against_to', 'Last day.'),
};
