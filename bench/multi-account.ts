import { Agent } from 'undici';
import { z } from 'zod';
import { startSandbox } from '../src/sandbox/server.ts';
import { ResponseStore } from '../src/shared-state/response-store.ts';
import { median } from './figures.ts';
import { count, ms, ratio, type Section, table } from './report.ts';
import { startStack } from './stack.ts';
import { startUpstream } from './upstream.ts';
import { cookieOf, now, sandboxAnswers } from './vendor.ts';

const ACCOUNTS = 12;

/** What the vendor allows one key: so many calls in flight, so many begun in any second. */
const IN_FLIGHT = 4;
const STARTS = 10;
const SECOND = 1000;

/** An upstream that takes so long for each call, and how often the comparison is made. */
const CASES = [
  { delayMs: 300, runs: 3 },
  { delayMs: 800, runs: 1 },
] as const;

/** When the last of so many calls is back at the earliest, if each takes equally long and none of ours any time. */
function soonest(calls: number, delayMs: number): number {
  const starts: number[] = [];
  for (let index = 0; index < calls; index += 1) {
    const turn = starts[index - IN_FLIGHT];
    const pace = starts[index - STARTS];
    starts.push(Math.max(0, turn === undefined ? 0 : turn + delayMs, pace === undefined ? 0 : pace + SECOND));
  }
  return (starts.at(-1) ?? 0) + delayMs;
}

const comparison = z.object({ calls: z.number(), failed: z.array(z.unknown()) });

interface Compared {
  readonly calls: number;
  readonly failed: number;
  readonly ms: number;
}

interface Pair {
  readonly first: Compared;
  /** The same question once more, which the cache answers. */
  readonly again: Compared;
}

interface Case {
  readonly delayMs: number;
  readonly runs: number;
  readonly calls: number;
  readonly failed: number;
  readonly wall: number;
  readonly again: number;
  readonly callsAgain: number;
}

async function compareOnce(url: string, dispatcher: Agent): Promise<Pair> {
  const cookies = new Map(
    Array.from({ length: ACCOUNTS }, (_, index) => [`creator-${index + 1}`, cookieOf(index)]),
  );
  const stack = await startStack({ url, dispatcher, cookies, cache: new ResponseStore({ now }) });
  const compare = async (): Promise<Compared> => {
    const { ms, structured } = await stack.call('compare_accounts', { month: '2026-10' });
    const { calls, failed } = comparison.parse(structured);
    return { calls, failed: failed.length, ms };
  };
  const first = await compare();
  const again = await compare();
  await stack.close();
  return { first, again };
}

/** Twelve accounts compared, against the bound that the vendor's pace sets. */
export async function measureMultiAccount(): Promise<Section> {
  const sandbox = await startSandbox({ now });
  const dispatcher = new Agent();
  const all: Case[] = [];
  for (const { delayMs, runs } of CASES) {
    const upstream = await startUpstream(sandboxAnswers(sandbox), delayMs);
    const pairs: Pair[] = [];
    for (let run = 0; run < runs; run += 1) pairs.push(await compareOnce(upstream.url, dispatcher));
    await upstream.close();
    all.push({
      delayMs,
      runs,
      calls: Math.max(...pairs.map(({ first }) => first.calls)),
      failed: Math.max(...pairs.map(({ first }) => first.failed)),
      wall: median(pairs.map(({ first }) => first.ms)),
      again: median(pairs.map(({ again }) => again.ms)),
      callsAgain: Math.max(...pairs.map(({ again }) => again.calls)),
    });
  }
  await dispatcher.destroy();
  await sandbox.close();
  return {
    title: `Cost: ${ACCOUNTS} accounts compared`,
    goals: all.map(({ delayMs, calls, wall }) => ({
      what: `compare_accounts over ${ACCOUNTS}, upstream ${delayMs} ms, of its bound`,
      measured: wall / soonest(calls, delayMs),
      goal: 1.15,
      write: ratio,
    })),
    details: [
      `The bound is when the last call can be back if at most ${IN_FLIGHT} are in flight, at most ${STARTS} begin in any second, and nothing else takes any time. "Again" is the same question, answered from the cache.`,
      table(
        ['upstream', 'runs', 'calls', 'failed', 'bound', 'wall time', 'of the bound', 'again', 'its calls'],
        all.map(({ delayMs, runs, calls, failed, wall, again, callsAgain }) => [
          `${delayMs} ms a call`,
          count(runs),
          count(calls),
          count(failed),
          ms(soonest(calls, delayMs)),
          ms(wall),
          ratio(wall / soonest(calls, delayMs)),
          ms(again),
          count(callsAgain),
        ]),
      ),
    ].join('\n\n'),
  };
}
