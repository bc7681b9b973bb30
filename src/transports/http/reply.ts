import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';

/** The same limit as over stdio, much more than a request needs. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Why a request is not served. */
export interface HttpRefusal {
  readonly status: number;
  /** The reason, as a sentence. */
  readonly why: string;
  /** The JSON-RPC error code. */
  readonly code?: number;
  readonly headers?: OutgoingHttpHeaders;
}

/** A request that is refused because of its sender, and who that is, if known. */
export interface Refused {
  readonly refusal: HttpRefusal;
  readonly name?: string | undefined;
}

/** The headers of all responses that are not streams. */
const PLAIN = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Sends JSON, unless the client has disconnected. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  sendText(response, status, `${JSON.stringify(body)}\n`, { 'content-type': 'application/json', ...headers });
}

/** Sends metrics in the text format of Prometheus. */
export const sendMetrics = (response: ServerResponse, text: string): void =>
  sendText(response, 200, text, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...PLAIN, 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

/** Sends a JSON-RPC error, and closes the connection if the rest of the body is too long to read. */
export function sendRefusal(response: ServerResponse, refusal: HttpRefusal): void {
  const { req } = response;
  const length = Number(req.headers['content-length'] ?? 0);
  const isEndless = !req.complete && (length > MAX_BODY_BYTES || 'transfer-encoding' in req.headers);
  const closing = isEndless ? { connection: 'close' } : {};
  sendJson(response, refusal.status, refusalBody(refusal), { ...refusal.headers, ...closing });
}

const refusalBody = ({ code = ErrorCode.InvalidRequest, why }: HttpRefusal) => ({
  jsonrpc: '2.0',
  id: null,
  error: { code, message: why },
});

/** The same as bytes, for input that is not an HTTP request. */
export function rawRefusal(refusal: HttpRefusal): string {
  const body = `${JSON.stringify(refusalBody(refusal))}\n`;
  return [
    `HTTP/1.1 ${refusal.status} ${refusal.status === 408 ? 'Request Timeout' : 'Bad Request'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
