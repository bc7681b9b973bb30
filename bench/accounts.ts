import { z } from 'zod';
import { table } from '../scripts/docs/markdown.ts';
import { createStore } from '../src/shared-state/create-store.ts';
import { LONGEST_FRESH } from '../src/tikhub/payload.ts';
import { startServer } from './in-process-server.ts';
import { count, median, ms, ratio, type Section } from './report.ts';
import { cookieOf, now, startUpstream } from './upstream.ts';

const ACCOUNTS = 12;

/** The vendor's limits for one key: calls in flight, and starts in any second (upstream-api.md 1.7). */
const MAX_IN_FLIGHT = 4;
const STARTS_PER_SECOND = 10;

/** How long the upstream takes for each call, and how often the comparison is run. */
const CASES = [
  { delayMs: 300, runs: 3 },
  { delayMs: 800, runs: 1 },
] as const;

/** The earliest end of so many calls within these limits, if nothing but the calls takes any time. */
function lowerBound(calls: number, delayMs: number): number {
  const starts: number[] = [];
  for (let index = 0; index < calls; index += 1) {
    const slot = (starts[index - MAX_IN_FLIGHT] ?? -delayMs) + delayMs;
    const second = (starts[index - STARTS_PER_SECOND] ?? -1000) + 1000;
    starts.push(Math.max(slot, second));
  }
  return (starts.at(-1) ?? 0) + delayMs;
}

const comparison = z.object({ calls: z.number(), failed: z.array(z.unknown()).length(0) });
const cookies = Object.fromEntries(
  Array.from({ length: ACCOUNTS }, (_, index) => [`creator-${index + 1}`, cookieOf(index)]),
);

async function measure({ delayMs, runs }: (typeof CASES)[number]) {
  const upstream = await startUpstream({ delayMs });
  const [first, again]: [number[], number[]] = [[], []];
  let calls = 0;
  for (let run = 0; run < runs; run += 1) {
    const store = createStore({ now, maxAgeMs: LONGEST_FRESH });
    const server = await startServer(upstream.url, cookies, store);
    const compare = () => server.call('compare_accounts', { month: '2026-10' });
    const result = await compare();
    calls = Math.max(calls, comparison.parse(result.structured).calls);
    first.push(result.ms);
    again.push((await compare()).ms);
    await server.close();
  }
  await upstream.close();
  const bound = lowerBound(calls, delayMs);
  const wall = median(first);
  const what = `compare_accounts over ${ACCOUNTS}, upstream ${delayMs} ms, of its bound`;
  return {
    goal: [what, wall / bound, 1.15, ratio] as const,
    row: [`${delayMs} ms a call`, count(calls), ms(bound), ms(wall), ratio(wall / bound), ms(median(again))],
  };
}

/** Measures a comparison of twelve accounts against the bound that the vendor's rate limit sets. */
export async function measureAccounts(): Promise<Section> {
  const all = [];
  for (const one of CASES) all.push(await measure(one));
  return {
    title: `${ACCOUNTS} accounts compared`,
    goals: all.map(({ goal }) => goal),
    details: [
      `The bound is the earliest time at which the last call can be back with at most ${MAX_IN_FLIGHT} calls in flight and at most ${STARTS_PER_SECOND} starts in any second. "Again" is the same request, answered from the cache.`,
      table(
        ['upstream', 'calls', 'bound', 'wall time', 'of the bound', 'again'],
        all.map(({ row }) => row),
      ),
    ],
  };
}
