import { z } from 'zod';
import { type IsoDate, parseDate } from '../metrics/calendar.ts';
import { PERIOD_NAMES, type PeriodName } from '../metrics/periods.ts';

/** Arguments that several tools declare. */

/** A string; the error for any other type shows an example. */
const textArgument = (name: string, example: string) =>
  z.string({
    errorMap: (issue, context) => ({
      message:
        issue.code === 'invalid_type' && issue.received !== 'undefined'
          ? `${name} must be text, for example "${example}".`
          : context.defaultError,
    }),
  });

/** The value that was sent, unless it is too long for a date and so may be a secret in the wrong place. */
const quoted = (written: string): string => (written.length > LONGEST_DATE ? '' : ` "${written}"`);

const LONGEST_DATE = 20;

const date = (name: string, description: string) =>
  textArgument(name, '2026-02-28')
    .transform((written, context): IsoDate => {
      const read = parseDate(written);
      if (read !== undefined) return read;
      context.addIssue({
        code: z.ZodIssueCode.custom,
        message: `${name}${quoted(written)} is not a calendar date. Use YYYY-MM-DD, for example 2026-02-28.`,
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

/** Where TikTok's addresses have the id of a video or a product: after the name of its kind, or at the end of a slug. */
const ID_IN_PATH = /\/(?:video|photo|v|product|view\/product|pdp)(?:\/[^/]*)?\/(\d{6,25})(?:\.html)?\/?$/;

/** TikTok's own hosts. */
const TIKTOK_HOST = /(^|\.)tiktok(shop)?\.com$/i;

/** An id as text: from a number that still has all its digits, or from an address of the video or product. */
function idFrom(value: unknown): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const url = /^[\w.]*tiktok(shop)?\.com\//i.test(text) ? `https://${text}` : text;
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return text;
  const { hostname, pathname } = new URL(url);
  return (TIKTOK_HOST.test(hostname) ? ID_IN_PATH.exec(pathname)?.[1] : undefined) ?? value;
}

/** A JSON number cannot hold a 19-digit id, so such a number is refused, and the error says why. */
const idText = (name: string) =>
  z.preprocess(
    idFrom,
    z
      .string({
        errorMap: (issue, context) => {
          if (typeof context.data === 'number') {
            return {
              message: `${name} must be a string of digits: ${context.data} as a JSON number has already lost its last digits. Send the id in quotes.`,
            };
          }
          return {
            message:
              issue.code === 'invalid_type' && issue.received === 'undefined'
                ? `${name} is required.`
                : `${name} must be a string of 6 to 25 digits.`,
          };
        },
      })
      .regex(/^\d{6,25}$/),
  );

export const itemId = idText('item_id').describe('Video id.');
export const productId = idText('product_id');
export const itemIds = z.array(idText('item_ids')).min(1).max(50).describe('Video ids.');

/** A page number; the first page is 0 or 1, depending on the endpoint. */
export const page = (first: 0 | 1) => z.number().int().min(first).default(first).describe(`From ${first}.`);

/** `month` of the reports. */
export const month = textArgument('month', '2026-10')
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'month must be YYYY-MM, for example 2026-10.')
  .optional()
  .describe('YYYY-MM. Default the current month.');

/** The same where a period can be given instead, which has the default. */
export const monthOrPeriod = month.describe('YYYY-MM.');

/** Pages of a video list that a report reads. */
export const videoPages = z.number().int().min(1).max(20).optional().describe('Of 10 videos. Default 5.');

/** The names of periods, all of them listed. */
export const listedPeriod = z.enum(PERIOD_NAMES).optional();

/** A name of a period. One tool lists all names; the others give examples, because every conversation carries the list. */
const periodName = textArgument('period', 'last_7_days').transform((name, context): PeriodName => {
  const read = z.enum(PERIOD_NAMES).safeParse(name);
  if (read.success) return read.data;
  for (const issue of read.error.issues) context.addIssue(issue);
  return z.NEVER;
});

/** The days of a report: by name, or from a first to a last day. */
export const periodFields = {
  period: periodName.optional().describe('Such as last_7_days. Default this_month.'),
  from: date('from', 'YYYY-MM-DD, instead of period.'),
  to: date('to', 'Default the last reported day.'),
};

/** The days that a period is compared with. */
export const againstFields = {
  against_from: date('against_from', 'Default the span of equal length just before.'),
  against_to: date('against_to', 'Last day.'),
};
