import { Agent } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { watch } from '../../../src/cli/watch.ts';
import type { JsonObject } from '../../../src/json.ts';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { createHttpTransport, type HttpTransport } from '../../../src/tikhub/http.ts';
import { envelope, NOW } from '../../support/connect.ts';
import { accountsOf, buildContext, unlimited } from '../../support/context.ts';

/** What the command prints and ends with, and how many calls it makes. */
async function watched(
  transport: HttpTransport,
  cookies: Readonly<Record<string, string>>,
  upstream: { readonly url: string; readonly apiKey: string },
) {
  let calls = 0;
  const { context } = buildContext({
    transport: {
      post: (...args) => {
        calls += 1;
        return transport.post(...args);
      },
      close: () => transport.close(),
    },
    accounts: accountsOf(cookies),
    now: () => NOW,
    baseUrl: new URL(upstream.url),
    apiKey: upstream.apiKey,
    createLimiter: unlimited,
  });
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const code = await watch(context, { json: false }, { print, printError: print, hasColours: false });
  return { code, lines, calls };
}

test('makes two calls for each account, and one for each further page of violations', async () => {
  const now = (): Date => NOW;
  const upstream = await startSandbox({ now });
  const agent = new Agent();
  onTestFinished(async () => {
    await agent.destroy();
    await upstream.close();
  });
  const cookies = Object.fromEntries([...upstream.accounts].map(([name, { cookie }]) => [name, cookie]));
  const { code, lines, calls } = await watched(createHttpTransport(agent, now), cookies, upstream);
  expect(code).toBe(1);
  expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual(['us', 'sg', 'br', 'expired']);
  // The violations of br fill two pages; the session that has ended takes one call.
  expect(calls).toBe(8);
});

/** Violations on pages of their own, the only one to be appealed on the last. */
const onPages = (pages: number): HttpTransport => ({
  post: (url, _headers, body) => {
    const page = Number(/"page":(\d+)/.exec(JSON.stringify(body))?.[1]);
    const payload: JsonObject = url.pathname.endsWith('violation_list')
      ? {
          records: [
            {
              record_id: String(page),
              record_status: 1,
              can_appeal: page === pages,
              appeal_valid_time: NOW.getTime() / 1000 + 3600,
            },
          ],
          has_more: page < pages,
        }
      : { violation_score: 300, risk_info: { risk_level_text: 'Healthy' } };
    return Promise.resolve({ status: 200, waitMs: undefined, text: JSON.stringify(envelope(payload)) });
  },
  close: () => Promise.resolve(),
});

const one = (pages: number) =>
  watched(onPages(pages), { one: 'sessionid=abc' }, { url: 'https://up.example', apiKey: 'key' });

test('sees an appeal on a later page', async () => {
  const { code, lines, calls } = await one(5);
  expect([code, calls]).toEqual([1, 6]);
  expect(lines).toEqual(['one: An appeal lapses within 72 hours, the first at 2026-11-22T13:00:00+00:00.\n']);
});

test('says when there are more violations than it reads, and does not end as if all were well', async () => {
  const { code, lines, calls } = await one(6);
  expect([code, calls]).toEqual([2, 6]);
  expect(lines).toEqual(['one: Not all violations were read, so there can be more alerts.\n']);
});
