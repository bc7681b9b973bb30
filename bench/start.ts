import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Peer } from './peer.ts';
import { median, ms, quartiles, ratio, type Section, table } from './report.ts';

const ROUNDS = 21;

/** Long enough for whatever a server does after its first replies. */
const IDLE_MS = 500;

/** A process that does not end by itself is killed. */
const EXIT_TIMEOUT_MS = 5000;

const HAS_PROC = existsSync('/proc/self/status');

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Our server as it is published, and the least that any server on the same SDK needs. */
export const BUILT = path('../dist/main.js');
const HELLO = path('./hello.mjs');
export const HELLO_HTTP = path('./hello-http.mjs');

/** Neither key nor account: only what a process needs in order to run. */
const environment = Object.fromEntries(
  ['PATH', 'SystemRoot', 'TEMP', 'HOME'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** One start. Times in milliseconds, memory in megabytes. */
export interface Start {
  /** From `spawn` to the reply to `initialize`. */
  readonly initialize: number;
  /** From there to the reply to `tools/list`. */
  readonly list: number;
  readonly memory: number | undefined;
}

async function start(file: string): Promise<Start> {
  const from = performance.now();
  const child = spawn(process.execPath, [file], { env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
  const peer = new Peer(child.stdout, child.stdin);
  try {
    const initialized = await peer.initialize();
    const listed = await peer.request('tools/list');
    await delay(IDLE_MS);
    return { initialize: initialized.at - from, list: listed.ms, memory: residentMemory(child.pid) };
  } finally {
    child.stdin.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_TIMEOUT_MS);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    clearTimeout(timer);
  }
}

function residentMemory(pid: number | undefined): number | undefined {
  if (!HAS_PROC || pid === undefined) return undefined;
  const kB = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kB === undefined ? undefined : Number(kB) / 1024;
}

/** Whether a source file is newer than the build. */
function isStale(): boolean {
  const built = statSync(BUILT).mtimeMs;
  const sources = path('../src/');
  return readdirSync(sources, { recursive: true, encoding: 'utf8' }).some(
    (name) => statSync(join(sources, name)).mtimeMs > built,
  );
}

/** The starts of each of these servers, in turn, so that a busy moment meets all of them. */
export async function startInTurn(files: readonly string[]): Promise<readonly (readonly Start[])[]> {
  if (!existsSync(BUILT)) throw new Error('dist/main.js is missing; npm run build makes it.');
  const turns = files.map((file): { file: string; starts: Start[] } => ({ file, starts: [] }));
  // The first round only brings the files into the system's memory.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { file, starts } of round % 2 === 1 ? turns.toReversed() : turns) {
      const one = await start(file);
      if (round > 0) starts.push(one);
    }
  }
  return turns.map(({ starts }) => starts);
}

/** Measures start and memory: the built server against the bare one, in turn. */
export async function measureStart(): Promise<Section> {
  const [ours = [], hello = []] = await startInTurn([BUILT, HELLO]);
  const pair = (read: (one: Start) => number | undefined) => ({
    ours: ours.flatMap((one) => read(one) ?? []),
    hello: hello.flatMap((one) => read(one) ?? []),
  });
  const initialize = pair((one) => one.initialize);
  const list = pair((one) => one.list);
  const memory = pair((one) => one.memory);
  const times = (values: typeof initialize): number => median(values.ours) / median(values.hello);
  const row = (what: string, values: typeof initialize): string[] => [
    what,
    ms(median(values.ours)),
    quartiles(values.ours),
    ms(median(values.hello)),
    quartiles(values.hello),
    ratio(times(values)),
  ];
  const mb = (values: readonly number[]): string => `${median(values).toFixed(1)} MB`;
  const memoryGoal = {
    what: 'resident memory at rest, of hello-world',
    measured: times(memory),
    goal: 0.9,
    write: ratio,
  };
  return {
    title: 'Start',
    goals: [
      { what: 'spawn to initialize, of hello-world', measured: times(initialize), goal: 0.6, write: ratio },
      { what: 'tools/list after it, median', measured: median(list.ours), goal: 10, write: ms },
      ...(HAS_PROC ? [memoryGoal] : []),
    ],
    details: [
      ...(isStale() ? ['**dist/ is older than src/: run `npm run build` and measure again.**'] : []),
      `${ROUNDS} runs each, in turn: the built server without key or account, and bench/hello.mjs on the same SDK, unbundled. Medians and interquartile ranges.`,
      table(
        ['', 'ours', 'range', 'hello', 'range', 'ratio'],
        [
          row('spawn to initialize', initialize),
          row('then tools/list', list),
          ...(HAS_PROC
            ? [['memory at rest', mb(memory.ours), '', mb(memory.hello), '', ratio(times(memory))]]
            : []),
        ],
      ),
    ].join('\n\n'),
  };
}
