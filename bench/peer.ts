import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

const message = z.object({
  id: z.number().optional(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});

/** A result with the time from sending the request to its line, before that was parsed. */
interface TimedResult {
  readonly result: unknown;
  readonly ms: number;
}

interface PendingRequest {
  readonly from: number;
  resolve(result: TimedResult): void;
  reject(error: Error): void;
}

/** A minimal MCP client over stdio, which must not take part in what is measured. */
export class Peer {
  readonly #output: Writable;
  readonly #pending = new Map<number, PendingRequest>();
  #lastId = 0;

  /** @param input what the server writes */
  constructor(input: Readable, output: Writable) {
    // If the server dies, its output ends too, which rejects the requests.
    this.#output = output.on('error', () => {});
    createInterface({ input })
      .on('line', (line) => this.#receive(line, performance.now()))
      .on('close', () => {
        for (const { reject } of this.#pending.values()) reject(new Error('The server has ended.'));
      });
  }

  /** Sends a request and waits for its result. */
  request(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<TimedResult> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { from: performance.now(), resolve, reject });
      this.#write({ id, method, params });
    });
  }

  /** The handshake. */
  async initialize(): Promise<void> {
    const clientInfo = { name: 'bench', version: '1' };
    await this.request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    this.#write({ method: 'notifications/initialized' });
  }

  #write(request: object): void {
    this.#output.write(`${JSON.stringify({ jsonrpc: '2.0', ...request })}\n`);
  }

  #receive(line: string, at: number): void {
    const { id = 0, result, error } = message.parse(JSON.parse(line));
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error !== undefined) pending?.reject(new Error(error.message));
    else pending?.resolve({ result, ms: at - pending.from });
  }
}
