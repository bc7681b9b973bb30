import { z } from 'zod';

/**
 * What is wrong with one argument, as a sentence that says what is expected. The value that was sent may be a secret in
 * the wrong place, so it is not shown.
 * @param shape of the arguments that the issue is about
 */
export function describeProblem(issue: z.ZodIssue, shape: z.ZodRawShape): string {
  const [argument = '', ...within] = issue.path;
  const name = String(argument);
  const own = ownMessage(issue);
  if (own !== undefined) return own.includes(name) ? own : `${name}: ${own}.`;
  const entry = within.find((step) => typeof step === 'number');
  const place = entry === undefined ? name : `entry ${entry + 1} of ${name}`;
  if (issue.code === 'invalid_enum_value') return `${place} must be one of ${issue.options.join(', ')}.`;
  const listed = shape[name];
  const schema = listed && (entry === undefined ? listed : elementOf(listed));
  const isMissing = issue.code === 'invalid_type' && issue.received === 'undefined';
  return `${place} ${isMissing ? 'is required: it' : ''} must be ${wantedBy(schema)}.`.replace(/ {2,}/g, ' ');
}

/** The schema's own message for this issue. */
function ownMessage(issue: z.ZodIssue): string | undefined {
  if (issue.code === 'invalid_enum_value') return undefined;
  const { message } = z.defaultErrorMap(issue, { data: undefined, defaultError: '' });
  return message === issue.message ? undefined : issue.message;
}

function innerOf(schema: z.ZodTypeAny): z.ZodTypeAny {
  if (schema instanceof z.ZodOptional) return innerOf(schema.unwrap());
  if (schema instanceof z.ZodDefault) return innerOf(schema.removeDefault());
  if (schema instanceof z.ZodEffects) return innerOf(schema.innerType());
  return schema;
}

function elementOf(schema: z.ZodTypeAny): z.ZodTypeAny | undefined {
  const inner = innerOf(schema);
  return inner instanceof z.ZodArray ? inner.element : undefined;
}

/** What a schema takes, in words. */
function wantedBy(schema: z.ZodTypeAny | undefined): string {
  const inner = schema && innerOf(schema);
  if (inner instanceof z.ZodNumber) return `a whole number${rangeOf(inner.minValue, inner.maxValue)}`;
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.join(', ')}`;
  if (!(inner instanceof z.ZodArray)) return 'text';
  const { minLength, maxLength } = inner._def;
  const element = innerOf(inner.element);
  const entries = element instanceof z.ZodEnum ? `, each ${wantedBy(element)}` : '';
  return `a list${rangeOf(minLength?.value, maxLength?.value, ' entries')}${entries}`;
}

/** The bounds of a number or of a list's length. */
function rangeOf(min: number | null | undefined, max: number | null | undefined, unit = ''): string {
  const preposition = unit === '' ? 'from' : 'of';
  if (min !== null && min !== undefined)
    return max === null || max === undefined
      ? ` of at least ${min}${min === 1 && unit !== '' ? ' entry' : unit}`
      : ` ${preposition} ${min} to ${max}${unit}`;
  return max === null || max === undefined ? '' : ` of at most ${max}${unit}`;
}
