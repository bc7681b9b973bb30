import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median } from './figures.ts';
import { ended, launch } from './launch.ts';
import { Lines } from './lines.ts';
import { measureParts, startNode } from './parts.ts';
import { ms, ratio, type Section, spread, table } from './report.ts';

const ROUNDS = 21;

/** Long enough for whatever a server does after its first answers. */
const IDLE_MS = 500;

const HAS_PROC = existsSync('/proc/self/status');

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Who starts: ours as it is published, and what any server on the same SDK needs. */
const SERVERS = { ours: path('../dist/main.js'), hello: path('./hello.mjs') } as const;

/** One start: from `spawn` to the answer of `initialize`, from there to that of `tools/list`, and megabytes at rest. */
interface Start {
  readonly initialize: number;
  readonly list: number;
  readonly resident: number | undefined;
}

async function start(file: string): Promise<Start> {
  const from = performance.now();
  const child = launch([file]);
  const lines = new Lines(child.stdout, child.stdin);
  try {
    const initialized = await lines.initialize();
    const listed = await lines.ask('tools/list');
    await delay(IDLE_MS);
    return { initialize: initialized.at - from, list: listed.ms, resident: residentOf(child.pid) };
  } finally {
    child.stdin.end();
    await ended(child);
  }
}

function residentOf(pid: number | undefined): number | undefined {
  if (!HAS_PROC || pid === undefined) return undefined;
  const kB = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kB === undefined ? undefined : Number(kB) / 1024;
}

/** Whether sources have changed since the build. */
function isStale(): boolean {
  const built = statSync(SERVERS.ours).mtimeMs;
  const sources = path('../src/');
  return readdirSync(sources, { recursive: true, encoding: 'utf8' }).some(
    (name) => statSync(join(sources, name)).mtimeMs > built,
  );
}

/** The built server against the bare one, turn by turn. */
export async function measureStart(): Promise<Section> {
  if (!existsSync(SERVERS.ours)) throw new Error('dist/main.js is missing: npm run build makes it.');
  const stale = isStale()
    ? ['Not of these sources: dist/ is older than src/; npm run build makes it anew.']
    : [];
  const ours: Start[] = [];
  const hello: Start[] = [];
  const node: number[] = [];
  // The first round only brings the files into the system's memory.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const isFirst = round % 2 === 0;
    const before = isFirst ? await start(SERVERS.ours) : undefined;
    const bare = await start(SERVERS.hello);
    const own = before ?? (await start(SERVERS.ours));
    const floor = await startNode();
    if (round === 0) continue;
    ours.push(own);
    hello.push(bare);
    node.push(floor);
  }
  const of = (starts: readonly Start[], what: 'initialize' | 'list'): number[] =>
    starts.map((one) => one[what]);
  const initialize = { ours: of(ours, 'initialize'), hello: of(hello, 'initialize') };
  const list = { ours: of(ours, 'list'), hello: of(hello, 'list') };
  const resident = { ours: residents(ours), hello: residents(hello) };
  const times = (values: { ours: readonly number[]; hello: readonly number[] }): number =>
    median(values.ours) / median(values.hello);
  const row = (what: string, values: { ours: readonly number[]; hello: readonly number[] }): string[] => [
    what,
    ms(median(values.ours)),
    spread(values.ours),
    ms(median(values.hello)),
    spread(values.hello),
    ratio(times(values)),
  ];
  const mb = (values: readonly number[]): string => `${median(values).toFixed(1)} MB`;
  return {
    title: 'Start',
    goals: [
      {
        what: 'spawn to initialize, of hello-world',
        measured: times(initialize),
        goal: 0.6,
        write: ratio,
      },
      { what: 'tools/list after it, median', measured: median(list.ours), goal: 10, write: ms },
      ...(HAS_PROC
        ? [
            {
              what: 'resident memory at rest, of hello-world',
              measured: times(resident),
              goal: 0.9,
              write: ratio,
            },
          ]
        : []),
    ],
    details: [
      ...stale,
      `${ROUNDS} runs each, in turn: the built server without key or account, and bench/hello.mjs on the same SDK, unbundled. Medians, and where the middle half lies.`,
      table(
        ['', 'ours', 'middle half', 'hello', 'middle half', 'ratio'],
        [
          row('spawn to initialize', initialize),
          row('then tools/list', list),
          ...(HAS_PROC
            ? [['resident at rest', mb(resident.ours), '', mb(resident.hello), '', ratio(times(resident))]]
            : []),
        ],
      ),
      `Node itself needs ${ms(median(node))} to its first word (${ratio(median(node) / median(initialize.hello))} of hello-world); above that ours takes ${ms(median(initialize.ours) - median(node))}, hello-world ${ms(median(initialize.hello) - median(node))}.`,
      await measureParts(SERVERS.ours),
    ].join('\n\n'),
  };
}

const residents = (starts: readonly Start[]): number[] => starts.flatMap(({ resident }) => resident ?? []);
