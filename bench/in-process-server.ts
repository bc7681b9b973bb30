import { PassThrough } from 'node:stream';
import { getGlobalDispatcher } from 'undici';
import { z } from 'zod';
import { serverFactory } from '../src/server.ts';
import type { ResponseStore } from '../src/shared-state/response-store.ts';
import { createHttpTransport } from '../src/tikhub/http.ts';
import { StdioTransport } from '../src/transports/stdio-transport.ts';
import { accountsOf, buildContext } from '../test/support/context.ts';
import { Peer } from './peer.ts';
import { now } from './upstream.ts';

const toolResult = z.object({
  isError: z.boolean().optional(),
  content: z.array(z.object({ text: z.string() })).min(1),
  structuredContent: z.record(z.unknown()).optional(),
});

/** The server in this process, from its request lines to its reply lines, wired as `app.ts` does it. */
export async function startServer(
  url: string,
  cookies: Readonly<Record<string, string>>,
  store?: ResponseStore,
) {
  const { context } = buildContext({
    baseUrl: new URL(url),
    apiKey: 'key-of-the-bench',
    accounts: accountsOf(cookies),
    transport: createHttpTransport(getGlobalDispatcher(), now),
    store,
    now,
  });
  const createServer = serverFactory(context, async () => context);
  const server = createServer();
  const [input, out] = [new PassThrough(), new PassThrough()];
  await server.connect(
    new StdioTransport(input, { out, log: () => {}, redact: (text) => text, createServer }),
  );
  const peer = new Peer(out, input);
  await peer.initialize();
  return {
    peer,
    /** @throws when the tool answers with an error: then there is nothing to measure */
    async call(tool: string, args: Readonly<Record<string, unknown>>) {
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
