import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { table } from '../scripts/docs/markdown.ts';
import { Peer } from './peer.ts';
import { mb, median, ms, ratio, type Section, timing } from './report.ts';

const ROUNDS = 21;

/** Long enough for what a server does after its first replies. */
const IDLE_MS = 500;

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Our server as it is published, and minimal servers on the same SDK. */
export const BUILT = path('../dist/main.js');
const HELLO = path('./hello.mjs');
export const HELLO_HTTP = path('./hello-http.mjs');

/** Starts a server with only the environment that any process needs. */
export function launch(file: string, args: readonly string[] = [], env = {}) {
  const { PATH, SystemRoot, TEMP } = process.env;
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH, SystemRoot, TEMP, ...env },
    stdio: 'pipe',
  });
  child.stderr.resume();
  const close = async (): Promise<void> => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return { child, close, peer: new Peer(child.stdout, child.stdin) };
}

/** Resident memory in megabytes; NaN where it cannot be read. */
function memoryOf(pid: number | undefined): number {
  const status = `/proc/${pid}/status`;
  const kB = existsSync(status) ? /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
  return Number(kB ?? Number.NaN) / 1024;
}

/** The starts of these servers, in turn, so that a busy moment affects all of them. */
export async function startInTurn(files: readonly string[]) {
  const all = files.map((file) => ({
    file,
    /** From `spawn` to the reply to `initialize`. */
    initialize: [] as number[],
    /** From there to the reply to `tools/list`. */
    list: [] as number[],
    memory: [] as number[],
  }));
  // The first round only brings the files into the system's memory.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { file, initialize, list, memory } of round % 2 === 1 ? all.toReversed() : all) {
      const from = performance.now();
      const { child, peer, close } = launch(file, [], { HOME: process.env['HOME'] });
      await peer.initialize();
      const took = performance.now() - from;
      const listed = await peer.request('tools/list');
      await delay(IDLE_MS);
      if (round > 0) {
        initialize.push(took);
        list.push(listed.ms);
        memory.push(memoryOf(child.pid));
      }
      await close();
    }
  }
  return all;
}

/** Measures start and memory of the built server and a minimal one, in turn. */
export async function measureStart(): Promise<Section> {
  const [ours, hello] = await startInTurn([BUILT, HELLO]);
  if (ours === undefined || hello === undefined) throw new Error('Nothing was started.');
  const times = (what: 'initialize' | 'list' | 'memory'): number => median(ours[what]) / median(hello[what]);
  return {
    title: 'Start',
    goals: [
      ['spawn to initialize, of hello-world', times('initialize'), 0.6, ratio],
      ['tools/list after it, median', median(ours.list), 10, ms],
      ['resident memory at rest, of hello-world', times('memory'), 0.9, ratio],
    ],
    details: [
      `${ROUNDS} runs each, in turn: the built server without key or account, and bench/hello.mjs on the same SDK, unbundled. Medians and interquartile ranges.`,
      table(
        ['', 'ours', 'range', 'hello', 'range', 'ratio'],
        [
          [
            'spawn to initialize',
            ...timing(ours.initialize),
            ...timing(hello.initialize),
            ratio(times('initialize')),
          ],
          ['then tools/list', ...timing(ours.list), ...timing(hello.list), ratio(times('list'))],
          [
            'memory at rest',
            mb(median(ours.memory)),
            '',
            mb(median(hello.memory)),
            '',
            ratio(times('memory')),
          ],
        ],
      ),
    ],
  };
}
