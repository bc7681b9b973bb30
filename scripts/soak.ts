/**
 * Makes 20,000 calls through the real server and real sockets, 5 % of them into faults. Exits with 1 unless every call
 * was answered, memory at the end is close to that after the first 1,000, the servers then rest, and no listener or
 * socket is left. With `--http` the hosts call over HTTP, on connections of their own. With `--proxy` there is a proxy in
 * front of the upstream that fails and cuts its tunnels; another argument is another number of calls.
 *
 * The rate limiter of 10 calls per second and API key cannot be switched off, so there are 30 servers with a key each:
 * 300 calls a second. The upstream is a process of its own.
 */
import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { startSandbox } from '../src/sandbox/server.ts';
import { serverFactory } from '../src/server.ts';
import { createDispatcher } from '../src/tikhub/dispatcher.ts';
import type { ForwardProxy } from '../src/tikhub/forward-proxy.ts';
import { createHttpTransport } from '../src/tikhub/http.ts';
import { HttpService } from '../src/transports/http/http-service.ts';
import { accountsOf, buildContext } from '../test/support/context.ts';
import { startFlappingProxy } from '../test/support/faults/proxy.ts';
import {
  type Act,
  answer,
  half,
  hangUp,
  json,
  part,
  reset,
  silence,
  startFaultUpstream,
} from '../test/support/faults/upstream.ts';
import { ask } from '../test/support/sandbox-calls.ts';
import { seededRandom } from '../test/support/seeded-random.ts';
import { subjectOf } from '../test/support/subjects.ts';

const SERVER_COUNT = 30;
const WARM_UP = 1000;
const FAULTS = 0.05;
const ROOM_MB = 20;
/** Of the tunnels that are asked for. */
const PROXY_FAULTS = 0.2;
/** A silent proxy must not outlast the deadline of a call. */
const STEP_MS = 1500;
/** How long it is watched whether the servers rest, and the most of a core that they may use. */
const REST_MS = 3000;
const MAX_IDLE_CPU = 0.01;
/** With this argument, the file runs as the upstream. */
const UPSTREAM = 'upstream';
const TIMEOUT_MS = 10_000;

const { values, positionals } = parseArgs({
  options: { proxy: { type: 'boolean', default: false }, http: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const isUpstream = positionals[0] === UPSTREAM;
const CALLS = isUpstream ? 0 : Number(positionals[0] ?? 20_000);

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** The memory in use after garbage collection and the resident memory, in MB. */
async function memory(): Promise<{ readonly live: number; readonly rss: number }> {
  for (let round = 0; round < 3; round += 1) {
    await delay(50);
    if (typeof collect === 'function') collect();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const mb = (bytes: number): number => Math.round(bytes / 104_857.6) / 10;
  return { live: mb(heapUsed + external), rss: mb(rss) };
}

const listeners = (): number =>
  process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => /^TCPSocket/.test(name)).length;

let warnings = 0;
process.on('warning', (warning) => {
  warnings += 1;
  print(`warning: ${warning.message}`);
});

const now = (): Date => new Date('2026-11-22T12:00:00Z');
const { video: item_id, product: product_id } = subjectOf('us');
const start_date = '2026-10-01';
const QUESTIONS: readonly (readonly [tool: string, args: Readonly<Record<string, unknown>>])[] = [
  ['get_account_health_status', {}],
  ['get_account_violation_list', { page: 1 }],
  ['get_account_insights_overview', { start_date }],
  ['get_live_analytics_summary', { start_date }],
  ['get_video_analytics_summary', {}],
  ['get_video_list_analytics', { start_date, page: 0 }],
  ['get_product_analytics_list', { start_date, end_date: '2026-10-31', page: 0 }],
  ['get_creator_account_info', { raw: true }],
  ['get_showcase_product_list', { count: 20, offset: 0 }],
  ['get_video_associated_product_list', { start_date, item_ids: [item_id] }],
  ['get_video_audience_stats', { start_date, item_id }],
  ['get_video_detailed_stats', { start_date, item_id }],
  ['get_video_to_product_stats', { start_date, item_id, product_id }],
  ['get_product_related_videos', { start_date, item_id, product_id }],
];

/** The sandbox's reply of each endpoint, with a link as the vendor sends one. */
async function realReplies(): Promise<ReadonlyMap<string, Act>> {
  const sandbox = await startSandbox({ now });
  const replies = new Map<string, Act>();
  for (const [tool, { raw, ...own }] of QUESTIONS) {
    const dates = 'start_date' in own && !('end_date' in own) ? { start_date: '10-01-2026' } : {};
    const data = await ask(sandbox, 'us', tool, { ...own, ...dates });
    const cache_url = `https://cache.vendor.invalid/${tool}?sign=0badc0de99-${tool}`;
    replies.set(
      tool,
      json({ code: 200, request_id: 'c0ffee', cache_url, data: { code: 0, message: 'success', data } }),
    );
  }
  await sandbox.close();
  return replies;
}

const text = JSON.stringify({ code: 200, data: { code: 0, data: { user_id: '7400000000000000001' } } });
/** None of an ended session: it is not called for ten minutes, so its server would have nothing more to do. */
const FAULTY: readonly Act[] = [
  ...[400, 401, 402, 403, 404, 422, 429, 500, 502, 503, 504].map((status) =>
    answer({ status, body: JSON.stringify({ detail: { message: 'no', request_id: 'c0ffee' } }) }),
  ),
  answer({ status: 429, headers: { 'retry-after': '1' } }),
  answer({ body: '<html>' }),
  answer({ body: '' }),
  answer({ body: Buffer.alloc(9 * 1024 * 1024, 0x20), packed: 'gzip' }),
  half('br', text),
  json({ code: 200, data: {} }),
  part({ body: text }, 20, 'close'),
  part({ body: text }, 20, 'reset'),
  hangUp,
  reset,
  silence,
];

/** Connects a host with a server in memory. */
async function linkInMemory(createServer: () => McpServer, host: McpClient) {
  const server = createServer();
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), host.connect(ours)]);
  return () => server.close();
}

