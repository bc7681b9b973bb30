import { PassThrough } from 'node:stream';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { serverFactory } from '../src/server.ts';
import type { ResponseStore } from '../src/shared-state/response-store.ts';
import { createHttpTransport } from '../src/tikhub/http.ts';
import { StdioTransport } from '../src/transports/stdio-transport.ts';
import { accountsOf, buildContext } from '../test/support/context.ts';
import { Peer } from './peer.ts';
import { now } from './upstream.ts';

/** A tool's result with the time it took. */
interface TimedCall {
  readonly ms: number;
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
}

/** The server in this process, from its request lines to its reply lines, wired as `app.ts` does it. */
export interface InProcessServer {
  readonly peer: Peer;
  /** @throws when the tool answers with an error: then there is nothing to measure */
  call(tool: string, args?: Readonly<Record<string, unknown>>): Promise<TimedCall>;
  close(): Promise<void>;
}

interface ServerOptions {
  readonly url: string;
  /** Sends the requests to the upstream; the caller closes it. */
  readonly dispatcher: Dispatcher;
  /** Cookies by the name of their account, the default one first. */
  readonly cookies: ReadonlyMap<string, string>;
  readonly store?: ResponseStore;
}

const toolResult = z.object({
  isError: z.boolean().optional(),
  content: z.array(z.object({ text: z.string() })).min(1),
  structuredContent: z.record(z.unknown()).optional(),
});

export async function startServer({
  url,
  dispatcher,
  cookies,
  store,
}: ServerOptions): Promise<InProcessServer> {
  const { context } = buildContext({
    baseUrl: new URL(url),
    apiKey: 'key-of-the-bench',
    accounts: accountsOf(Object.fromEntries(cookies)),
    transport: createHttpTransport(dispatcher, now),
    store,
    now,
  });
  const createServer = serverFactory(context, async () => context);
  const server = createServer();
  const input = new PassThrough();
  const output = new PassThrough();
  await server.connect(
    new StdioTransport(input, { out: output, log: () => {}, redact: (text) => text, createServer }),
  );
  const peer = new Peer(output, input);
  await peer.initialize();
  return {
    peer,
    async call(tool, args = {}) {
      const { ms, result } = await peer.request('tools/call', { name: tool, arguments: args });
      const { isError, content, structuredContent = {} } = toolResult.parse(result);
      const text = content.map((block) => block.text).join('\n');
      if (isError === true) throw new Error(`${tool}: ${text}`);
      return { ms, text, structured: structuredContent };
    },
    async close() {
      await server.close();
      input.end();
      await store?.close();
    },
  };
}
