import { z } from 'zod';
import { isProxyUrl } from '../credentials/proxy-url.ts';

/** The fields that say where an account's cookie is; exactly one of them is set. */
export const COOKIE_FIELDS = ['cookie_file', 'cookie_env', 'cookie'] as const;

/** Results use `inline` for a cookie that came as an argument; `__proto__` cannot be an own key of an object. */
export const ACCOUNT_NAME = /^(?!(?:inline|__proto__)$)[A-Za-z0-9._-]{1,40}$/;

/** Every message is our own, because zod's messages quote the value, which may be a secret. */
const saying = (message: string) => ({ errorMap: () => ({ message }) });
const nonEmpty = z.string(saying('must be a text that is not empty')).min(1);

/** One account of an accounts file; whether it has exactly one cookie field is checked separately. */
export const fileAccount = z
  .object(
    {
      cookie_file: nonEmpty
        .optional()
        .describe('File with the cookies in any form; a relative path starts in the folder of this file.'),
      cookie_env: z
        .string(saying('must be the name of an environment variable'))
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .optional()
        .describe('Environment variable with the cookies in any form.'),
      cookie: nonEmpty.optional().describe('The cookies themselves, in any form.'),
      proxy: z
        .string(saying('must be a URL such as http://user:pass@host:port'))
        .refine(isProxyUrl, 'must be a URL such as http://user:pass@host:port')
        .optional()
        .describe('Proxy that the vendor uses towards TikTok: http://user:pass@host:port.'),
      label: z
        .string(saying('must be a text of 1 to 80 characters'))
        .min(1)
        .max(80)
        .optional()
        .describe('What people call this account.'),
      score_scale: z
        .enum(['points', 'rating'], saying('must be "points" or "rating"'))
        .optional()
        .describe('Scale of the health score: violation points, or the Creator Health Rating (0 to 1000).'),
    },
    saying('must be an object'),
  )
  .strict();

/** The content of `TIKTOK_ACCOUNTS_FILE`. */
export const accountsFile = z
  .object(
    {
      $schema: z.string(saying('must be a text')).optional(),
      default: z
        .string(saying('must be the name of an account'))
        .optional()
        .describe('Account that is used when none is named; the first one if left out.'),
      accounts: z
        .record(
          z.string().regex(ACCOUNT_NAME, {
            message: 'must have a name of 1 to 40 letters, digits, ".", "_" or "-" (not "inline")',
          }),
          fileAccount,
          saying('must be an object of accounts by name'),
        )
        .describe('Creator accounts by name.'),
    },
    saying('must be an object'),
  )
  .strict();

/** The fields about the cookie, even if others are wrong. */
export const credential = fileAccount.pick({ cookie_file: true, cookie_env: true, cookie: true }).strip();

/** Where one account's cookie comes from. */
export type Credential = z.output<typeof credential>;
