import type { HttpRefusal } from './reply.ts';

/** The most simultaneous requests of one client. */
export const MAX_AT_ONCE = 32;

export const slow: HttpRefusal = { status: 408, why: 'The request took too long to arrive.' };
export const largeHeaders = (maxBytes: number): HttpRefusal => ({
  status: 431,
  why: `The headers are larger than ${maxBytes / 1024} kB.`,
});
export const invalidHttp: HttpRefusal = { status: 400, why: 'The HTTP request is not valid.' };
export const noSuchPath: HttpRefusal = {
  status: 404,
  why: 'Nothing is served at this path. The endpoint is /mcp.',
};
export const onlyGet: HttpRefusal = {
  status: 405,
  why: 'Only GET is allowed here.',
  headers: { allow: 'GET' },
};
export const ownFault: HttpRefusal = {
  status: 500,
  code: -32603,
  why: 'An unexpected error occurred in the server. Its log (stderr) has the details.',
};
export const draining: HttpRefusal = {
  status: 503,
  code: -32000,
  why: 'The server is shutting down. Nothing was done or billed; try again in a moment.',
  headers: { 'retry-after': '1' },
};
export const tooMany: HttpRefusal = {
  status: 429,
  code: -32000,
  why: `More than ${MAX_AT_ONCE} simultaneous requests. Nothing was done or billed; try again when one of them has ended.`,
  headers: { 'retry-after': '1' },
};
export const wrongType: HttpRefusal = {
  status: 415,
  why: 'The body must be uncompressed application/json.',
};
