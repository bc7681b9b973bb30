import { z } from 'zod';
import { type Accounts, accountNamed } from '../credentials/account.ts';
import { isJsonObject, type JsonObject } from '../json.ts';

/** What hosts and workflow tools add to the arguments of every call; names with a leading underscore are theirs too. */
const INJECTED = new Set(['sessionId', 'action', 'chatInput', 'toolCallId']);

/**
 * The arguments as the schemas take them: what a host added is left out, null and the empty text count as left out, and
 * a value of another type is read where it can be read in exactly one way. The rest stays as it is, to be refused.
 * @param shape of all arguments that the tool lists
 */
export function normalizeArguments(args: unknown, shape: z.ZodRawShape, accounts: Accounts): JsonObject {
  const given = Object.entries(isJsonObject(args) ? args : {}).filter(
    ([name, value]) =>
      value !== null &&
      value !== '' &&
      (Object.hasOwn(shape, name) || !(INJECTED.has(name) || name.startsWith('_'))),
  );
  return Object.fromEntries(
    given.flatMap(([name, value]) => {
      if (name === 'account') return accountEntries(value, shape, accounts);
      const schema = shape[name];
      const read = schema === undefined ? value : valueFor(schema, value);
      return [[name, name === 'accounts' && Array.isArray(read) ? read.map(named(accounts)) : read]];
    }),
  );
}

/** A tool with one account to choose lists no `account`; naming that one changes nothing. */
function accountEntries(value: unknown, shape: z.ZodRawShape, accounts: Accounts): [string, unknown][] {
  const name = named(accounts)(value);
  const isOnlyOne = !Object.hasOwn(shape, 'account') && name === accounts.defaultName;
  return isOnlyOne ? [] : [['account', name]];
}

const named =
  (accounts: Accounts) =>
  (value: unknown): unknown =>
    typeof value === 'string' ? (accountNamed(accounts, value) ?? value) : value;

/** The value as a schema takes it, if there is one way to read it. */
function valueFor(schema: z.ZodTypeAny, value: unknown): unknown {
  if (schema instanceof z.ZodOptional) return valueFor(schema.unwrap(), value);
  if (schema instanceof z.ZodDefault) return valueFor(schema.removeDefault(), value);
  if (schema instanceof z.ZodArray) return arrayFrom(value);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (schema instanceof z.ZodNumber) return /^[+-]?\d+(\.0+)?$/.test(text) ? Number(text) : value;
  if (schema instanceof z.ZodBoolean) return BOOLEANS.get(text.toLowerCase()) ?? value;
  return value;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** A list as it is, from its JSON text, or of one entry. */
function arrayFrom(value: unknown): unknown {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (!text.startsWith('[')) return /^\d+([\s,]+\d+)+$/.test(text) ? text.split(/[\s,]+/) : [value];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : value;
  } catch {
    return value;
  }
}
