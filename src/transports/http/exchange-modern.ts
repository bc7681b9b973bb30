import type { IncomingMessage, ServerResponse } from 'node:http';
import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { at } from '../../json.ts';
import type { ModernServing } from '../modern/modern-requests.ts';
import { readModern } from '../modern/read-modern.ts';
import { serveModern } from '../modern/serve-modern.ts';
import { readMessage } from '../read-message.ts';
import { errorOf } from '../response-error.ts';
import { sendJson } from './reply.ts';

/** Serves a body of the modern protocol: one request, which is cancelled when the connection closes. */
export async function exchangeModern(
  parsed: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  { createServer, redact }: ModernServing,
): Promise<void> {
  const isNotification = at(parsed, 'id') === undefined && typeof at(parsed, 'method') === 'string';
  // This transport acts on no notification that a client may send.
  const read = isNotification ? readMessage(parsed) : readModern(parsed, request.headers);
  if ('message' in read) return void response.writeHead(202).end();
  if ('refusal' in read) {
    const isUnknown = read.refusal.error.code === ErrorCode.MethodNotFound;
    return sendJson(response, isUnknown ? 404 : 400, { ...read.refusal, ...errorOf(read.refusal, redact) });
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const write = (message: JSONRPCMessage): void => {
    if (!response.headersSent) response.writeHead(200, STREAM);
    response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  };
  // There are notifications only if the request asks for progress.
  const answer = await serveModern(read.request, { createServer, signal: gone.signal, notify: write });
  if (answer === undefined) return;
  const said = { ...answer, ...errorOf(answer, redact) };
  if (!response.headersSent) return sendJson(response, 200, said);
  write(said);
  response.end();
}

/** An event stream that proxies are told not to buffer. */
const STREAM = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
