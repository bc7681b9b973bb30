import type { HttpRefusal } from '../transports/http/reply.ts';

/** For a token that can only read metrics. */
export const onlyMetrics: HttpRefusal = {
  status: 403,
  code: -32001,
  why: 'This token can only read /metrics.',
};

/** To everybody else. */
export const noMetrics: HttpRefusal = {
  status: 403,
  code: -32001,
  why: 'The metrics cover all users, so they need a token that is for metrics only. Only the operator of this server can create one.',
};

export const unauthorized: HttpRefusal = {
  status: 401,
  code: -32001,
  why: 'Send a server token as Authorization: Bearer. Expired and revoked tokens are not accepted.',
  headers: { 'www-authenticate': 'Bearer realm="tiktok-creator-mcp"' },
};
