import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** An upstream on the loopback interface. */
export interface Upstream {
  readonly url: string;
  /** The replies so far, by the length of their bodies. */
  readonly replies: readonly number[];
  close(): Promise<void>;
}

/** What one request gets. */
export type Answer = (endpoint: string, body: string) => string | Promise<string>;

/**
 * Starts an upstream that answers as it is told.
 * @param delayMs from a request's arrival to its answer
 */
export async function startUpstream(answer: Answer, delayMs = 0): Promise<Upstream> {
  const replies: number[] = [];
  const server = createServer(async (request, response) => {
    const due = delayMs === 0 ? undefined : delay(delayMs);
    try {
      const path = request.url ?? '';
      const reply = await answer(path.slice(path.lastIndexOf('/') + 1), await text(request));
      await due;
      const length = Buffer.byteLength(reply);
      replies.push(length);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
      response.end(reply);
    } catch {
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    replies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
