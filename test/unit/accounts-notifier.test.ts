import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect, onTestFinished, test } from 'vitest';
import { accountsNotifier, serverFactory } from '../../src/server.ts';
import { accountsOf, buildContext } from '../support/context.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

test('a host is told of changed accounts once it is initialized, and not before', async () => {
  const { context } = buildContext({
    accounts: accountsOf({ us: 'sessionid=session-us' }),
    now: () => NOW,
    transport: { post: () => Promise.reject(new Error('not called')), close: async () => {} },
  });
  const server = serverFactory(context, async () => context)();
  onTestFinished(() => server.close());
  const tell = accountsNotifier(server);
  const [host, theirs] = InMemoryTransport.createLinkedPair();
  const methods: string[] = [];
  host.onmessage = (message) => {
    if ('method' in message) methods.push(message.method);
  };
  await server.connect(theirs);
  await host.start();
  const clientInfo = { name: 'tests', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  await host.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  tell();
  tell();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(methods).toEqual([]);

  await host.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  const changed = ['notifications/tools/list_changed', 'notifications/resources/list_changed'];
  await expect.poll(() => methods).toEqual(changed);
  tell();
  await expect.poll(() => methods).toEqual([...changed, ...changed]);
});
