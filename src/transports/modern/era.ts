import { at } from '../../json.ts';

/** The prefix of what the protocol itself says in `_meta`. */
export const META = 'io.modelcontextprotocol/';

/** The protocol version without a handshake: each request says which version it speaks. */
export const MODERN_VERSION = '2026-07-28';

/** Whether a message says which version it speaks, or asks for what only modern servers have. */
export const isModern = (message: unknown): boolean =>
  at(message, 'method') === 'server/discover' ||
  at(message, 'params', '_meta', `${META}protocolVersion`) !== undefined;
