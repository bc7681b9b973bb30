import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { startSandbox } from '../src/sandbox/server.ts';
import { ResponseStore } from '../src/shared-state/response-store.ts';
import { bytesOf, median } from './figures.ts';
import { count, ms, ratio, type Section, spread, table } from './report.ts';
import { type Stack, startStack } from './stack.ts';
import { startUpstream } from './upstream.ts';
import { cookieOf, now, sandboxAnswers } from './vendor.ts';

const TOOL = 'get_showcase_product_list';
const ROWS = 35;

/** As many questions as a server may ask at once: none waits for its turn. */
const QUESTIONS = 10;
const SERVERS = 6;
/** An upstream in the same process answers far sooner than the real one. */
const REAL_MS = 300;

interface Times {
  readonly miss: readonly number[];
  readonly hit: readonly number[];
  /** Answered by a server that was started later and has only the directory. */
  readonly later: readonly number[];
}

async function askAll(stack: Stack): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < QUESTIONS; index += 1) {
    times.push((await stack.call(TOOL, { count: ROWS, offset: index })).ms);
  }
  // The first one builds what the server keeps, and loads the library of the disk.
  return times.slice(1);
}

async function measure(url: string, dispatcher: Agent, servers: number, directory?: string): Promise<Times> {
  const start = (server: number): Promise<Stack> =>
    startStack({
      url,
      dispatcher,
      cookies: new Map([['main', cookieOf(server)]]),
      cache: new ResponseStore({ now, directory }),
    });
  const miss: number[] = [];
  const hit: number[] = [];
  const later: number[] = [];
  for (let server = 0; server < servers; server += 1) {
    const stack = await start(server);
    miss.push(...(await askAll(stack)));
    hit.push(...(await askAll(stack)));
    // Waits for what is still to be written.
    await stack.close();
    if (directory === undefined) continue;
    const next = await start(server);
    later.push(...(await askAll(next)));
    await next.close();
  }
  return { miss, hit, later };
}

async function measureOnDisk(url: string, dispatcher: Agent): Promise<Times> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-cache-'));
  try {
    return await measure(url, dispatcher, SERVERS, directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What an answer costs that was given before, against one that has to be asked for. */
export async function measureCache(): Promise<Section> {
  const sandbox = await startSandbox({ now });
  const fields = { cookie: cookieOf(0), count: ROWS, offset: 0 };
  const reply = await sandboxAnswers(sandbox)(TOOL, JSON.stringify(fields));
  await sandbox.close();
  const dispatcher = new Agent();
  const near = await startUpstream(() => reply);
  const real = await startUpstream(() => reply, REAL_MS);
  const memory = await measure(near.url, dispatcher, SERVERS);
  const disk = await measureOnDisk(near.url, dispatcher);
  const far = await measure(real.url, dispatcher, 1);
  await dispatcher.destroy();
  await Promise.all([near.close(), real.close()]);
  // In memory and on disk every question ought to have been asked once.
  const surplus = near.replies.length - 2 * SERVERS * QUESTIONS;
  const missFar = median(far.miss);
  const row = (what: string, values: readonly number[]): string[] => [
    what,
    count(values.length),
    ms(median(values)),
    spread(values),
    ratio(median(values) / median(memory.miss)),
    (median(values) / missFar).toFixed(4),
  ];
  return {
    title: 'Cost: hit against miss',
    goals: [],
    details: [
      `${TOOL} with a reply of ${count(bytesOf(reply))} bytes, from its \`tools/call\` line to its reply line. The upstream is on the loopback interface; of a real one ${REAL_MS} ms are assumed. The first call of each server is not counted.`,
      table(
        ['answered', 'calls', 'median', 'middle half', 'of a loopback miss', `of a miss at ${REAL_MS} ms`],
        [
          row(`miss, upstream after ${REAL_MS} ms`, far.miss),
          row('miss, upstream at once, cache in memory', memory.miss),
          row('hit in memory', memory.hit),
          row('miss, upstream at once, cache on disk', disk.miss),
          row('hit in memory, cache on disk', disk.hit),
          row('hit on disk, by a server started later', disk.later),
        ],
      ),
      ...(surplus === 0
        ? []
        : [`Not to be trusted: the upstream was asked ${surplus} times more than it should.`]),
    ].join('\n\n'),
  };
}
