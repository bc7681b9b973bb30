import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ErrorCode,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { refuse } from '../read-message.ts';
import { isModern } from './era.ts';

/** What modern requests are served with. */
export interface ModernServing {
  /** A server for one request, not connected yet. */
  createServer(): McpServer;
  /** Removes secrets from a text. */
  redact(text: string): string;
}

interface ModernListener extends Pick<ModernServing, 'createServer'> {
  /** Writes a line to the log. */
  log(line: string): void;
  /** Receives the notifications that precede a response. */
  notify(message: JSONRPCNotification): void;
}

const OWN_FAULT =
  'An unexpected error occurred in the server. Its log (stderr) has the details. If the program on disk was updated or removed, restart the server.';

/** Requests on a connection that each state their protocol version; the handlers are loaded with the first. */
export class ModernRequests {
  readonly #host: ModernListener;
  readonly #underWay = new Map<RequestId, AbortController>();

  constructor(host: ModernListener) {
    this.#host = host;
  }

  /**
   * Serves a message; undefined if it belongs to a session.
   * @returns its response; undefined if it was cancelled
   */
  serve(id: RequestId, parsed: unknown): Promise<JSONRPCMessage | undefined> | undefined {
    return isModern(parsed) ? this.#serve(id, parsed) : undefined;
  }

  async #serve(id: RequestId, parsed: unknown): Promise<JSONRPCMessage | undefined> {
    const cancelled = new AbortController();
    this.#underWay.set(id, cancelled);
    try {
      const [{ readModern }, { serveModern }] = await Promise.all([
        import('./read-modern.ts'),
        import('./serve-modern.ts'),
      ]);
      const read = readModern(parsed);
      return 'refusal' in read
        ? read.refusal
        : await serveModern(read.request, { ...this.#host, signal: cancelled.signal });
    } catch (error) {
      this.#host.log(String(error instanceof Error ? error.stack : error));
      return refuse(id, ErrorCode.InternalError, OWN_FAULT);
    } finally {
      this.#underWay.delete(id);
    }
  }

  cancel(id: RequestId): void {
    this.#underWay.get(id)?.abort();
  }

  cancelAll(): void {
    for (const request of this.#underWay.values()) request.abort();
  }
}
