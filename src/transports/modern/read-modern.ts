import type { IncomingHttpHeaders } from 'node:http';
import { ErrorCode, type JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import { at, isJsonObject } from '../../json.ts';
import { type Refusal, readMessage, refuse } from '../read-message.ts';
import { idOf } from '../request-id.ts';
import { META, MODERN_VERSION } from './era.ts';
import { isModernMethod } from './modern-methods.ts';

/** Error codes that are specific to this protocol version. */
const HEADER_MISMATCH = -32020;
const UNSUPPORTED_VERSION = -32022;

/** Longer than any version. */
const MAX_VERSION = 40;

/** The parameter that the header `Mcp-Name` repeats, by method. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);

/**
 * Reads a request of the modern protocol. It is checked in the order that the protocol gives: form, metadata, headers
 * that repeat parts of it, version, method, parameters.
 * @param headers the headers of its HTTP request
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
    return refused(UNSUPPORTED_VERSION, `This protocol version is not supported; ${MODERN_VERSION} is.`, {
      supported: [MODERN_VERSION],
      requested: version.slice(0, MAX_VERSION),
    });
  if (!isModernMethod(method))
    return refused(ErrorCode.MethodNotFound, `This method does not exist in ${MODERN_VERSION}.`);
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

/** Finds a header that differs from the body, so that a proxy that reads headers decides as this server does. */
function mismatchOf(headers: IncomingHttpHeaders, { version, method, params }: Mirrored): string | undefined {
  const source = NAMED_BY.get(method) ?? '';
  const named = at(params, source);
  const expected: readonly (readonly [string, string, string])[] = [
    ['MCP-Protocol-Version', `params._meta["${META}protocolVersion"]`, version],
    ['Mcp-Method', 'method', method],
    // A missing name is reported later, with the parameters.
    ...(typeof named === 'string' ? [['Mcp-Name', `params.${source}`, named] as const] : []),
  ];
  const wrong = expected.find(([name, , value]) => {
    const sent = headers[name.toLowerCase()];
    return typeof sent !== 'string' || (name === 'Mcp-Name' ? decoded(sent) : sent) !== value;
  });
  return wrong && `The header ${wrong[0]} is required and must match ${wrong[1]}.`;
}

/** The decoded value of a header, which may be in Base64; undefined if it cannot be decoded. */
function decoded(value: string): string | undefined {
  const base64 = /^=\?base64\?(.*)\?=$/.exec(value)?.[1];
  if (base64 === undefined) return value;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes.toString('utf8') : undefined;
}
