import { z } from 'zod';
import { type Accounts, accountNamed } from '../credentials/account.ts';
import { looksLikeToken } from '../credentials/token.ts';
import { ApiError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { nearestName } from '../nearest-name.ts';
import { type AddedArguments, type ArgumentSetup, accountArguments } from './added-arguments.ts';
import { describeProblem } from './argument-problems.ts';
import type { Fields, Parsed } from './result-schemas.ts';

/** A tool's own arguments, and those that the framework adds. */
export interface ReadArguments<I extends Fields, A> {
  readonly own: Parsed<I>;
  readonly added: A;
}

/** The most problems that one message names; a list of bad ids has one problem for each. */
const MAX_PROBLEMS = 20;

/** The most unknown arguments that one message names; a caller can send any number of them. */
const MAX_NAMED = 10;

/** The arguments of a tool, in the order in which they are listed. */
export function inputShape(input: Fields, added: AddedArguments<unknown>, setup: ArgumentSetup): Fields {
  const { first, last } = accountArguments(setup, added.multiAccount);
  return { ...first, ...input, ...added.fixed, ...last };
}

/**
 * Makes the function that reads the arguments of a tool.
 * @returns a function of the arguments as they were sent; it throws ApiError `invalid_request` that names every problem
 */
export function argumentReader<I extends Fields, A>(
  input: I,
  added: AddedArguments<A>,
  setup: ArgumentSetup,
): (args: unknown) => ReadArguments<I, A> {
  const shape = inputShape(input, added, setup);
  const errorMap = strictErrorMap(Object.keys(shape), setup);
  const { first, last } = accountArguments(setup, added.multiAccount);
  const addedShape = { ...first, ...added.fixed, ...last };
  const ownSchema = z.object(input, { errorMap }).strict();
  const addedSchema = z.object(addedShape, { errorMap }).pipe(added.types);
  return (args) => {
    const entries = Object.entries(normalizeArguments(args, shape, setup.accounts));
    const isAdded = ([name]: readonly [string, unknown]): boolean => Object.hasOwn(addedShape, name);
    const readAdded = addedSchema.safeParse(Object.fromEntries(entries.filter(isAdded)));
    const readOwn = ownSchema.safeParse(Object.fromEntries(entries.filter((entry) => !isAdded(entry))));
    if (readOwn.success && readAdded.success) return { own: readOwn.data, added: readAdded.data };
    throw invalid([...(readAdded.error?.issues ?? []), ...(readOwn.error?.issues ?? [])], shape);
  };
}

function invalid(issues: readonly z.ZodIssue[], shape: z.ZodRawShape): ApiError {
  // Ids that are all wrong in the same way are one problem.
  const found = [...new Set(issues.map((issue) => describeProblem(issue, shape)))];
  const problems = found.slice(0, MAX_PROBLEMS);
  if (found.length > MAX_PROBLEMS) problems.push(`And ${found.length - MAX_PROBLEMS} more.`);
  return new ApiError('invalid_request', problems.join('\n'));
}

/** Names the unknown arguments, what they may have meant, and the arguments that the tool takes. */
const strictErrorMap =
  (names: readonly string[], { accounts }: ArgumentSetup): z.ZodErrorMap =>
  (issue, context) => {
    if (issue.code !== 'unrecognized_keys') return { message: context.defaultError };
    const [only] = accounts.byName.size === 1 ? accounts.byName.keys() : [];
    const hint =
      only !== undefined && issue.keys.includes('account')
        ? ` There is one account, "${only}": leave account out.`
        : suggestion(issue.keys, names);
    return {
      message: `Unknown argument ${describeUnknownNames(issue.keys)}.${hint} This tool takes: ${names.join(', ')}.`,
    };
  };

/** Anything else than a plain name may be a secret in the wrong place, and is not shown. */
const isPlainName = (name: string): boolean => /^[A-Za-z_][\w-]{0,39}$/.test(name) && !looksLikeToken(name);

function describeUnknownNames(keys: readonly string[]): string {
  const plain = keys.filter(isPlainName).slice(0, MAX_NAMED);
  const rest = keys.length - plain.length;
  const named = plain.map((key) => `"${key}"`).join(', ');
  if (rest === 0) return named;
  return named === '' ? `(${rest} whose names are not shown)` : `${named} and ${rest} more`;
}

function suggestion(keys: readonly string[], names: readonly string[]): string {
  const [key = ''] = keys;
  const nearest = keys.length === 1 ? nearestName(key, names) : undefined;
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

/** What hosts and workflow tools add to the arguments of every call; names with a leading underscore are theirs too. */
const INJECTED = new Set([
  'sessionId',
  'session_id',
  'action',
  'chatInput',
  'chat_input',
  'toolCallId',
  'tool_call_id',
]);

/**
 * The arguments as the schemas take them: those that a host added are left out, null and "" count as left out, and a
 * value of another type is converted if there is exactly one way to read it. The rest stays as it is and will be
 * refused.
 * @param shape of all arguments that the tool lists
 */
function normalizeArguments(args: unknown, shape: z.ZodRawShape, accounts: Accounts): JsonObject {
  const given = Object.entries(isJsonObject(args) ? args : {}).filter(
    ([name, value]) =>
      value !== null &&
      value !== '' &&
      (Object.hasOwn(shape, name) || !(INJECTED.has(name) || name.startsWith('_'))),
  );
  return Object.fromEntries(
    given.flatMap(([name, value]) => {
      if (name === 'account') return accountEntries(value, shape, accounts);
      const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
      const said = name === 'accounts' ? accountNames(value, accounts) : value;
      const read = schema === undefined ? said : valueFor(schema, said);
      return [[name, name === 'accounts' && Array.isArray(read) ? read.map(named(accounts)) : read]];
    }),
  );
}

/** With one account configured, tools list no `account`; naming that one is accepted and changes nothing. */
function accountEntries(value: unknown, shape: z.ZodRawShape, accounts: Accounts): [string, unknown][] {
  const name = named(accounts)(value);
  const isOnlyOne = !Object.hasOwn(shape, 'account') && name === accounts.defaultName;
  return isOnlyOne ? [] : [['account', name]];
}

/** Several accounts in one text; a label may itself contain a comma. */
function accountNames(value: unknown, accounts: Accounts): unknown {
  if (typeof value !== 'string' || accountNamed(accounts, value) !== undefined) return value;
  const parts = value.split(',');
  return parts.every((part) => accountNamed(accounts, part) !== undefined) ? parts : value;
}

const named =
  (accounts: Accounts) =>
  (value: unknown): unknown =>
    typeof value === 'string' ? (accountNamed(accounts, value) ?? value) : value;

/** The value as a schema takes it, if there is exactly one way to read it. */
function valueFor(schema: z.ZodTypeAny, value: unknown): unknown {
  if (schema instanceof z.ZodOptional) return valueFor(schema.unwrap(), value);
  if (schema instanceof z.ZodDefault) return valueFor(schema.removeDefault(), value);
  if (schema instanceof z.ZodArray) return arrayFrom(value);
  if (Array.isArray(value) && value.length === 1) return valueFor(schema, value[0]);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (schema instanceof z.ZodNumber) return /^[+-]?\d+(\.0+)?$/.test(text) ? Number(text) : value;
  if (schema instanceof z.ZodBoolean) return BOOLEANS.get(text.toLowerCase()) ?? value;
  if (schema instanceof z.ZodEnum) {
    const options: readonly unknown[] = schema.options;
    return options.find((one) => String(one).toLowerCase() === text.toLowerCase()) ?? value;
  }
  return text;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** A list: as it is, from its JSON text, or with the value as its one entry. */
function arrayFrom(value: unknown): unknown {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'string') return value;
  const text = value.trim();
  // As numbers, long ids would lose their last digits.
  const ids = /^\[\s*(\d+(?:\s*,\s*\d+)*)\s*\]$/.exec(text)?.[1];
  if (ids !== undefined) return ids.split(/\s*,\s*/);
  if (!text.startsWith('[')) return /^\d+([\s,]+\d+)+$/.test(text) ? text.split(/[\s,]+/) : [value];
  try {
    // Python writes lists with single quotes.
    const parsed: unknown = JSON.parse(text.includes('"') ? text : text.replaceAll("'", '"'));
    return Array.isArray(parsed) ? parsed : value;
  } catch {
    return value;
  }
}
