import type { IncomingHttpHeaders } from 'node:http';
import { ErrorCode, type JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import { at, isJsonObject } from '../../json.ts';
import { type Refusal, readMessage, refuse } from '../read-message.ts';
import { idOf } from '../request-id.ts';
import { META, MODERN_VERSION } from './era.ts';
import { isModernMethod } from './modern-methods.ts';

/** Codes that this version of the protocol has for itself. */
const HEADER_MISMATCH = -32020;
const UNSUPPORTED_VERSION = -32022;

/** Longer than any version. */
const MAX_VERSION = 40;

/** Where a header that repeats a part of the request finds it. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);

/**
 * Reads a request of the modern protocol. What is wrong is told in the order that the protocol has: its form, what it
 * says of itself, the headers that repeat it, its version, its method, its parameters.
 * @param headers of the HTTP request that it came with
 */
export function readModern(
  parsed: unknown,
  headers?: IncomingHttpHeaders,
): { readonly request: JSONRPCRequest } | { readonly refusal: Refusal } {
  const id = idOf(parsed);
  const read = readMessage(parsed);
  const refused = (code: number, why: string, data?: object) => {
    const refusal = refuse(id, code, why);
    return { refusal: data === undefined ? refusal : { ...refusal, error: { ...refusal.error, data } } };
  };
  if ('refusal' in read && read.refusal.error.code === ErrorCode.InvalidRequest) return read;
  const method = at(parsed, 'method');
  if (typeof method !== 'string' || id === undefined)
    return refused(ErrorCode.InvalidRequest, 'A request with a method and an id is expected.');
  const version = at(parsed, 'params', '_meta', `${META}protocolVersion`);
  const capabilities = at(parsed, 'params', '_meta', `${META}clientCapabilities`);
  if (typeof version !== 'string' || !isJsonObject(capabilities))
    return refused(
      ErrorCode.InvalidParams,
      `params._meta must have ${META}protocolVersion (text) and ${META}clientCapabilities (an object).`,
    );
  const mismatch = headers && mismatchOf(headers, { version, method, params: at(parsed, 'params') });
  if (mismatch !== undefined) return refused(HEADER_MISMATCH, mismatch);
  if (version !== MODERN_VERSION)
    return refused(UNSUPPORTED_VERSION, `This protocol version is not served; ${MODERN_VERSION} is.`, {
      supported: [MODERN_VERSION],
      requested: version.slice(0, MAX_VERSION),
    });
  if (!isModernMethod(method))
    return refused(ErrorCode.MethodNotFound, `There is no such method in ${MODERN_VERSION}.`);
  if ('refusal' in read) return read;
  const { message } = read;
  return 'method' in message && 'id' in message
    ? { request: message }
    : refused(ErrorCode.InvalidRequest, 'A request is expected.');
}

interface Mirrored {
  readonly version: string;
  readonly method: string;
  readonly params: unknown;
}

/** Which header does not say what the body says: whoever decides by one must decide as the server does by the other. */
function mismatchOf(headers: IncomingHttpHeaders, { version, method, params }: Mirrored): string | undefined {
  const source = NAMED_BY.get(method) ?? '';
  const named = at(params, source);
  const expected: readonly (readonly [string, string, string])[] = [
    ['MCP-Protocol-Version', `params._meta["${META}protocolVersion"]`, version],
    ['Mcp-Method', 'method', method],
    // What the body does not name itself is told later.
    ...(typeof named === 'string' ? [['Mcp-Name', `params.${source}`, named] as const] : []),
  ];
  const wrong = expected.find(([name, , value]) => {
    const sent = headers[name.toLowerCase()];
    return typeof sent !== 'string' || (name === 'Mcp-Name' ? decoded(sent) : sent) !== value;
  });
  return wrong && `The header ${wrong[0]} must be there and agree with ${wrong[1]}.`;
}

/** The value of a header that cannot hold every text; undefined where it cannot be decoded. */
function decoded(value: string): string | undefined {
  const base64 = /^=\?base64\?(.*)\?=$/.exec(value)?.[1];
  if (base64 === undefined) return value;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes.toString('utf8') : undefined;
}
