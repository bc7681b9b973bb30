import { Agent, type Dispatcher, request } from 'undici';
import { ApiError } from '../errors.ts';
import type { HttpReply } from './envelope.ts';

/** Hosts give up at 60 s; our own sentence has to arrive first. */
const DEADLINE_MS = 50_000;

/** Sends one JSON POST and returns whatever came back, of any status. */
export interface Transport {
  post(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: unknown,
    signal: AbortSignal,
  ): Promise<HttpReply>;
  close(): Promise<void>;
}

/**
 * The HTTP side of the client on undici.
 * @param dispatcher replaced in tests; production uses one pooled agent
 */
export function createTransport(dispatcher: Dispatcher = new Agent()): Transport {
  return {
    async post(url, headers, body, signal) {
      const deadline = AbortSignal.timeout(DEADLINE_MS);
      try {
        const response = await request(url, {
          dispatcher,
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.any([signal, deadline]),
        });
        const wait = response.headers['retry-after'] ?? response.headers['x-ratelimit-reset'];
        return {
          status: response.statusCode,
          wait: typeof wait === 'string' ? wait : undefined,
          text: await response.body.text(),
        };
      } catch (cause) {
        if (signal.aborted) throw new ApiError('cancelled', 'The call was cancelled.', { cause });
        if (deadline.aborted)
          throw new ApiError('timeout', `No answer within ${DEADLINE_MS / 1000} s.`, { cause });
        throw new ApiError('network', `The vendor at ${url.host} cannot be reached (${codeOf(cause)}).`, {
          cause,
        });
      }
    },
    async close() {
      await dispatcher.destroy();
    },
  };
}

/** The system's short word for a network fault, never its message: that may quote a URL with credentials. */
function codeOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return 'connection failed';
}
