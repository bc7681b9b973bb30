import { z } from 'zod';
import { accountNamed } from '../credentials/account.ts';
import { isProxyUrl } from '../credentials/proxy-url.ts';
import { servedSentences } from '../toolsets.ts';
import type { ServerContext } from './server-context.ts';

/** What the added arguments depend on: the configured accounts, whether credentials are taken, which tools there are. */
export type ArgumentSetup = Pick<ServerContext, 'accounts' | 'inlineCredentials' | 'toolsets'>;

/** Arguments that the framework adds to a tool's own; `A` is their type once they have been read. */
export interface AddedArguments<A> {
  /** The tool takes `accounts`; other tools take `account`, `cookie` and `proxy`. */
  readonly multiAccount: boolean;
  /** The tool is useful before any account is configured, too. */
  readonly isForSetup?: boolean;
  /** Those that do not depend on the configured accounts. */
  readonly fixed: z.ZodRawShape;
  readonly types: z.ZodType<A, z.ZodTypeDef, unknown>;
}

// Without descriptions: the names say enough, and every tool's definition would repeat them.
const cookie = z.string().optional();
const proxy = z
  .string()
  .refine((url) => url === '' || isProxyUrl(url), 'proxy must be a URL such as http://user:pass@host:port.')
  .optional();
const maxCalls = z.number().int().min(1).optional();
const raw = z.boolean().optional().describe("The vendor's payload.");
const fresh = z.boolean().optional().describe('Skip the cache.');
const maxPages = z.number().int().min(1).max(20).default(1).describe('Pages to read, each billed.');

const identity = {
  account: z.string().optional(),
  cookie: z.string().optional(),
  proxy: z.string().optional(),
  fresh,
};
const accounts = z.array(z.string()).optional();

/** The added arguments of a tool that makes one call to one endpoint. */
export const endpointArguments = {
  multiAccount: false,
  fixed: { raw, fresh },
  types: z.object({ ...identity, raw }),
};

/** The added arguments of a tool that reads the pages of a list. */
export const pagedArguments = {
  multiAccount: false,
  fixed: { max_pages: maxPages, raw, fresh },
  types: z.object({ ...identity, raw, max_pages: maxPages }),
};

/** The added arguments of a report about one account. */
export const reportArguments = {
  multiAccount: false,
  fixed: { max_calls: maxCalls, fresh },
  types: z.object({ ...identity, max_calls: maxCalls }),
};

/** The added arguments of a tool about several accounts that makes no upstream call. */
export const accountListArguments = {
  multiAccount: true,
  isForSetup: true,
  fixed: {},
  types: z.object({ accounts }),
};

/** The added arguments of a report about several accounts. */
export const multiAccountArguments = {
  multiAccount: true,
  fixed: { max_calls: maxCalls, fresh },
  types: z.object({ accounts, max_calls: maxCalls, fresh }),
};

/**
 * The arguments that depend on the configured accounts and settings, listed before and after all others.
 * Validation, `tools/list` and the documentation use this one definition.
 */
export const accountArguments = (setup: ArgumentSetup, multiAccount: boolean) =>
  multiAccount
    ? { first: accountsArgument(setup), last: {} }
    : { first: accountSchema(setup), last: credentialArguments(setup) };

const credentialArguments = ({ inlineCredentials }: ArgumentSetup): z.ZodRawShape =>
  inlineCredentials ? { cookie, proxy } : {};

function accountSchema(setup: ArgumentSetup): z.ZodRawShape {
  const name = accountNameSchema(setup);
  if (name === undefined) return {};
  const { schema, isListed } = name;
  const hint = isListed ? '' : 'See list_accounts. ';
  const words = servedSentences(`${hint}Default ${setup.accounts.defaultName}.`, setup.toolsets);
  return { account: schema.optional().describe(words) };
}

function accountsArgument(setup: ArgumentSetup): z.ZodRawShape {
  const name = accountNameSchema(setup);
  return name === undefined
    ? {}
    : { accounts: z.array(name.schema).min(1).optional().describe('Default all.') };
}

/**
 * Longer lists of names are left out, because every tool's schema would repeat them; list_accounts and the error for a
 * wrong name have them.
 */
const MAX_LISTED_NAMES = 40;

/** The name of a configured account; undefined where there is no choice. */
function accountNameSchema({ accounts }: ArgumentSetup) {
  const names = [...accounts.byName.keys()];
  const [first, second, ...rest] = names;
  if (first === undefined || second === undefined) return undefined;
  const named = z.enum([first, second, ...rest]);
  const find = (written: unknown): unknown =>
    typeof written === 'string' ? (accountNamed(accounts, written) ?? written) : written;
  if (names.join().length <= MAX_LISTED_NAMES) return { schema: z.preprocess(find, named), isListed: true };
  const checked = z.string().superRefine((name, context) => {
    for (const issue of named.safeParse(name).error?.issues ?? []) context.addIssue(issue);
  });
  return { schema: z.preprocess(find, checked), isListed: false };
}
