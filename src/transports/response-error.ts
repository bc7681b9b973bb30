import type { JSONRPCErrorResponse, JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/**
 * The error of a response, if it is one: the SDK puts its own code before the words.
 * @param redact removes secrets: an error may repeat the request that it is about
 */
export function errorOf(
  message: JSONRPCMessage,
  redact: (text: string) => string,
): Pick<JSONRPCErrorResponse, 'error'> | undefined {
  if (!('error' in message)) return undefined;
  const { error } = message;
  const words = error.message.replace(/^MCP error -?\d+: /, '');
  return { error: { ...error, message: redact(words) } };
}
