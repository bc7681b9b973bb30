import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { longHead, noHttp, slow } from './refusals.ts';
import { type HttpRefusal, rawRefusal, sendRefusal } from './reply.ts';

/** How long a sender that is refused has to read why. */
const READ_REFUSAL_MS = 1000;

/**
 * Refuses what no request could be read from: the parser's error says why, and nothing of it is repeated.
 * @returns the status, unless nothing could be sent
 */
export function refuseBytes(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  maxHeaderBytes: number,
): number | undefined {
  const isOfHttp = /^(HPE_|ERR_HTTP_)/.test(error.code ?? '');
  // Words on a connection that was never encrypted would wait for that without end.
  if (!socket.writable || !isOfHttp) {
    socket.destroy();
    return undefined;
  }
  const refusal = refusalOfBytes(error, maxHeaderBytes);
  socket.end(rawRefusal(refusal));
  // A sender that keeps its own side open would hold the connection for ever.
  setTimeout(() => socket.destroy(), READ_REFUSAL_MS).unref();
  return refusal.status;
}

function refusalOfBytes({ code }: NodeJS.ErrnoException, maxHeaderBytes: number): HttpRefusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return slow;
  return code === 'HPE_HEADER_OVERFLOW' ? longHead(maxHeaderBytes) : noHttp;
}

export const refuseExpectation = (_request: IncomingMessage, response: ServerResponse): void =>
  sendRefusal(response, { status: 417, why: 'Of Expect only 100-continue is served.' });
