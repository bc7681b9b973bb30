import type { IncomingMessage, ServerResponse } from 'node:http';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { isModern, MODERN_VERSION } from '../modern/era.ts';
import type { ModernServing } from '../modern/modern-requests.ts';
import { errorOf } from '../response-error.ts';
import { acceptsBoth, BOTH_TYPES, notAcceptable } from './accept.ts';
import { exchangeModern } from './exchange-modern.ts';
import { readMessages } from './messages.ts';
import { readJson } from './read-body.ts';
import { sendJson, sendRefusal } from './reply.ts';

/** Serves one POST with its own server and transport, which end with the response or the connection. */
export async function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  serving: ModernServing,
): Promise<void> {
  if (!acceptsBoth(request.headers.accept)) return sendRefusal(response, notAcceptable);
  const body = await readJson(request, response);
  if (body === undefined) return;
  if ('refusal' in body) {
    sendRefusal(response, body.refusal);
    return;
  }
  const version = request.headers['mcp-protocol-version'];
  if (version === MODERN_VERSION || isModern(body.value))
    return exchangeModern(body.value, request, response, serving);
  const { createServer, redact } = serving;
  const read = readMessages(body.value, typeof version === 'string' ? version : undefined);
  if ('refusals' in read) {
    sendJson(response, 400, read.refusals);
    return;
  }
  const { messages, isBatch, wantsProgress } = read;
  // No session ids, so no sessions.
  const transport = new StreamableHTTPServerTransport({
    // Only progress needs a stream, which costs more and which some proxies handle badly.
    enableJsonResponse: !wantsProgress,
  });
  const send = transport.send.bind(transport);
  transport.send = (message, options) => send({ ...message, ...errorOf(message, redact) }, options);
  const server = createServer();
  // When the client disconnects, the request is aborted.
  response.once('close', () => void server.close());
  await server.connect(transport);
  // The SDK compares exact names only.
  request.headers.accept = BOTH_TYPES;
  await transport.handleRequest(request, response, isBatch ? messages : messages[0]);
}
