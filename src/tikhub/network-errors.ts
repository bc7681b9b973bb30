import { ApiError, CERTIFICATE_CODE } from '../errors.ts';
import type { ForwardProxy } from './forward-proxy.ts';

/** The system's short word for a network fault, never its message: that may quote a URL with credentials. */
export function networkCode(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return 'connection failed';
}

/** For a failure that may be over within seconds. */
const RETRY_TWICE = { times: 2 };

/** The codes of faults after which another attempt to connect may succeed. */
const TRANSIENT = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** There was no connection to the vendor, so nothing was sent. */
export function connectError(host: string, cause: unknown): ApiError {
  const code = networkCode(cause);
  if (CERTIFICATE_CODE.test(code)) return certificateError(host, code, cause);
  return new ApiError('network', `The vendor at ${host} cannot be reached (${code}).`, {
    cause,
    retry: TRANSIENT.has(code) ? RETRY_TWICE : undefined,
  });
}

/** A certificate that Node does not trust, of the vendor or of a proxy. */
const certificateError = (whose: string, code: string, cause: unknown): ApiError =>
  new ApiError(
    'network',
    `The certificate of ${whose} was not accepted (${code}); nothing was sent to the vendor.`,
    {
      cause,
      next: 'Where a company proxy or security software replaces certificates, set NODE_EXTRA_CA_CERTS to the file with its root certificate (PEM) and restart the server. Otherwise check the clock and TIKHUB_BASE_URL.',
    },
  );

/** How far a connection through a proxy had got when it failed. */
export type ProxyStage = 'connect' | 'tunnel' | 'handshake';

const describeProxy = ({ url, setting }: ForwardProxy): string => `The proxy ${url.host} (${setting})`;

/** The proxy did not connect to the vendor, so nothing was sent. */
export function proxyError(proxy: ForwardProxy, stage: ProxyStage, target: string, cause: unknown): ApiError {
  const code = networkCode(cause);
  if (CERTIFICATE_CODE.test(code)) {
    return certificateError(
      stage === 'handshake' ? target : `the proxy ${proxy.url.host} (${proxy.setting})`,
      code,
      cause,
    );
  }
  const isTransient = TRANSIENT.has(code);
  const what = isTransient || stage === 'connect' ? CONNECTION_FAULTS[stage] : PROTOCOL_FAULTS[stage];
  return new ApiError(
    'network',
    `${describeProxy(proxy)} ${what.replace('TARGET', target)} (${code}); nothing was sent to the vendor.`,
    { cause, retry: isTransient ? RETRY_TWICE : undefined, next: checkProxy(proxy) },
  );
}

const CONNECTION_FAULTS: Readonly<Record<ProxyStage, string>> = {
  connect: 'cannot be reached',
  tunnel: 'closed the connection when it was asked to connect to TARGET',
  handshake: 'lost the connection to TARGET before it was encrypted',
};

const PROTOCOL_FAULTS: Readonly<Record<'tunnel' | 'handshake', string>> = {
  tunnel: 'did not respond like an HTTP proxy',
  handshake: 'led to something at TARGET that does not speak TLS',
};

/** The proxy answered the request for a tunnel with something other than 2xx. */
export function proxyStatusError(proxy: ForwardProxy, status: number, target: string): ApiError {
  const { setting } = proxy;
  const next =
    status === 407
      ? `It requires a user and a password: set ${setting} to http://user:pass@host:port with the right ones, percent-encoded, and restart the server.`
      : status === 403
        ? `It does not allow connections to ${target}: have its administrator allow them, or correct ${setting} and restart the server.`
        : checkProxy(proxy);
  return new ApiError(
    'network',
    `${describeProxy(proxy)} responded with ${status} when it was asked to connect to ${target}; nothing was sent to the vendor.`,
    { next, retry: [502, 503, 504].includes(status) ? RETRY_TWICE : undefined },
  );
}

/** The proxy did not respond within its time limit. */
export const proxyTimeout = (proxy: ForwardProxy, target: string, ms: number): ApiError =>
  new ApiError(
    'network',
    `${describeProxy(proxy)} did not open a connection to ${target} within ${ms / 1000} s; nothing was sent to the vendor.`,
    { retry: RETRY_TWICE, next: checkProxy(proxy) },
  );

/** The call ran out of time before it had a connection, so nothing was sent. */
export function notConnected(host: string, proxy: ForwardProxy | undefined, ms: number): ApiError {
  const rounded = Math.round(ms / 100) * 100;
  if (proxy !== undefined) return proxyTimeout(proxy, host, rounded);
  return new ApiError(
    'network',
    `The vendor at ${host} accepted no connection within ${rounded / 1000} s; nothing was sent.`,
  );
}

const checkProxy = ({ setting }: ForwardProxy): string =>
  `Check ${setting}, and that the proxy is running and allows this connection, then try again. After changing the setting, restart the server. Hosts in NO_PROXY are reached without it.`;

/** What is wrong with a response that is not valid HTTP, by the messages of undici and its parser. */
const MALFORMED: readonly (readonly [words: RegExp, meaning: string])[] = [
  [/^bad response$/, 'it begins with 100 Continue, which was not requested'],
  [/^bad upgrade$/, 'it switches to another protocol'],
  [/Invalid character in Content-Length/i, 'its length is not a number'],
  [/Content-Length|Transfer-Encoding/i, 'the lengths that it states do not agree with it or with each other'],
  [/header (value|token|field)/i, 'a header has an invalid character, such as NUL'],
  [/chunk/i, 'its chunks are broken'],
  [/Headers Overflow/i, 'its headers are too long'],
];

/** How far a request had got: without a connection yet, given to one, or with the beginning of a response. */
export type RequestStage = 'queued' | 'sent' | 'responding';

/**
 * A request ended without a whole response. One that a connection had taken may be billed, whatever happened to the
 * connection: it is not retried (upstream-api.md 3.14).
 * @param host of the vendor
 */
export function requestError(host: string, cause: unknown, stage: RequestStage): ApiError {
  if (cause instanceof ApiError) return cause;
  if (stage === 'queued') return connectError(host, cause);
  const malformed = describeMalformed(cause);
  if (malformed !== undefined) {
    return new ApiError('upstream', `The response of ${host} is not valid HTTP: ${malformed}.`, {
      cause,
      billed: 'unknown',
      next: 'The vendor may have billed the call, so it was not retried. A gateway or proxy in between may have changed the response: check TIKHUB_BASE_URL and the proxy settings.',
    });
  }
  const code = networkCode(cause);
  const when = stage === 'sent' ? 'before there was a response' : 'during the response';
  return new ApiError('network', `The connection to the vendor at ${host} was lost ${when} (${code}).`, {
    cause,
    billed: 'unknown',
    next: 'The vendor may have billed the call, so it was not retried. Try again in a moment.',
  });
}

function describeMalformed(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const found = MALFORMED.find(([words]) => words.test(cause.message))?.[1];
  if (cause.name === 'HTTPParserError') return found ?? 'it does not begin like HTTP';
  return ['SocketError', 'HeadersOverflowError', 'ResponseContentLengthMismatchError'].includes(cause.name)
    ? found
    : undefined;
}
