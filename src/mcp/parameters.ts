import { z } from 'zod';
import { isProxyUrl } from '../credentials/proxy-url.ts';
import { type IsoDate, parseDate } from '../metrics/calendar.ts';

/** Text, with a word on what to send when something else arrives. */
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

/** `start_date` of the endpoints that answer for a whole month. */
export const monthDate = date('start_date', 'Any day of the month, YYYY-MM-DD. Default today.');
/** `start_date` of a free period. */
export const startDate = date('start_date', 'First day, YYYY-MM-DD. Default the first of the month.');
/** `end_date` of a free period. */
export const endDate = date('end_date', 'Last day. Default today.');

/** A 19-digit id is more than a JSON number can hold, so a number is refused with that reason. */
const idText = (name: string) =>
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
    .regex(/^\d{6,25}$/);

export const itemId = idText('item_id').describe('Video id.');
export const productId = idText('product_id').describe('Product id.');
export const itemIds = z.array(idText('item_ids')).min(1).max(50).describe('Video ids.');

/** A page number that starts where the endpoint's does. */
export const page = (first: 0 | 1) => z.number().int().min(first).default(first).describe(`From ${first}.`);

/** The names of the accounts, where there is a choice. */
export function namesOf(
  accounts: ReadonlyMap<string, unknown>,
): z.ZodEnum<[string, ...string[]]> | undefined {
  const [first, second, ...rest] = accounts.keys();
  return first === undefined || second === undefined ? undefined : z.enum([first, second, ...rest]);
}

/** For tools that make several calls. */
export const maxCalls = z.number().int().min(1).optional().describe('Stop after so many upstream calls.');

/** For tools whose endpoint has pages. */
export const maxPages = z.number().int().min(1).max(20).default(1).describe('Pages to walk, each billed.');

export const cookie = z.string().optional().describe('Instead of the configured one.');
export const proxy = z
  .string()
  .refine((url) => url === '' || isProxyUrl(url), 'proxy must be a URL such as http://user:pass@host:port.')
  .optional()
  .describe('For the vendor: http://user:pass@host:port.');
export const raw = z.boolean().optional().describe('Vendor payload instead.');

/** `month` of the summaries. */
export const month = textOf('month', '2026-10')
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'month must be YYYY-MM, for example 2026-10.')
  .optional()
  .describe('YYYY-MM. Default the current month.');

/** What a strict object says about arguments it does not know. */
export const strictMap =
  (names: readonly string[]): z.ZodErrorMap =>
  (issue, context) => ({
    message:
      issue.code === 'unrecognized_keys'
        ? `Unknown argument ${namedKeys(issue.keys)}. This tool takes: ${names.join(', ')}.`
        : context.defaultError,
  });

/** Unknown names that a message repeats: a caller can send any number of them. */
const MAX_NAMED = 10;

function namedKeys(keys: readonly string[]): string {
  const named = keys.slice(0, MAX_NAMED).map((key) => `"${key.slice(0, 40)}"`);
  const rest = keys.length - named.length;
  return named.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
