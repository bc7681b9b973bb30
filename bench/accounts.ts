import { Agent } from 'undici';
import { z } from 'zod';
import { createStore } from '../src/shared-state/create-store.ts';
import { LONGEST_FRESH } from '../src/tikhub/payload.ts';
import { startServer } from './in-process-server.ts';
import { count, median, ms, ratio, type Section, table } from './report.ts';
import { cookieOf, now, startReplySource, startUpstream } from './upstream.ts';

const ACCOUNTS = 12;

/** What the vendor allows one key: so many calls in flight, so many starts in any second (upstream-api.md 1.7). */
const MAX_IN_FLIGHT = 4;
const STARTS_PER_SECOND = 10;

/** How long the upstream takes for each call, and how often the comparison is run. */
const CASES = [
  { delayMs: 300, runs: 3 },
  { delayMs: 800, runs: 1 },
] as const;

/** The time until the last of so many calls is back, if each takes equally long and nothing else takes any time. */
function lowerBound(calls: number, delayMs: number): number {
  const starts: number[] = [];
  for (let index = 0; index < calls; index += 1) {
    const slot = starts[index - MAX_IN_FLIGHT];
    const second = starts[index - STARTS_PER_SECOND];
    starts.push(
      Math.max(0, slot === undefined ? 0 : slot + delayMs, second === undefined ? 0 : second + 1000),
    );
  }
  return (starts.at(-1) ?? 0) + delayMs;
}

const comparison = z.object({ calls: z.number(), failed: z.array(z.unknown()) });

interface Run {
  readonly calls: number;
  readonly failed: number;
  readonly wall: number;
  /** The same question again, which the cache answers. */
  readonly again: number;
}

async function compareOnce(url: string, dispatcher: Agent): Promise<Run> {
  const cookies = new Map(
    Array.from({ length: ACCOUNTS }, (_, index) => [`creator-${index + 1}`, cookieOf(index)]),
  );
  const store = createStore({ now, maxAgeMs: LONGEST_FRESH });
  const server = await startServer({ url, dispatcher, cookies, store });
  const args = { month: '2026-10' };
  const first = await server.call('compare_accounts', args);
  const again = await server.call('compare_accounts', args);
  await server.close();
  const { calls, failed } = comparison.parse(first.structured);
  return { calls, failed: failed.length, wall: first.ms, again: again.ms };
}

/** Measures a comparison of twelve accounts against the bound that the vendor's rate limit sets. */
export async function measureAccounts(): Promise<Section> {
  const source = await startReplySource();
  const dispatcher = new Agent();
  const all: (Run & { readonly delayMs: number; readonly bound: number })[] = [];
  for (const { delayMs, runs } of CASES) {
    const upstream = await startUpstream(source.reply, delayMs);
    const done: Run[] = [];
    for (let run = 0; run < runs; run += 1) done.push(await compareOnce(upstream.url, dispatcher));
    await upstream.close();
    const calls = Math.max(...done.map((one) => one.calls));
    all.push({
      delayMs,
      bound: lowerBound(calls, delayMs),
      calls,
      failed: Math.max(...done.map((one) => one.failed)),
      wall: median(done.map((one) => one.wall)),
      again: median(done.map((one) => one.again)),
    });
  }
  await dispatcher.destroy();
  await source.close();
  return {
    title: `${ACCOUNTS} accounts compared`,
    goals: all.map(({ delayMs, wall, bound }) => ({
      what: `compare_accounts over ${ACCOUNTS}, upstream ${delayMs} ms, of its bound`,
      measured: wall / bound,
      goal: 1.15,
      write: ratio,
    })),
    details: [
      `The bound is the earliest time at which the last call can be back with at most ${MAX_IN_FLIGHT} calls in flight and at most ${STARTS_PER_SECOND} starts in any second. "Again" is the same question, answered from the cache.`,
      table(
        ['upstream', 'calls', 'failed', 'bound', 'wall time', 'of the bound', 'again'],
        all.map(({ delayMs, calls, failed, bound, wall, again }) => [
          `${delayMs} ms a call`,
          count(calls),
          count(failed),
          ms(bound),
          ms(wall),
          ratio(wall / bound),
          ms(again),
        ]),
      ),
    ].join('\n\n'),
  };
}
