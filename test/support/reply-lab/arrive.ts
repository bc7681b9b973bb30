import { isJsonObject, type JsonObject, parseJson } from '../../../src/json.ts';

/** A reply as it arrives: text that is parsed. */
export function arrive(text: string): JsonObject {
  const parsed = parseJson(text);
  if (!isJsonObject(parsed)) throw new TypeError('The reply is no object.');
  return parsed;
}