/** Connects a host with a service over HTTP: each of its calls has a server of its own. */
async function linkOverHttp(createServer: () => McpServer, host: McpClient) {
  const service = new HttpService({
    address: { host: '127.0.0.1', port: 0 },
    tls: undefined,
    hosts: [],
    origins: [],
    maxHeaderBytes: 16 * 1024,
    document: () => undefined,
    identify: async () => ({ client: { name: 'soak', createServer } }),
    refused: (status) => print(`refused: ${status}`),
    log: (line) => print(`log: ${line}`),
    redact: (text) => text,
  });
  const url = new URL(await service.listen());
  const transport = new StreamableHTTPClientTransport(url);
  await host.connect(transport);
  return () => service.drain();
}

/** One server with its own key, and its host. */
async function startServer(url: string, forwardProxy: ForwardProxy | undefined, index: number) {
  const baseUrl = new URL(url);
  const cookie = `sessionid=session-${index}-8d41c0; msToken=token-${index}-77aa0b; ttwid=ttwid-${index}-90cafe`;
  const transport = createHttpTransport(createDispatcher(forwardProxy, STEP_MS), now, forwardProxy);
  const { context } = buildContext({
    baseUrl,
    apiKey: `key-of-server-${index}`,
    timeoutMs: TIMEOUT_MS,
    accounts: accountsOf({ main: cookie }),
    transport,
    now,
  });
  const host = new McpClient({ name: 'soak', version: '1' });
  const link = values.http ? linkOverHttp : linkInMemory;
  const closeServer = await link(
    serverFactory(context, async () => context),
    host,
  );
  return {
    host,
    close: () => Promise.all([host.close(), closeServer(), transport.close()]),
  };
}
type SoakServer = Awaited<ReturnType<typeof startServer>>;

const tally = { answered: 0, failed: 0, lost: 0 };
let asked = 0;

/** Makes `calls` calls, four at a time on each server. */
async function run(servers: readonly SoakServer[], calls: number): Promise<void> {
  let left = calls;
  await Promise.all(
    servers.flatMap(({ host }) => {
      const worker = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const [name, args] = QUESTIONS[asked % QUESTIONS.length] ?? ['', {}];
          asked += 1;
          try {
            const { isError } = await host.callTool({ name, arguments: { ...args } });
            tally.answered += 1;
            if (isError === true) tally.failed += 1;
          } catch (error) {
            tally.lost += 1;
            print(`lost: ${String(error).slice(0, 300)}`);
          }
        }
      };
      return Array.from({ length: 4 }, worker);
    }),
  );
}

/** A report of the upstream's process. */
const reportSchema = z.object({
  url: z.string(),
  proxyUrl: z.string(),
  faults: z.number(),
  accepted: z.number(),
  open: z.number(),
});
type Report = z.infer<typeof reportSchema>;

