import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createDispatcher } from '../../src/tikhub/dispatcher.ts';
import { connectToUrl } from '../support/connect.ts';
import { unlimited } from '../support/context.ts';
import { startFlappingProxy } from '../support/faults/proxy.ts';
import { HEALTHY } from '../support/faults/table.ts';
import { startFaultUpstream } from '../support/faults/upstream.ts';

const CALLS = 120;

const resources = (): number =>
  process.getActiveResourcesInfo().filter((name) => /^TCPSocket|^Timeout/.test(name)).length;

/** Numbers from 0 to 1 that are the same in every run. */
function numbers(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('a proxy that now works and now does not leaves no connection and no timer', async () => {
  const upstream = await startFaultUpstream();
  onTestFinished(upstream.close);
  upstream.play(HEALTHY.act);
  const proxy = await startFlappingProxy(upstream, 0.5, numbers());
  onTestFinished(proxy.close);
  const before = resources();
  const forwardProxy = { url: new URL(proxy.url), setting: 'HTTP_PROXY' as const };
  const connection = await connectToUrl(upstream.url, {
    dispatcher: createDispatcher(forwardProxy, 150),
    forwardProxy,
    timeoutMs: 2000,
    createLimiter: unlimited,
  });
  const texts: string[] = [];
  for (let call = 0; call < CALLS; call += 8) {
    const cookies = Array.from({ length: 8 }, (_, at) => `sessionid=session-of-creator-${call + at}`);
    const results = await Promise.all(
      cookies.map((cookie) => connection.call('get_creator_account_info', { cookie })),
    );
    texts.push(...results.flatMap(({ isError, text }) => (isError ? text : [])));
  }
  expect(texts.length).toBeLessThan(CALLS / 2);
  // Whatever failed was the proxy's, and says so.
  expect(texts.filter((text) => !/^The (proxy|connection) /.test(text))).toEqual([]);
  // Kept for later calls, but none is made while nobody asks.
  const { accepted } = proxy.connections;
  await delay(500);
  expect(proxy.connections.accepted).toBe(accepted);
  await connection.close();
  await expect.poll(() => proxy.connections.open).toBe(0);
  await expect.poll(resources).toBeLessThanOrEqual(before);
});
