import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';

/** As over stdio: far more than any request needs. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Why a request is not served. */
export interface HttpRefusal {
  readonly status: number;
  /** A sentence. */
  readonly why: string;
  /** Of JSON-RPC. */
  readonly code?: number;
  readonly headers?: OutgoingHttpHeaders;
}

/** On everything that is no stream. */
const PLAIN = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Sends JSON, unless the client is gone. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  sendText(response, status, `${JSON.stringify(body)}\n`, { 'content-type': 'application/json', ...headers });
}

/** Sends what Prometheus reads. */
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

/** Sends an error as MCP clients read it, and reads no further what is longer than any request. */
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

/** The same for what was not even a request, as bytes. */
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
