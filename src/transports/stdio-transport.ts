import type { Readable, Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ErrorCode,
  type JSONRPCMessage,
  LATEST_PROTOCOL_VERSION,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js';
import { at } from '../json.ts';
import { Batches, hasBatches } from './batches.ts';
import { type Line, LineReader } from './line-reader.ts';
import { ModernRequests, type ModernServing } from './modern/modern-requests.ts';
import { type ReadMessage, type Refusal, readMessage, refuse } from './read-message.ts';
import { idInLongLine, idInText, idOf } from './request-id.ts';
import { errorOf } from './response-error.ts';

/** Replaces the id 0 within the server: when a request is cancelled, the SDK treats 0 as no id. */
const ZERO = 'request 0';

/** The length limit of a log line, because ids and methods can be of any length. */
const MAX_LOGGED = 200;

/** The form of method names; any other text may be a secret in the wrong place, and is not logged. */
const METHOD = /^[a-z]{1,20}(\/[a-z_]{1,20}){0,3}$/i;

interface StdioServing extends ModernServing {
  /** Where messages go. */
  readonly out: Writable;
  /** Writes a line to the log. */
  log(line: string): void;
}

/**
 * Messages over stdin and stdout, one per line. A message that cannot be served gets an error response if JSON-RPC
 * allows one, and is logged in one line without its content.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #stdin: Readable;
  readonly #out: Writable;
  readonly #serving: StdioServing;
  readonly #lines = new LineReader();
  readonly #batches = new Batches();
  /** The methods of open requests. */
  readonly #open = new Map<RequestId, string>();
  /** Requests that belong to no session. */
  readonly #modern: ModernRequests;
  /** The protocol version of this session, known from its `initialize` request. */
  #version: string | undefined;
  #isFirst = true;
  #onAnswered: (() => void) | undefined;

  constructor(stdin: Readable, serving: StdioServing) {
    this.#stdin = stdin;
    this.#out = serving.out;
    this.#serving = serving;
    this.#modern = new ModernRequests({ ...serving, notify: (message) => void this.#write(message) });
  }

  async start(): Promise<void> {
    this.#stdin.on('data', this.#readChunk);
    this.#stdin.once('end', () => this.#readLine(this.#lines.end()));
  }

  async close(): Promise<void> {
    this.#stdin.off('data', this.#readChunk);
    this.#modern.cancelAll();
    this.onclose?.();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const sent = 'method' in message ? undefined : message.id;
    if (sent === undefined) return this.#write(message);
    const id = sent === ZERO ? 0 : sent;
    const error = errorOf(message, this.#serving.redact);
    if (error !== undefined) this.#logRefusal({ id, ...error }, this.#open.get(id));
    await this.#respond(id, { ...message, id, ...error });
  }

  async #respond(id: RequestId, response: object): Promise<void> {
    if (this.#batches.has(id)) {
      const responses = this.#batches.settle(id, response);
      if (responses.length > 0) await this.#write(responses);
    } else await this.#write(response);
    this.#settle(id);
  }

  /** Waits until the responses to all requests that were read have been written. */
  answered(): Promise<void> {
    return new Promise((resolve) => {
      this.#onAnswered = resolve;
      this.#tellAnswered();
    });
  }

  /**
   * Writes a space, because only a write shows that the other end of a pipe is closed. White space may precede a
   * message, so this is done only while a response is due, and never in the middle of a line.
   */
  probe(): void {
    if (this.#open.size > 0 && this.#out.writableLength === 0) this.#out.write(' ');
  }

  /** Answers every open request with an error. */
  async refuseOpen(why: string): Promise<void> {
    const { size } = this.#open;
    if (size > 0)
      this.#serving.log(`${size === 1 ? '1 request was' : `${size} requests were`} not answered: ${why}`);
    for (const id of this.#open.keys()) await this.#respond(id, refuse(id, ErrorCode.ConnectionClosed, why));
  }

  readonly #readChunk = (chunk: Buffer): void => {
    for (const line of this.#lines.read(chunk)) this.#readLine(line);
  };

  #readLine(line: Line | undefined): void {
    if (line === undefined) return;
    if (typeof line === 'string') this.#readText(line);
    else {
      const why = `The request line has ${line.bytes} bytes; the limit is 1 MiB.`;
      this.#refuse(refuse(idInLongLine(line), ErrorCode.InvalidRequest, why));
    }
  }

  #readText(line: string): void {
    const text = (this.#isFirst ? line.replace(/^\ufeff/, '') : line).trim();
    this.#isFirst = false;
    if (text === '') return;
    const parsed = parseLine(text);
    if (parsed === undefined) {
      this.#refuse(refuse(idInText(text), ErrorCode.ParseError, 'The line is not valid JSON.'));
    } else if (Array.isArray(parsed.value)) this.#readBatch(parsed.value);
    else this.#readOne(parsed.value);
  }

  #readOne(parsed: unknown): void {
    const id = idOf(parsed);
    const modern = id === undefined ? undefined : this.#modern.serve(id, parsed);
    if (id !== undefined && modern !== undefined) {
      this.#open.set(id, String(at(parsed, 'method')));
      void modern.then((response) => response && this.send(response));
    } else this.#accept(readMessage(parsed));
  }

  #accept(read: ReadMessage): void {
    if ('refusal' in read) {
      this.#refuse(read.refusal, read.isAnswered);
      return;
    }
    const { message } = read;
    if ('method' in message && 'id' in message) {
      if (message.method === 'initialize') this.#version = versionFor(message.params);
      this.#open.set(message.id, message.method);
      this.onmessage?.(message.id === 0 ? { ...message, id: ZERO } : message);
    } else this.onmessage?.(this.#withCancelled(message));
  }

  /** Requests of a batch are served like others; only their responses are sent together. */
  #readBatch(entries: readonly unknown[]): void {
    if (!hasBatches(this.#version)) {
      const reason =
        this.#version === undefined
          ? 'comes before initialize'
          : `is not part of protocol version ${this.#version}`;
      const why = `A batch ${reason}. Send each message on a line of its own.`;
      const ids = entries.flatMap((entry) => idOf(entry) ?? []);
      for (const id of ids.length > 0 ? ids : [undefined]) {
        this.#refuse(refuse(id, ErrorCode.InvalidRequest, why));
      }
      return;
    }
    if (entries.length === 0) {
      this.#refuse(refuse(undefined, ErrorCode.InvalidRequest, 'A batch must not be empty.'));
      return;
    }
    const reads = entries.map(readMessage);
    const refusals = reads.flatMap((read) => ('refusal' in read ? [read] : []));
    for (const { refusal } of refusals) this.#logRefusal(refusal);
    const ids = reads.flatMap((read) =>
      'message' in read && 'method' in read.message && 'id' in read.message ? read.message.id : [],
    );
    const answers = refusals.flatMap(({ refusal, isAnswered }) => (isAnswered ? refusal : []));
    const responses = this.#batches.open(ids, answers);
    if (responses.length > 0) void this.#write(responses);
    for (const read of reads) if ('message' in read) this.#accept(read);
  }

  /** A cancelled request gets no response, so it is no longer open. */
  #withCancelled(message: JSONRPCMessage): JSONRPCMessage {
    if (!('method' in message) || message.method !== 'notifications/cancelled') return message;
    const id = idOf({ id: at(message.params, 'requestId') });
    if (id === undefined) return message;
    this.#modern.cancel(id);
    const responses = this.#batches.settle(id);
    if (responses.length > 0) void this.#write(responses);
    this.#settle(id);
    return id === 0 ? { ...message, params: { ...message.params, requestId: ZERO } } : message;
  }

  #refuse(response: Refusal, isAnswered = true): void {
    this.#logRefusal(response);
    if (isAnswered) void this.#write(response);
  }

  #logRefusal({ id, error }: Pick<Refusal, 'id' | 'error'>, method?: string): void {
    const named = method !== undefined && METHOD.test(method) ? ` (${method})` : '';
    const what =
      id === undefined ? 'A message without a readable id' : `Request ${oneLine(String(id))}${named}`;
    this.#serving.log(`${what} was refused (${error.code}): ${oneLine(error.message)}`);
  }

  #write(message: object): Promise<void> {
    return new Promise((resolve) => {
      // The stream itself reports a closed reader.
      this.#out.write(`${JSON.stringify(message)}\n`, () => resolve());
    });
  }

  #settle(id: RequestId): void {
    this.#open.delete(id);
    this.#tellAnswered();
  }

  #tellAnswered(): void {
    if (this.#open.size === 0) this.#onAnswered?.();
  }
}

/** The version that `initialize` leads to: the requested one if supported, else the latest. */
function versionFor(params: unknown): string {
  const asked = at(params, 'protocolVersion');
  return SUPPORTED_PROTOCOL_VERSIONS.find((version) => version === asked) ?? LATEST_PROTOCOL_VERSION;
}

function parseLine(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The beginning of a text, as one log line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, MAX_LOGGED);
