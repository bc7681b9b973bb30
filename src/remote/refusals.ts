import type { HttpRefusal } from '../transports/http/reply.ts';

export const unauthorized: HttpRefusal = {
  status: 401,
  code: -32001,
  why: 'Send a server token as Authorization: Bearer. Expired and revoked tokens are not accepted.',
  headers: { 'www-authenticate': 'Bearer realm="tiktok-creator-mcp"' },
};
