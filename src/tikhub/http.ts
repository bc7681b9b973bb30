import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { ApiError } from '../errors.ts';
import type { HttpReply } from './response.ts';

/** Sends one JSON POST and returns whatever came back, of any status. */
export interface Transport {
  /** @throws ApiError `network`, or `upstream` for a body that cannot be read; an abort throws the signal's reason */
  post(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: unknown,
    signal: AbortSignal,
  ): Promise<HttpReply>;
  close(): Promise<void>;
}

/** Our own way out, not the vendor's towards TikTok. */
export interface ProxySettings {
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
}

/** A pool of keep-alive connections, through the user's proxy where one is set; this machine itself is never proxied. */
export function createDispatcher(
  baseUrl: URL,
  { httpProxy, httpsProxy, noProxy }: ProxySettings,
): Dispatcher {
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(baseUrl.hostname);
  if (isLoopback || (httpProxy === undefined && httpsProxy === undefined)) return new Agent();
  return new EnvHttpProxyAgent({
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
  });
}

/** More than any page of the API needs; a body is cut off there. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * The HTTP side of the client on undici: no redirects, bounded bodies.
 * @param now tells how far away an `X-RateLimit-Reset` given as a time is
 */
export function createTransport(dispatcher: Dispatcher, now: () => Date): Transport {
  return {
    async post(url, headers, body, signal) {
      const response = await dispatcher
        .request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', 'accept-encoding': 'gzip, br, deflate' },
          body: JSON.stringify(body),
          signal,
        })
        .catch((cause: unknown) => {
          signal.throwIfAborted();
          throw new ApiError('network', `The vendor at ${url.host} cannot be reached (${codeOf(cause)}).`, {
            cause,
            retry: UNANSWERED.has(codeOf(cause)) ? { times: 2 } : undefined,
          });
        });
      const bytes = await readBody(response.body).catch((cause: unknown) => {
        signal.throwIfAborted();
        if (cause instanceof ApiError) throw cause;
        throw new ApiError(
          'network',
          `The connection broke off in the middle of the reply (${codeOf(cause)}).`,
          {
            cause,
            next: 'The vendor may have billed the call, so it was not repeated. Ask again in a moment.',
          },
        );
      });
      return {
        status: response.statusCode,
        waitMs: waitOf(response.headers, now()),
        text: await decode(bytes, headerOf(response.headers, 'content-encoding')),
      };
    },
    close: () => dispatcher.destroy(),
  };
}

/** Faults of a connection on which no answer had begun. */
const UNANSWERED = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The system's short word for a network fault, never its message: that may quote a URL with credentials. */
function codeOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return 'connection failed';
}

const tooLarge = (): ApiError =>
  new ApiError('upstream', 'The reply is larger than 8 MB and was cut off.', {
    next: 'Ask for less at once: a shorter period, or a smaller count.',
  });

async function readBody(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const bounded = { maxOutputLength: MAX_BYTES };

/** Some servers send deflate without its zlib header. */
const inflateAny = async (bytes: Buffer): Promise<Buffer> =>
  promisify(inflate)(bytes, bounded).catch((cause: unknown) => {
    if (codeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw cause;
    return promisify(inflateRaw)(bytes, bounded);
  });

const decoders: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: (bytes) => promisify(gunzip)(bytes, bounded),
  'x-gzip': (bytes) => promisify(gunzip)(bytes, bounded),
  br: (bytes) => promisify(brotliDecompress)(bytes, bounded),
  deflate: inflateAny,
};

async function decode(bytes: Buffer, encoding: string | undefined): Promise<string> {
  const decoder = encoding === undefined ? undefined : decoders[encoding.trim().toLowerCase()];
  if (decoder === undefined || bytes.length === 0) return bytes.toString('utf8');
  try {
    return (await decoder(bytes)).toString('utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    // A body that is not what its label says may still be plain text.
    return bytes.toString('utf8');
  }
}

type Headers = Dispatcher.ResponseData['headers'];

function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Seconds, a unix time or an HTTP date, as milliseconds from now (upstream-api.md 3.8). */
function waitOf(headers: Headers, now: Date): number | undefined {
  const written = headerOf(headers, 'retry-after') ?? headerOf(headers, 'x-ratelimit-reset');
  if (written === undefined) return undefined;
  const number = Number(written);
  if (Number.isNaN(number)) {
    const date = Date.parse(written);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
  }
  const isUnixTime = number > 1_000_000_000;
  return Math.max(0, isUnixTime ? number * 1000 - now.getTime() : number * 1000);
}
