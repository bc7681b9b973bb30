import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { HttpRefusal } from './reply.ts';

/** Which requests are let through, before their sender is known. */
export interface GateRules {
  /** The host names of the server, in lower case, IPv6 addresses in brackets. */
  readonly hosts: readonly string[];
  /** The origins of web pages that may use it. */
  readonly origins: readonly string[];
  /** `http` or `https`, for the origin of the server itself. */
  readonly scheme: string;
}

/** What happens to a request. */
export type Admission =
  | { readonly refusal: HttpRefusal }
  /** A browser asks whether a page may send the request. */
  | { readonly preflight: OutgoingHttpHeaders }
  /** The headers allow a page to read the response. */
  | { readonly headers: OutgoingHttpHeaders };

/** If one of these were repeated, a proxy and this server could use different values. */
const SINGLE_HEADERS = new Set([
  'host',
  'origin',
  'authorization',
  'x-tikhub-key',
  'x-tiktok-cookie',
  'content-type',
  'content-length',
  'transfer-encoding',
  'mcp-protocol-version',
]);

/** Names of this machine that no DNS record can change. */
export const LOCAL_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Refuses a request for its headers, if needed, against DNS rebinding and foreign web pages. */
export function foreignSender(
  { headers, rawHeaders }: IncomingMessage,
  rules: GateRules,
): HttpRefusal | undefined {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (seen.has(name) && SINGLE_HEADERS.has(name)) return repeatedHeader;
    seen.add(name);
  }
  const host = headers.host?.toLowerCase() ?? '';
  const [, name, port = '0'] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (name === undefined || !rules.hosts.includes(name) || Number(port) > 65_535) return unknownHost;
  const { origin } = headers;
  const isKnown = origin === undefined || rules.origins.includes(origin);
  return isKnown || origin === `${rules.scheme}://${host}` ? undefined : unknownOrigin;
}

/** Checks the headers and method of a request to the MCP endpoint. */
export function admit(request: IncomingMessage, rules: GateRules): Admission {
  const refusal = foreignSender(request, rules);
  if (refusal !== undefined) return { refusal };
  const { method } = request;
  const { origin } = request.headers;
  const isConfigured = origin !== undefined && rules.origins.includes(origin);
  const cors = isConfigured ? corsHeaders(origin) : {};
  if (method === 'OPTIONS' && isConfigured) return { preflight: { ...cors, ...PREFLIGHT } };
  return method === 'POST' ? { headers: cors } : { refusal: wrongMethod };
}

const corsHeaders = (origin: string): OutgoingHttpHeaders => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': 'mcp-protocol-version, retry-after, www-authenticate',
  vary: 'Origin',
});

const PREFLIGHT: OutgoingHttpHeaders = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers':
    'authorization, content-type, accept, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id, last-event-id, x-tikhub-key, x-tiktok-cookie',
  'access-control-max-age': '600',
};

const repeatedHeader: HttpRefusal = {
  status: 400,
  why: 'A header that may appear only once is repeated.',
  headers: { connection: 'close' },
};

const unknownHost: HttpRefusal = {
  status: 403,
  why: 'This server does not accept this Host. Its operator can add names in TIKTOK_CREATOR_HTTP_HOSTS.',
};

const unknownOrigin: HttpRefusal = {
  status: 403,
  why: 'Web pages from this Origin may not use this server. Its operator can add origins in TIKTOK_CREATOR_HTTP_ORIGINS.',
};

const wrongMethod: HttpRefusal = {
  status: 405,
  why: 'Only POST is allowed here: there are no sessions, and no streams without a request.',
  headers: { allow: 'POST' },
};
