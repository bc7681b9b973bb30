import { ErrorCode, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { at } from '../../json.ts';
import { hasBatches } from '../batches.ts';
import { MODERN_VERSION } from '../modern/era.ts';
import { type ReadMessage, type Refusal, readMessage, refuse } from '../read-message.ts';

/** The protocol versions with a handshake and this transport, the newest first. */
const VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26'] as const;

/** The version of a request without the header. */
const UNNAMED_VERSION = '2025-03-26';

/** The most messages of a batch. */
const MAX_BATCH = 100;

/** The messages of a body. */
export type ReadBody =
  | {
      readonly messages: readonly JSONRPCMessage[];
      readonly isBatch: boolean;
      /** Whether a request asks for progress, so that the response has to be a stream. */
      readonly wantsProgress: boolean;
    }
  | { readonly refusals: Refusal | readonly Refusal[] };

/**
 * Reads the messages of a body, as leniently as over stdio. If one cannot be served, the whole batch is refused.
 * @param version the header that names the protocol version
 */
export function readMessages(body: unknown, version: string = UNNAMED_VERSION): ReadBody {
  if (!VERSIONS.some((known) => known === version)) {
    const known = [MODERN_VERSION, ...VERSIONS].join(', ');
    return refusedBody(
      `The protocol version in MCP-Protocol-Version is not supported. Supported versions: ${known}.`,
    );
  }
  if (!Array.isArray(body)) {
    const read = readMessage(withKnownVersion(body));
    return 'refusal' in read ? { refusals: read.refusal } : messagesBody([read.message], false);
  }
  if (!hasBatches(version)) return refusedBody(`A batch is not part of protocol version ${version}.`);
  if (body.length === 0 || body.length > MAX_BATCH)
    return refusedBody(`A batch must have 1 to ${MAX_BATCH} messages.`);
  const reads: readonly ReadMessage[] = body.map((entry: unknown) => readMessage(entry));
  const refusals = reads.flatMap((read) => ('refusal' in read ? [read.refusal] : []));
  if (refusals.length > 0) return { refusals };
  return messagesBody(
    reads.flatMap((read) => ('message' in read ? [read.message] : [])),
    true,
  );
}

const refusedBody = (why: string): ReadBody => ({
  refusals: refuse(undefined, ErrorCode.InvalidRequest, why),
});

const messagesBody = (messages: readonly JSONRPCMessage[], isBatch: boolean): ReadBody => ({
  messages,
  isBatch,
  wantsProgress: messages.some(
    (message) => 'method' in message && at(message.params, '_meta', 'progressToken') !== undefined,
  ),
});

/** A client that requests a version older than this transport is offered the newest, as the protocol says. */
function withKnownVersion(message: unknown): unknown {
  const asked = at(message, 'params', 'protocolVersion');
  if (at(message, 'method') !== 'initialize' || typeof asked !== 'string') return message;
  if (VERSIONS.some((known) => known === asked)) return message;
  const params = { ...objectOf(at(message, 'params')), protocolVersion: VERSIONS[0] };
  return { ...objectOf(message), params };
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
