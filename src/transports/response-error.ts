import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { isJsonObject, type JsonObject } from '../json.ts';

/**
 * Cleans an error response: the SDK puts its own code before the message.
 * @param redact removes secrets, because an error may repeat a part of the request
 */
export function errorOf(
  message: JSONRPCMessage,
  redact: (text: string) => string,
): Pick<JSONRPCErrorResponse, 'error'> | undefined {
  if (!('error' in message)) return undefined;
  const { error } = message;
  const words = error.message.replace(/^MCP error -?\d+: /, '');
  const data = isJsonObject(error.data) ? { data: redactedTexts(error.data, redact) } : {};
  return { error: { ...error, message: redact(words), ...data } };
}

const redactedTexts = (data: JsonObject, redact: (text: string) => string): JsonObject =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]),
  );
