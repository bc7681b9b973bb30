import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect, onTestFinished, test } from 'vitest';
import { serverFactory } from '../../src/server.ts';
import { accountsOf, buildContext } from '../support/context.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

test('the upstream is opened with the first call, and once', {
  timeout: 30_000,
}, async () => {
  const { context } = buildContext({
    accounts: accountsOf({ us: 'sessionid=session-us' }),
    now: () => NOW,
    transport: { post: () => Promise.reject(new Error('not called')), close: async () => {} },
  });
  const happened: unknown[] = [];
  const createServer = serverFactory(context, async () => {
    happened.push('opened');
    return context;
  });
  const server = createServer();
  onTestFinished(() => server.close());
  const [host, theirs] = InMemoryTransport.createLinkedPair();
  host.onmessage = (message) => {
    if ('id' in message) happened.push(message.id);
  };
  await server.connect(theirs);
  await host.start();
  const clientInfo = { name: 'tests', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  await host.send({ jsonrpc: '2.0', id: 'initialize', method: 'initialize', params });
  await host.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(happened).toEqual(['initialize']);

  await host.send({ jsonrpc: '2.0', id: 'list', method: 'tools/list' });
  // From the sources the list is made from the schemas and pages, which takes a while.
  await expect.poll(() => happened, { timeout: 25_000 }).toEqual(['initialize', 'list']);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(happened).toHaveLength(2);

  for (const id of ['first', 'second']) {
    await host.send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'list_accounts' } });
  }
  await expect
    .poll(() => happened, { timeout: 25_000 })
    .toEqual(['initialize', 'list', 'opened', 'first', 'second']);
});
