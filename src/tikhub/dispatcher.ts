import { Agent, type buildConnector, type Dispatcher } from 'undici';
import { createConnect } from './connect.ts';
import type { ForwardProxy } from './forward-proxy.ts';
import { PendingRequests } from './pending-requests.ts';

/**
 * A pool of keep-alive connections. No connection is made for requests that were abandoned.
 * @param proxy the way to all hosts; undefined for none
 * @param stepMs limit of each step of a connection
 */
export function createDispatcher(proxy: ForwardProxy | undefined, stepMs?: number): Dispatcher {
  const connect = createConnect(proxy, stepMs);
  const pending = new PendingRequests();
  const connector: buildConnector.connector = ({ protocol, hostname, port }, callback) => {
    const isEncrypted = protocol === 'https:';
    const destination = { isEncrypted, hostname, port: Number(port) || (isEncrypted ? 443 : 80) };
    // undici 7.30 opens a new connection in place of one whose request was abandoned.
    const { signal } = pending;
    if (signal.aborted) return queueMicrotask(() => callback(abandoned(), null));
    connect(destination, signal).then(
      (socket) => {
        if (!signal.aborted) return callback(null, socket);
        socket.destroy();
        callback(abandoned(), null);
      },
      (cause: unknown) => callback(cause instanceof Error && !signal.aborted ? cause : abandoned(), null),
    );
  };
  return new Agent({ connect: connector }).compose((dispatch) => (options, handler) => {
    const leave = pending.enter(signalOf(options));
    return dispatch(options, reportingEnd(handler, leave));
  });
}

/**
 * The error of an abandoned request; it may be retried. Not one of undici's own codes, with which undici would connect
 * again.
 */
const abandoned = (): Error =>
  Object.assign(new Error('The request for this connection was abandoned.'), { code: 'ECONNRESET' });

const signalOf = (options: object): AbortSignal | undefined =>
  'signal' in options && options.signal instanceof AbortSignal ? options.signal : undefined;

/** A handler that also reports when its request has its whole response, or failed. */
const reportingEnd = (handler: Dispatcher.DispatchHandler, end: () => void): Dispatcher.DispatchHandler => ({
  onRequestStart: (...start) => handler.onRequestStart?.(...start),
  onResponseStarted: () => handler.onResponseStarted?.(),
  onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
  onResponseStart: (...start) => handler.onResponseStart?.(...start),
  onResponseData: (...data) => handler.onResponseData?.(...data),
  onResponseEnd(...ended) {
    end();
    handler.onResponseEnd?.(...ended);
  },
  onResponseError(...error) {
    end();
    handler.onResponseError?.(...error);
  },
});
