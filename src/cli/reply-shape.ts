import { isJsonObject, type JsonObject } from '../json.ts';
import { CODE_KEYS, DOCUMENTED_KEYS, readCodeNumber } from './documented-keys.ts';

/** The shape of a value in a reply, without personal data. */
export type Shape = string | { readonly [key: string]: Shape };

/** The form of a key that is a field name and not an id, name or code. */
const FIELD_NAME = /^[a-z][a-zA-Z]*(_[a-z0-9]{1,16})*$/;
const LONGEST_FIELD_NAME = 40;

/** How deep a reply is described; no known reply is half as deep. */
const MAX_SHAPE_DEPTH = 24;

/** Every text in a reply, in lower case: a key that occurs in one of them may itself be a name or a value. */
function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value.toLowerCase()];
  if (typeof value !== 'object' || value === null || depth > MAX_SHAPE_DEPTH) return [];
  return Object.values(value).flatMap((part) => textsIn(part, depth + 1));
}

/**
 * The shape of a reply: keys, types and lengths. The only values in it are the API's own codes.
 * @param secrets texts that must not be shown as keys either, such as the names of accounts
 */
export function shapeOf(reply: unknown, secrets: readonly string[] = []): Shape {
  const texts = [...textsIn(reply), ...secrets.map((secret) => secret.toLowerCase())].join('\n');
  const words = new Set(texts.split(/\W+/));
  const isInText = (key: string): boolean => words.has(key) || (key.length > 3 && texts.includes(key));
  return new ShapeReader((key) => isInText(key.toLowerCase())).read([reply], '', 0);
}

/** Describes all values at one place of a reply as one shape. */
class ShapeReader {
  readonly #isInText: (key: string) => boolean;

  constructor(isInText: (key: string) => boolean) {
    this.#isInText = isInText;
  }

  read(values: readonly unknown[], key: string, depth: number): Shape {
    if (depth > MAX_SHAPE_DEPTH) return 'deeper';
    const lists = values.filter((value) => Array.isArray(value));
    const objects = values.filter(isJsonObject);
    const kinds = new Map<string, number[]>();
    for (const value of values) {
      if (typeof value === 'object' && value !== null) continue;
      const { kind, length } = describeScalar(value, key);
      kinds.set(kind, [...(kinds.get(kind) ?? []), ...(length === undefined ? [] : [length])]);
    }
    const scalars = [...kinds].map(([kind, lengths]) => withLengths(kind, lengths)).sort();
    const shapes: Record<string, Shape> = {};
    if (lists.length > 0) {
      const what = withLengths(
        'list, entries',
        lists.map((list) => list.length),
      );
      const entries = lists.flat(1);
      shapes[what] = entries.length === 0 ? 'empty' : this.read(entries, key, depth + 1);
    }
    if (objects.length > 0) shapes['object'] = this.#readObjects(objects, depth);
    const [only, ...others] = Object.values(shapes);
    if (only === undefined) return scalars.join(' or ');
    if (others.length === 0 && scalars.length === 0 && objects.length > 0) return only;
    return scalars.length === 0 ? shapes : { ...shapes, 'at times': scalars.join(' or ') };
  }

  #readObjects(objects: readonly JsonObject[], depth: number): Shape {
    const parts = new Map<string, { values: unknown[]; key: string; isName: boolean }>();
    for (const object of objects) {
      const hides = this.#isMap(object);
      for (const [key, value] of Object.entries(object)) {
        const isName = !hides && this.#isFieldName(key);
        const shown = isName ? key : `<${describeKey(key)}>`;
        const part = parts.get(shown) ?? { values: [], key: isName ? key : '', isName };
        part.values.push(value);
        parts.set(shown, part);
      }
    }
    if (parts.size === 0) return 'empty object';
    const shapes = [...parts].map(([shown, { values, key, isName }]): [string, Shape] => {
      const isAlways = !isName || values.length === objects.length;
      const name = isAlways ? shown : `${shown} (in ${values.length} of ${objects.length})`;
      return [name, this.read(values, key, depth + 1)];
    });
    return Object.fromEntries(shapes);
  }

  /** Whether an object has no known key and only objects as values, like an object whose keys are ids or names. */
  #isMap(object: JsonObject): boolean {
    const entries = Object.entries(object);
    return entries.every(([key, value]) => !DOCUMENTED_KEYS.has(key) && isJsonObject(value));
  }

  #isFieldName(key: string): boolean {
    if (DOCUMENTED_KEYS.has(key)) return true;
    return FIELD_NAME.test(key) && key.length <= LONGEST_FIELD_NAME && !this.#isInText(key);
  }
}

const describeKey = (key: string): string =>
  /^\d+$/.test(key) ? `key of ${key.length} digits` : `key of ${key.length} characters`;

/** `text, 3 to 40 characters`; only the kind if it has no length. */
function withLengths(kind: string, lengths: readonly number[]): string {
  if (lengths.length === 0) return kind;
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const [what = kind, unit = ''] = kind.split(', ');
  const shown = least === most ? String(least) : `${least} to ${most}`;
  if (unit === 'entries') return `${what} of ${shown}`;
  return `${what}, ${shown} ${most === 1 ? unit.replace(/^(digit|character)s/, '$1') : unit}`;
}

interface Scalar {
  readonly kind: string;
  /** The unit of the length: characters or digits. */
  readonly length?: number;
}

function describeScalar(value: unknown, key: string): Scalar {
  if (typeof value === 'string') return describeText(value);
  if (typeof value !== 'number') return { kind: value === null ? 'null' : typeof value };
  if (CODE_KEYS.has(key) && readCodeNumber(value) !== undefined) return { kind: `${value}` };
  if (value === 0) return { kind: 'zero' };
  const sign = value < 0 ? 'negative ' : '';
  const whole = String(BigInt(Math.trunc(Math.abs(value))));
  if (Number.isInteger(value)) return { kind: `${sign}whole number, digits`, length: whole.length };
  return whole === '0'
    ? { kind: `${sign}fraction below one` }
    : { kind: `${sign}number with decimals, digits before the point`, length: whole.length };
}

function describeText(text: string): Scalar {
  const { length } = text;
  if (length === 0) return { kind: 'empty text' };
  if (/^-?\d+$/.test(text)) return { kind: 'digits in text, characters', length };
  if (/^-?\d+\.\d+$/.test(text)) return { kind: 'decimal number in text, characters', length };
  if (/^\d{4}-\d\d-\d\d([T ]|$)/.test(text)) return { kind: 'date in text, characters', length };
  if (/^[a-z]+:\/\//i.test(text)) return { kind: 'link, characters', length };
  if (/^\s*[[{]/.test(text)) return { kind: 'JSON in text, characters', length };
  return { kind: 'text, characters', length };
}
