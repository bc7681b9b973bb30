import { at } from '../../json.ts';

/** The prefix of the protocol's own fields in `_meta`. */
export const META = 'io.modelcontextprotocol/';

/** The protocol version without a handshake, where each request states its version. */
export const MODERN_VERSION = '2026-07-28';

/** Whether a message states its version, or calls a method that only modern servers have. */
export const isModern = (message: unknown): boolean =>
  at(message, 'method') === 'server/discover' ||
  at(message, 'params', '_meta', `${META}protocolVersion`) !== undefined;
