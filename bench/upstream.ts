import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { startSandbox } from '../src/sandbox/server.ts';

/** The time of all requests: October is complete by then. */
export const now = (): Date => new Date('2026-11-22T12:00:00Z');

/** A different session for each number; the sandbox answers for its first creator. */
export const cookieOf = (index: number): string =>
  `sessionid=session-${index}-8d41c0; msToken=token-${index}-77aa0b; ttwid=ttwid-${index}-90cafe`;

/** Posts JSON over kept-alive connections, and reads the reply to its end. */
export async function post(url: string, body: string, headers = {}): Promise<string> {
  const response = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'user-agent': 'bench',
      ...headers,
    },
    body,
  });
  const reply = await response.body.text();
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}: ${reply.slice(0, 500)}`);
  return reply;
}

interface UpstreamOptions {
  /** How long each reply takes. */
  readonly delayMs?: number;
  /** Repeats the first reply of each endpoint, so that replies take no time to make. */
  readonly isConstant?: boolean;
}

/** Starts an upstream on the loopback interface with the replies of the sandbox. */
export async function startUpstream({ delayMs = 0, isConstant = false }: UpstreamOptions = {}) {
  const sandbox = await startSandbox({ now });
  const headers = { authorization: `Bearer ${sandbox.apiKey}` };
  const replies: string[] = [];
  const first = new Map<string, string>();
  const server = createServer(async (incoming, response) => {
    const due = delayMs === 0 ? undefined : delay(delayMs);
    const { url = '' } = incoming;
    const body = await text(incoming);
    const reply = first.get(url) ?? (await post(sandbox.url + url, body, headers));
    if (isConstant) first.set(url, reply);
    await due;
    replies.push(reply);
    const length = Buffer.byteLength(reply);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).end(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    /** The cookies of the sandbox's accounts, the default one first. */
    cookies: Object.fromEntries([...sandbox.accounts].map(([name, { cookie }]) => [name, cookie])),
    /** The bodies of the replies so far. */
    replies,
    async close() {
      server.close();
      server.closeAllConnections();
      await sandbox.close();
    },
  };
}