/** Runs the upstream: right replies, and now and then a fault. It sends a report for each message. */
async function runUpstream(): Promise<void> {
  const replies = await realReplies();
  const upstream = await startFaultUpstream(0);
  const chance = seededRandom(20_261_122);
  let faults = 0;
  upstream.play((socket, request) => {
    const right = replies.get(request.path.slice(request.path.lastIndexOf('/') + 1));
    const wrong = chance() < FAULTS ? FAULTY[Math.floor(chance() * FAULTY.length)] : undefined;
    if (wrong !== undefined) faults += 1;
    (wrong ?? right)?.(socket, request);
  });
  const proxy = await startFlappingProxy(upstream, PROXY_FAULTS, chance);
  const report = (): void => {
    const { accepted, open } = values.proxy ? proxy.connections : upstream.connections;
    process.send?.({ url: upstream.url, proxyUrl: proxy.url, faults, accepted, open } satisfies Report);
  };
  process.on('message', report).on('disconnect', () => process.exit(0));
  report();
}

/** Starts the upstream's process, which ends with this one. Each message that it sends is a report. */
async function startUpstream() {
  const child = fork(fileURLToPath(import.meta.url), [UPSTREAM, ...(values.proxy ? ['--proxy'] : [])], {
    execArgv: ['--import', 'tsx'],
  });
  const next = (): Promise<Report> =>
    new Promise((resolve, reject) => {
      child.once('exit', reject).once('message', (message: unknown) => {
        child.off('exit', reject);
        resolve(reportSchema.parse(message));
      });
    });
  const { url, proxyUrl } = await next();
  return {
    url,
    proxyUrl,
    report(): Promise<Report> {
      const answer = next();
      child.send('report');
      return answer;
    },
  };
}

async function soak(): Promise<number> {
  const from = performance.now();
  const upstream = await startUpstream();
  const listenersBefore = listeners();
  const forwardProxy = values.proxy
    ? { url: new URL(upstream.proxyUrl), setting: 'HTTP_PROXY' as const }
    : undefined;
  const servers = await Promise.all(
    Array.from({ length: SERVER_COUNT }, (_, index) => startServer(upstream.url, forwardProxy, index)),
  );
  await run(servers, WARM_UP);
  const warm = await memory();
  print(`after ${WARM_UP} calls: ${warm.live} MB alive, ${warm.rss} MB resident`);
  await run(servers, CALLS - WARM_UP);
  const end = await memory();
  print(`after ${CALLS} calls: ${end.live} MB alive, ${end.rss} MB resident`);
  // What is kept alive ends by itself meanwhile.
  await delay(REST_MS);
  const busyBefore = process.cpuUsage();
  await delay(REST_MS);
  const busy = process.cpuUsage(busyBefore);
  const cpu = (busy.user + busy.system) / 1000 / REST_MS;
  print(`${(cpu * 100).toFixed(2)} % of a core in use at rest`);
  await Promise.all(servers.map(({ close }) => close()));
  await delay(500);
  const { faults, accepted, open } = await upstream.report();
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  print(
    `${tally.answered} answered (${tally.failed} with an error), ${tally.lost} lost; ${faults} faults played; ${seconds} s`,
  );
  print(
    `${accepted} connections made, ${open} left; ${listeners() - listenersBefore} listeners more; ${warnings} warnings`,
  );
  const problems = [
    ...(tally.answered === CALLS ? [] : [`${CALLS - tally.answered} calls were not answered`]),
    ...(cpu <= MAX_IDLE_CPU ? [] : [`${(cpu * 100).toFixed(1)} % of a core is used at rest`]),
    // An error that no fault explains is a bug.
    ...(values.proxy || tally.failed <= faults ? [] : [`${tally.failed} calls failed for ${faults} faults`]),
    ...(end.live - warm.live <= ROOM_MB ? [] : [`memory grew by ${(end.live - warm.live).toFixed(1)} MB`]),
    ...(listeners() <= listenersBefore ? [] : ['listeners are left']),
    ...(open === 0 && sockets() === 0 ? [] : ['sockets are left']),
    ...(warnings === 0 ? [] : ['Node printed warnings']),
  ];
  for (const problem of problems) print(`FAILED: ${problem}`);
  return problems.length > 0 ? 1 : 0;
}

if (isUpstream) await runUpstream();
else process.exit(await soak());
