import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

const message = z.object({
  id: z.number().optional(),
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});

/** The result of a request, and when its line was there, before anything was made of it. */
export interface Answered {
  readonly result: unknown;
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** From sending the request. */
  readonly ms: number;
}

interface Waiting {
  readonly from: number;
  resolve(answered: Answered): void;
  reject(error: Error): void;
}

/** The other end of a stdio server, with as little of its own as can be: it is not what is measured. */
export class Lines {
  readonly #output: Writable;
  readonly #waiting = new Map<number, Waiting>();
  #begun: string[] = [];
  #asked = 0;

  /**
   * @param input what the server writes
   * @param output what the server reads
   */
  constructor(input: Readable, output: Writable) {
    this.#output = output;
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => this.#take(chunk));
    input.once('close', () => this.#giveUp());
    // A server that dies is told by its closed output.
    output.on('error', () => {});
  }

  /** Sends a request and waits for its answer. */
  ask(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Answered> {
    this.#asked += 1;
    const id = this.#asked;
    const line = `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { from: performance.now(), resolve, reject });
      this.#output.write(line);
    });
  }

  /** The two steps that come before everything else. */
  async initialize(): Promise<Answered> {
    const answered = await this.ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    });
    this.#output.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    return answered;
  }

  #take(chunk: string): void {
    const at = performance.now();
    const [first = '', ...rest] = chunk.split('\n');
    this.#begun.push(first);
    for (const next of rest) {
      this.#answer(this.#begun.join(''), at);
      this.#begun = [next];
    }
  }

  #answer(line: string, at: number): void {
    const { id, result, error } = message.parse(JSON.parse(line));
    if (id === undefined) return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error !== undefined) waiting?.reject(new Error(error.message));
    else waiting?.resolve({ result, at, ms: at - (waiting?.from ?? at) });
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('The server has gone.'));
    this.#waiting.clear();
  }
}
