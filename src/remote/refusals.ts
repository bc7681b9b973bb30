import type { HttpRefusal } from '../transports/http/reply.ts';

/** To a token that reads metrics. */
export const onlyMetrics: HttpRefusal = {
  status: 403,
  code: -32001,
  why: 'This token is for /metrics and for nothing else.',
};

/** To everybody else. */
export const noMetrics: HttpRefusal = {
  status: 403,
  code: -32001,
  why: 'The metrics add up the requests of everybody, and are read with a token for them alone. Only the operator of this server can create one.',
};

export const unauthorized: HttpRefusal = {
  status: 401,
  code: -32001,
  why: 'Send a server token as Authorization: Bearer. Expired and revoked tokens are not accepted.',
  headers: { 'www-authenticate': 'Bearer realm="tiktok-creator-mcp"' },
};
