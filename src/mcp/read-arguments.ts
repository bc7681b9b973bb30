import { z } from 'zod';
import { looksLikeToken } from '../credentials/token.ts';
import { ApiError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { type AddedArguments, type ArgumentSetup, accountArguments } from './added-arguments.ts';
import { normalizeArguments } from './normalize-arguments.ts';
import type { Fields, Parsed } from './result-schemas.ts';

/** A tool's own arguments, and those that the framework adds. */
export interface ReadArguments<I extends Fields, A> {
  readonly own: Parsed<I>;
  readonly added: A;
}

/** The most problems that one message names; a long list of bad ids has one for each. */
const MAX_PROBLEMS = 20;

/** The most unknown arguments that one message names; a caller can send any number of them. */
const MAX_NAMED = 10;

/** The arguments of a tool, in the order in which they are listed. */
export function inputShape(input: Fields, added: AddedArguments<unknown>, setup: ArgumentSetup): Fields {
  const { first, last } = accountArguments(setup, added.multiAccount);
  return { ...first, ...input, ...added.fixed, ...last };
}

/**
 * What reads the arguments of a tool.
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
    throw invalid([...(readAdded.error?.issues ?? []), ...(readOwn.error?.issues ?? [])]);
  };
}

function invalid(issues: readonly z.ZodIssue[]): ApiError {
  const problems = issues.slice(0, MAX_PROBLEMS).map((issue) => {
    const { path } = issue;
    const place = path.join('.');
    // What was sent may be a secret in the wrong place, so it is not repeated.
    const message =
      issue.code === 'invalid_enum_value' ? `Use one of ${issue.options.join(', ')}` : issue.message;
    return message.includes(String(path[0] ?? '')) ? message : `${place}: ${message}.`;
  });
  if (issues.length > MAX_PROBLEMS) problems.push(`And ${issues.length - MAX_PROBLEMS} more.`);
  return new ApiError('invalid_request', problems.join('\n'));
}

/** Names unknown arguments, what they may have meant, and those that the tool takes. */
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

/** What is no plain name may be a secret in the wrong place, and is not repeated. */
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
