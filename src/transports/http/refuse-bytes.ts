import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { invalidHttp, largeHeaders, slow } from './refusals.ts';
import { type HttpRefusal, rawRefusal, sendRefusal } from './reply.ts';

/** How long a refused sender has to read the reason. */
const READ_REFUSAL_MS = 1000;

/**
 * Refuses input that is not an HTTP request. The parser's error decides the status; none of the input is repeated.
 * @returns the status; undefined if nothing could be sent
 */
export function refuseBytes(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  maxHeaderBytes: number,
): number | undefined {
  const isOfHttp = /^(HPE_|ERR_HTTP_)/.test(error.code ?? '');
  // Before the TLS handshake has ended, a write would wait forever.
  if (!socket.writable || !isOfHttp) {
    socket.destroy();
    return undefined;
  }
  const refusal = refusalOfBytes(error, maxHeaderBytes);
  socket.end(rawRefusal(refusal));
  // Otherwise a sender that keeps its side open would hold the connection forever.
  setTimeout(() => socket.destroy(), READ_REFUSAL_MS).unref();
  return refusal.status;
}

function refusalOfBytes({ code }: NodeJS.ErrnoException, maxHeaderBytes: number): HttpRefusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return slow;
  return code === 'HPE_HEADER_OVERFLOW' ? largeHeaders(maxHeaderBytes) : invalidHttp;
}

export const refuseExpectation = (_request: IncomingMessage, response: ServerResponse): void =>
  sendRefusal(response, { status: 417, why: 'The only supported value of Expect is 100-continue.' });
