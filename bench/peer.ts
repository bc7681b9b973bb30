import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

const message = z.object({
  id: z.number().optional(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});

/** A result with the time at which its line arrived, before it was parsed. */
export interface TimedResult {
  readonly result: unknown;
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** From sending the request. */
  readonly ms: number;
}

interface PendingRequest {
  readonly from: number;
  resolve(result: TimedResult): void;
  reject(error: Error): void;
}

/** The other end of a stdio server. It does as little as possible, because it is not what is measured. */
export class Peer {
  readonly #output: Writable;
  readonly #pending = new Map<number, PendingRequest>();
  #partialLine: string[] = [];
  #lastId = 0;

  /**
   * @param input what the server writes
   * @param output what the server reads
   */
  constructor(input: Readable, output: Writable) {
    this.#output = output;
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => this.#receive(chunk));
    input.once('close', () => this.#rejectAll());
    // A server that has died closes its output, which rejects what is pending.
    output.on('error', () => {});
  }

  /** Sends a request and waits for its result. */
  request(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<TimedResult> {
    this.#lastId += 1;
    const id = this.#lastId;
    const line = `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { from: performance.now(), resolve, reject });
      this.#output.write(line);
    });
  }

  /** The handshake that comes before everything else. */
  async initialize(): Promise<TimedResult> {
    const initialized = await this.request('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    });
    this.#output.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    return initialized;
  }

  #receive(chunk: string): void {
    const at = performance.now();
    const [first = '', ...rest] = chunk.split('\n');
    this.#partialLine.push(first);
    for (const next of rest) {
      this.#settle(this.#partialLine.join(''), at);
      this.#partialLine = [next];
    }
  }

  #settle(line: string, at: number): void {
    const { id, result, error } = message.parse(JSON.parse(line));
    if (id === undefined) return;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error !== undefined) pending?.reject(new Error(error.message));
    else pending?.resolve({ result, at, ms: at - (pending?.from ?? at) });
  }

  #rejectAll(): void {
    for (const { reject } of this.#pending.values()) reject(new Error('The server has ended.'));
    this.#pending.clear();
  }
}
