import type { RequestId } from '@modelcontextprotocol/sdk/types.js';
import { isJsonObject } from '../json.ts';
import type { LongLine } from './line-reader.ts';

/** The id of a parsed message, if it is a valid one. */
export function idOf(message: unknown): RequestId | undefined {
  if (!isJsonObject(message)) return undefined;
  const { id } = message;
  return typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id)) ? id : undefined;
}

/** A JSON string, or a character that changes the nesting. */
const BRACKET_OR_TEXT = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;

/** What follows the name of a member. */
const VALUE = /^\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+(?![\d.eE]))/s;

/** The id of a message that is not valid JSON, read from its outermost object as far as possible. */
export function idInText(text: string): RequestId | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(BRACKET_OR_TEXT)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && token === '"id"') {
      const value = VALUE.exec(text.slice(index + token.length))?.[1];
      if (value !== undefined) return requestIdFrom(value);
    }
  }
  return undefined;
}

/** The id of a message of which only both ends were kept; some hosts write it first, some last. */
export function idInLongLine({ head, tail }: LongLine): RequestId | undefined {
  const last = /"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)\s*\}\s*$/s.exec(tail)?.[1];
  return idInText(head) ?? (last === undefined ? undefined : requestIdFrom(last));
}

function requestIdFrom(json: string): RequestId | undefined {
  try {
    return idOf({ id: JSON.parse(json) });
  } catch {
    return undefined;
  }
}
