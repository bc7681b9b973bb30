import { gunzipSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { ApiError } from '../errors.ts';
import type { ForwardProxy } from './forward-proxy.ts';
import { networkCode, notConnected, type RequestStage, requestError } from './network-errors.ts';
import type { HttpReply } from './response.ts';

/** Sends JSON POSTs. */
export interface HttpTransport {
  /**
   * Sends one and returns the reply, whatever its status.
   * @throws ApiError `network`, or `upstream` for a body that cannot be read; an abort throws the signal's reason, or
   * `network` as long as there was no connection
   */
  post(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: unknown,
    signal: AbortSignal,
  ): Promise<HttpReply>;
  close(): Promise<void>;
}

/** More than any page of the API needs; a body is cut off there. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * The HTTP side of the client on undici: no redirects, bounded bodies.
 * @param now tells how far away an `X-RateLimit-Reset` given as a time is
 * @param proxy that the dispatcher uses; errors name it when it cannot be reached
 */
export function createHttpTransport(
  dispatcher: Dispatcher,
  now: () => Date,
  proxy?: ForwardProxy,
): HttpTransport {
  return {
    async post(url, headers, body, signal) {
      const request = { url, headers, body: JSON.stringify(body) };
      const { status, headers: received, bytes } = await sendPost(dispatcher, request, signal, proxy);
      return {
        status,
        waitMs: waitOf(received, now()),
        text: decode(bytes, firstHeader(received, 'content-encoding'), status === 200),
      };
    },
    close: () => dispatcher.destroy(),
  };
}

interface PostRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface ResponseHead {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * Sends a request, and receives the whole response. Stops waiting for a connection when its signal aborts: undici would
 * keep it in the queue.
 */
function sendPost(
  dispatcher: Dispatcher,
  { url: { host, origin, pathname, search }, headers, body }: PostRequest,
  signal: AbortSignal,
  proxy: ForwardProxy | undefined,
): Promise<ResponseHead & { readonly bytes: Buffer }> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    let stage: RequestStage = 'queued';
    let sending: Dispatcher.DispatchController | undefined;
    let head: ResponseHead | undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    const abort = (): void => {
      if (sending === undefined) reject(notConnected(host, proxy, performance.now() - from));
      else sending.abort(signal.reason);
    };
    const failureOf = (cause: unknown): unknown => {
      if (signal.aborted) return signal.reason;
      if (cause instanceof ApiError) return cause;
      return head === undefined ? requestError(host, cause, stage) : connectionLost(cause);
    };
    const request = {
      origin,
      path: `${pathname}${search}`,
      method: 'POST' as const,
      headers: { ...headers, 'content-type': 'application/json', 'accept-encoding': 'gzip' },
      body,
      // Tells the dispatcher when nobody waits for a connection any more.
      signal,
    };
    signal.addEventListener('abort', abort);
    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        sending = controller;
        stage = 'sent';
        if (signal.aborted) abort();
      },
      onResponseStarted() {
        stage = 'responding';
      },
      onResponseStart(_controller, status, received) {
        // Below it are interim responses.
        if (status >= 200) head = { status, headers: received };
      },
      onResponseData(controller, chunk) {
        size += chunk.length;
        if (size > MAX_BYTES) controller.abort(tooLarge());
        else chunks.push(chunk);
      },
      onResponseEnd() {
        signal.removeEventListener('abort', abort);
        if (head !== undefined) resolve({ ...head, bytes: Buffer.concat(chunks) });
      },
      onResponseError(_controller, cause) {
        signal.removeEventListener('abort', abort);
        reject(failureOf(cause));
      },
    });
  });
}

const connectionLost = (cause: unknown): ApiError =>
  new ApiError(
    'network',
    `The connection was lost while the response was being received (${networkCode(cause)}).`,
    {
      cause,
      billed: 'unknown',
      next: 'The vendor may have billed the call, so it was not retried. Try again in a moment.',
    },
  );

const tooLarge = (): ApiError =>
  new ApiError('upstream', 'The response is larger than 8 MB, the limit.', {
    billed: 'unknown',
    next: 'Request less at once: a shorter period, or a smaller count.',
  });

/**
 * The text of a body.
 * @param isNeeded whether the body matters; the body of a failure only adds words to its status
 * @throws ApiError `upstream` for an encoding that was not asked for, or a body that is too large
 */
function decode(bytes: Buffer, encoding: string | undefined, isNeeded: boolean): string {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (bytes.length === 0 || ['', 'identity'].includes(name)) return bytes.toString('utf8');
  if (!['gzip', 'x-gzip'].includes(name)) {
    if (!isNeeded) return '';
    throw new ApiError('upstream', `The response is encoded as ${quote(name)}; only gzip was accepted.`, {
      billed: 'yes',
      next: 'The vendor bills every HTTP 200, so the call was not retried. A gateway or proxy in between may have changed the response: check TIKHUB_BASE_URL and the proxy settings.',
    });
  }
  try {
    // At once: in pieces it would wait for the event loop 500 times, which no time limit would end.
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8');
  } catch (cause) {
    if (networkCode(cause) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    // Some gateways label plain text as gzip.
    return bytes.toString('utf8');
  }
}

/** A header's value as it may be shown. */
const quote = (value: string): string => JSON.stringify(value.replace(/[^\w, -]/g, '?').slice(0, 40));

type Headers = Dispatcher.ResponseData['headers'];

function firstHeader(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Seconds, a unix time or an HTTP date, as milliseconds from now (upstream-api.md 3.8). */
function waitOf(headers: Headers, now: Date): number | undefined {
  const written = firstHeader(headers, 'retry-after') ?? firstHeader(headers, 'x-ratelimit-reset');
  if (written === undefined) return undefined;
  const number = Number(written);
  if (Number.isNaN(number)) {
    const date = Date.parse(written);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
  }
  const isUnixTime = number > 1_000_000_000;
  return Math.max(0, isUnixTime ? number * 1000 - now.getTime() : number * 1000);
}
