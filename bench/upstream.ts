import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { startSandbox } from '../src/sandbox/server.ts';

/** When everything here is asked: October is complete by then. */
export const now = (): Date => new Date('2026-11-22T12:00:00Z');

/** A session of its own for each number. */
export const cookieOf = (index: number): string =>
  `sessionid=session-${index}-8d41c0; msToken=token-${index}-77aa0b; ttwid=ttwid-${index}-90cafe`;

/** An upstream on the loopback interface. */
export interface Upstream {
  readonly url: string;
  /** The bodies of its replies so far. */
  readonly replies: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts an upstream that replies as it is told.
 * @param reply the body for a request to an endpoint
 * @param delayMs from a request's arrival to its reply
 */
export async function startUpstream(
  reply: (endpoint: string, body: string) => string | Promise<string>,
  delayMs = 0,
): Promise<Upstream> {
  const replies: string[] = [];
  const server = createServer(async (incoming, response) => {
    const due = delayMs === 0 ? undefined : delay(delayMs);
    try {
      const path = incoming.url ?? '';
      const body = await reply(path.slice(path.lastIndexOf('/') + 1), await text(incoming));
      await due;
      replies.push(body);
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
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

/** The sandbox, which takes every complete session that it does not know for its first creator. */
export interface ReplySource {
  readonly cookies: ReadonlyMap<string, string>;
  reply(endpoint: string, body: string): Promise<string>;
  close(): Promise<void>;
}

export async function startReplySource(): Promise<ReplySource> {
  const sandbox = await startSandbox({ now });
  return {
    cookies: new Map([...sandbox.accounts].map(([name, { cookie }]) => [name, cookie])),
    async reply(endpoint, body) {
      const response = await request(`${sandbox.url}/api/v1/tiktok/creator/${endpoint}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${sandbox.apiKey}`,
          'content-type': 'application/json',
          'user-agent': 'bench',
        },
        body,
      });
      return response.body.text();
    },
    close: () => sandbox.close(),
  };
}
