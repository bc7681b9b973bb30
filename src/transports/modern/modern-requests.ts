import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { JSONRPCMessage, JSONRPCNotification, RequestId } from '@modelcontextprotocol/sdk/types.js';
import { isModern } from './era.ts';

/** What modern requests are served with. */
export interface ModernServing {
  /** A server for one request, not connected yet. */
  createServer(): McpServer;
  /** Removes secrets from a text. */
  redact(text: string): string;
}

interface ModernListener extends Pick<ModernServing, 'createServer'> {
  /** Takes what is said of a request before its response. */
  notify(message: JSONRPCNotification): void;
}

/** Requests on a connection that say themselves which version they speak; what serves them is loaded with the first. */
export class ModernRequests {
  readonly #host: ModernListener;
  readonly #underWay = new Map<RequestId, AbortController>();

  constructor(host: ModernListener) {
    this.#host = host;
  }

  /**
   * Serves a message; undefined where it belongs to a session.
   * @returns its response; undefined when it was cancelled
   */
  serve(id: RequestId, parsed: unknown): Promise<JSONRPCMessage | undefined> | undefined {
    return isModern(parsed) ? this.#serve(id, parsed) : undefined;
  }

  async #serve(id: RequestId, parsed: unknown): Promise<JSONRPCMessage | undefined> {
    const cancelled = new AbortController();
    this.#underWay.set(id, cancelled);
    const [{ readModern }, { serveModern }] = await Promise.all([
      import('./read-modern.ts'),
      import('./serve-modern.ts'),
    ]);
    const read = readModern(parsed);
    const response =
      'refusal' in read
        ? read.refusal
        : await serveModern(read.request, { ...this.#host, signal: cancelled.signal });
    this.#underWay.delete(id);
    return response;
  }

  cancel(id: RequestId): void {
    this.#underWay.get(id)?.abort();
  }

  cancelAll(): void {
    for (const request of this.#underWay.values()) request.abort();
  }
}
