import { z } from 'zod';
import type { JsonObject } from '../../src/json.ts';
import type { Tool } from '../../src/mcp/define-tool.ts';
import type { ResponseStore } from '../../src/shared-state/response-store.ts';
import { failed, ok } from './client.ts';
import { accountsOf, buildContext, unlimited } from './context.ts';

/** What the upstream of a test replies to an endpoint, found by a part of its name; a number is a refusal with that status. */
export type Replies = Readonly<Record<string, (body: string) => JsonObject | number>>;

/** What a tool returned, and what was sent for it. */
export interface Ran {
  readonly text: string;
  readonly structured: JsonObject;
  /** The same without notes, a line for each field. */
  readonly fields: string;
  /** Endpoint and own parameters of each call, in order. */
  readonly sent: readonly string[];
  /** The steps that were reported, as `done/total what`. */
  readonly progress: readonly string[];
}

/** What every result has. */
const NOT_OWN: ReadonlySet<string> = new Set(['account', 'fetched_at', 'cached', 'notes']);

const result = z.object({
  structuredContent: z.record(z.unknown()).optional(),
  content: z.tuple([z.object({ text: z.string() })]).rest(z.unknown()),
});
const body = z.object({ cookie: z.unknown(), proxy: z.unknown() }).passthrough();

/** A tool on an upstream that is a function, without a host and a socket; what one run has learnt, the next one knows. */
export function runnerOf(
  replies: Replies,
  { now = '2026-11-24T12:00:00Z', store }: { readonly now?: string; readonly store?: ResponseStore } = {},
) {
  const sent: string[] = [];
  const { context } = buildContext({
    accounts: accountsOf({ main: 'sessionid=session-main; msToken=m; ttwid=t' }),
    apiKey: 'key-of-the-test',
    now: () => new Date(now),
    store,
    createLimiter: unlimited,
    sleep: async () => {},
    transport: {
      async post(url, _headers, posted) {
        const endpoint = url.pathname.split('/').at(-1) ?? '';
        const { cookie: _cookie, proxy: _proxy, ...own } = body.parse(posted);
        sent.push(`${endpoint} ${JSON.stringify(own)}`);
        const found = Object.entries(replies).find(([name]) => endpoint.includes(name));
        const reply = found?.[1](JSON.stringify(own)) ?? { segments: [] };
        return typeof reply === 'number' ? failed(reply) : ok(reply);
      },
      close: async () => {},
    },
  });
  return async (tool: Tool, args: JsonObject = {}): Promise<Ran> => {
    const progress: string[] = [];
    const before = sent.length;
    const { content, structuredContent = {} } = result.parse(
      await tool.handler(context)(args, {
        signal: new AbortController().signal,
        requestId: 1,
        _meta: { progressToken: 1 },
        sendNotification: async ({ params }) => {
          const { progress: done, total, message } = z.record(z.unknown()).parse(params);
          progress.push(`${done}/${total} ${message}`);
        },
        sendRequest: () => Promise.reject(new Error('Nothing is asked of the host.')),
      }),
    );
    // As a host gets it: what is undefined does not arrive.
    const structured = z.record(z.unknown()).parse(JSON.parse(JSON.stringify(structuredContent)));
    return {
      text: content[0].text,
      structured,
      fields: Object.entries(structured)
        .filter(([name]) => !NOT_OWN.has(name))
        .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
        .join('\n'),
      sent: sent.slice(before),
      progress,
    };
  };
}
