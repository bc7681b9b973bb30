import type { IncomingMessage } from 'node:http';
import type { Refused } from './reply.ts';

/** Counts what the server does, for `/metrics`. */
export interface HttpMonitor {
  /** Receives the status of each response. */
  responded(status: number): void;
  /** Whether the metrics can be read without a token. */
  isOpen(): boolean;
  /** Why the sender of a request may not read the metrics; undefined if they may. */
  refused(request: IncomingMessage): Promise<Refused | undefined>;
  /** @param running the number of requests that are being served */
  text(running: number): string;
}
