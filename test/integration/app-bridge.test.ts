import { AppBridge } from '@modelcontextprotocol/ext-apps/app-bridge';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { connectForViews } from '../support/browser/results.ts';

// The official host side in front of the server, and what a page says to it, without a browser between them.

let server: Awaited<ReturnType<typeof connectForViews>>;
let page: InMemoryTransport;
const waiting = new Map<unknown, (message: object) => void>();
const heard: object[] = [];
let lastId = 0;

/** The host's answer to a request of the page. */
const ask = (method: string, params: Record<string, unknown> = {}): Promise<object> =>
  new Promise((resolve, reject) => {
    lastId += 1;
    waiting.set(lastId, resolve);
    page.send({ jsonrpc: '2.0', id: lastId, method, params }).catch(reject);
  });

beforeAll(async () => {
  server = await connectForViews();
  const [hostSide, pageSide] = InMemoryTransport.createLinkedPair();
  page = pageSide;
  page.onmessage = (message) => {
    if ('method' in message) heard.push(message);
    else waiting.get(message.id)?.(message);
  };
  await page.start();
  const bridge = new AppBridge(server.host, { name: 'tests', version: '1' }, { serverTools: {} });
  bridge.oninitialized = async () => {
    const result = await server.viewOf('review_videos', { account: 'us' });
    await bridge.sendToolInput({ arguments: { account: 'us' } });
    await bridge.sendToolResult({ ...result.result, content: [{ type: 'text', text: 'videos' }] });
  };
  await bridge.connect(hostSide);
}, 60_000);
afterAll(() => server.close());

test('the host accepts what a page says first, and then sends arguments and result', async () => {
  const greeting = await ask('ui/initialize', {
    appInfo: { name: 'review_videos', version: '1' },
    appCapabilities: { availableDisplayModes: ['inline', 'fullscreen'] },
    protocolVersion: '2026-01-26',
  });
  expect(greeting).toMatchObject({
    result: { protocolVersion: '2026-01-26', hostCapabilities: { serverTools: {} } },
  });
  await page.send({ jsonrpc: '2.0', method: 'ui/notifications/initialized', params: {} });
  await expect
    .poll(() => heard, { timeout: 20_000 })
    .toMatchObject([
      { method: 'ui/notifications/tool-input', params: { arguments: { account: 'us' } } },
      { method: 'ui/notifications/tool-result', params: { structuredContent: { account: 'us' } } },
    ]);
});

test.each(['summarize_month', 'compare_accounts', 'review_videos', 'list_accounts'])(
  'a page calls %s through the host',
  async (name) => {
    const answer = z
      .object({ result: z.object({ isError: z.boolean().optional(), structuredContent: z.object({}) }) })
      .parse(await ask('tools/call', { name, arguments: {} }));
    expect(answer.result.isError).not.toBe(true);
  },
);

test('an error of a tool comes as its sentence', async () => {
  const answer = await ask('tools/call', { name: 'summarize_month', arguments: { account: 'nobody' } });
  expect(answer).toMatchObject({
    result: {
      isError: true,
      content: [{ text: expect.stringContaining('account must be one of us, sg, br, expired') }],
    },
  });
});

test('what the host does not know is refused and ends nothing', async () => {
  expect(await ask('ui/no-such-method')).toMatchObject({ error: { code: -32601 } });
  expect(await ask('ping')).toMatchObject({ result: {} });
});
