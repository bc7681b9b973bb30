import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { HttpRefusal } from './reply.ts';

/** Whom the server lets speak to it, before it is known who that is. */
export interface GateRules {
  /** Names under which it is reached, in lower case, IPv6 addresses in brackets. */
  readonly hosts: readonly string[];
  /** Origins of web pages that may use it. */
  readonly origins: readonly string[];
  /** `http` or `https`, for the origin of the server itself. */
  readonly scheme: string;
}

/** What the gate says of a request. */
export type Admission =
  | { readonly refusal: HttpRefusal }
  /** A browser asks whether a page may send a request. */
  | { readonly preflight: OutgoingHttpHeaders }
  /** With the headers that let a page read the response. */
  | { readonly headers: OutgoingHttpHeaders };

/** Proxies and servers that read another one of two would disagree about the request. */
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

/** Names of this machine itself, which no DNS record can point elsewhere. */
export const LOCAL_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Why a request is refused for its headers, if it is: DNS rebinding, foreign pages. */
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

/** Judges a request for the MCP endpoint by its headers and method. */
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
  why: 'A header that can have only one value is repeated.',
  headers: { connection: 'close' },
};

const unknownHost: HttpRefusal = {
  status: 403,
  why: 'This server does not accept that Host. Its operator can add names in TIKTOK_CREATOR_HTTP_HOSTS.',
};

const unknownOrigin: HttpRefusal = {
  status: 403,
  why: 'Web pages of that Origin may not use this server. Its operator can add origins in TIKTOK_CREATOR_HTTP_ORIGINS.',
};

const wrongMethod: HttpRefusal = {
  status: 405,
  why: 'Only POST is served here: there are no sessions, and no streams without a request.',
  headers: { allow: 'POST' },
};
