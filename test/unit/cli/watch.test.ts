import { Agent } from 'undici';
import { expect, test } from 'vitest';
import { watch } from '../../../src/cli/watch.ts';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { createHttpTransport } from '../../../src/tikhub/http.ts';
import { NOW } from '../../support/connect.ts';
import { accountsOf, buildContext, unlimited } from '../../support/context.ts';

test('makes two calls for each account at most', async () => {
  const now = (): Date => NOW;
  const upstream = await startSandbox({ now });
  const agent = new Agent();
  let calls = 0;
  const counting = agent.compose((dispatch) => (options, handler) => {
    calls += 1;
    return dispatch(options, handler);
  });
  const accounts = accountsOf(
    Object.fromEntries([...upstream.accounts].map(([name, { cookie }]) => [name, cookie])),
  );
  const transport = createHttpTransport(counting, now);
  const { url, apiKey } = upstream;
  const { context } = buildContext({
    transport,
    accounts,
    now,
    baseUrl: new URL(url),
    apiKey,
    createLimiter: unlimited,
  });
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  expect(await watch(context, { json: false }, { print, complain: print, hasColours: false })).toBe(1);
  expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual(['us', 'sg', 'br', 'expired']);
  expect(calls).toBe(7);
  await agent.destroy();
  await upstream.close();
});
