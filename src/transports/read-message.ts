import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  PingRequestSchema,
  ReadResourceRequestSchema,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { isJsonObject, type JsonObject } from '../json.ts';
import { idOf } from './request-id.ts';

/** A message that can be served, or why it cannot. */
export type ReadMessage =
  | { readonly message: JSONRPCMessage }
  | {
      readonly refusal: Refusal;
      /** A notification or a response gets no response, not even an error. */
      readonly isAnswered: boolean;
    };

/** An error response; without an id if none could be read, as the protocol's schema has it. */
export type Refusal = JSONRPCErrorResponse;

/** The error response for a message that cannot be served. */
export const refuse = (id: RequestId | undefined, code: ErrorCode, message: string): Refusal => ({
  jsonrpc: '2.0',
  ...(id === undefined ? {} : { id }),
  error: { code, message },
});

/** Checks a request, and returns an issue if it cannot be served. */
interface RequestSchema {
  safeParse(request: unknown): {
    readonly error?:
      | { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
      | undefined;
  };
}

/** The schemas of the supported methods. */
const REQUESTS: ReadonlyMap<string, RequestSchema> = new Map(
  [
    InitializeRequestSchema,
    PingRequestSchema,
    ListToolsRequestSchema,
    CallToolRequestSchema,
    ListResourcesRequestSchema,
    ListResourceTemplatesRequestSchema,
    ReadResourceRequestSchema,
    ListPromptsRequestSchema,
    GetPromptRequestSchema,
    CompleteRequestSchema,
  ].map((schema) => [schema.shape.method.value, schema] as const),
);

/**
 * Reads a parsed message. Deviations of hosts that can mean nothing are dropped: null for an optional field, members
 * that JSON-RPC does not have, `task` for a server without tasks.
 */
export function readMessage(parsed: unknown): ReadMessage {
  const id = idOf(parsed);
  if (!isJsonObject(parsed)) {
    return refusal(refuse(id, ErrorCode.InvalidRequest, 'A message must be a JSON object.'), true);
  }
  const { jsonrpc, method, params, result, error } = parsed;
  const isResponse = method === undefined && (result !== undefined || error !== undefined);
  const isNotification = typeof method === 'string' && !('id' in parsed);
  const isAnswered = !(isResponse || isNotification);
  const invalid = (why: string): ReadMessage =>
    refusal(refuse(id, ErrorCode.InvalidRequest, why), isAnswered);
  if (jsonrpc !== '2.0') return invalid('A message must have "jsonrpc": "2.0".');
  if ('id' in parsed && id === undefined) return invalid('An id must be text or a whole number.');
  const read = paramsOf(method, params);
  if (typeof read === 'string') return refusal(refuse(id, ErrorCode.InvalidParams, read), isAnswered);
  const members = withoutNulls({ jsonrpc, id, method, params: read, result, error }, 1);
  const message = JSONRPCMessageSchema.safeParse(members);
  if (!message.success) return invalid('A message must be a JSON-RPC request, notification or response.');
  const problem = problemOf(message.data);
  return problem === undefined
    ? { message: message.data }
    : refusal(refuse(id, ErrorCode.InvalidParams, problem), isAnswered);
}

const refusal = (response: Refusal, isAnswered: boolean): ReadMessage => ({ refusal: response, isAnswered });

/** What is wrong with the parameters of a method; undefined if they are valid. */
function problemOf(message: JSONRPCMessage): string | undefined {
  if (!('method' in message && 'id' in message)) return undefined;
  const { method } = message;
  const issue = REQUESTS.get(method)?.safeParse(message).error?.issues[0];
  if (issue === undefined) return undefined;
  const why = issue.message.replace(/^Invalid input: /, '');
  return `${issue.path.join('.') || 'params'} of ${method} cannot be used: ${why}.`;
}

/** The parameters for the SDK, or a sentence that says what is wrong. */
function paramsOf(method: unknown, params: unknown): JsonObject | undefined | string {
  if (params === undefined || params === null) return undefined;
  if (!isJsonObject(params)) return 'params must be a JSON object.';
  if (method !== 'tools/call') return withoutNulls(params);
  const { arguments: args, task, ...rest } = params;
  const read = argumentsOf(args);
  return typeof read === 'string' ? read : { ...withoutNulls(rest), arguments: read };
}

/** The arguments of a tool. Some models send them as JSON text. */
function argumentsOf(args: unknown): JsonObject | string {
  if (args === undefined || args === null || args === '') return {};
  if (isJsonObject(args)) {
    // The SDK accepts no object with this name, and no tool has such an argument.
    if (Object.hasOwn(args, 'constructor')) return 'Unknown argument "constructor".';
    // Nor with this one; names with a leading underscore mean nothing to a tool.
    return Object.fromEntries(Object.entries(args).filter(([name]) => name !== '__proto__'));
  }
  const parsed = typeof args === 'string' ? parsedObject(args) : undefined;
  return (
    parsed ??
    `arguments must be a JSON object such as {"month": "2026-10"}, not ${Array.isArray(args) ? 'an array' : `a ${typeof args}`}.`
  );
}

function parsedObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Deeper than any real message. */
const MAX_MESSAGE_DEPTH = 20;

/** The object without members that are null, which some hosts write for absent fields. */
function withoutNulls(object: JsonObject, depth = MAX_MESSAGE_DEPTH): JsonObject {
  const entries = Object.entries(object).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      depth > 1 && isJsonObject(value) ? withoutNulls(value, depth - 1) : value,
    ]),
  );
}
