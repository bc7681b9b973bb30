import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type Dispatcher, request } from 'undici';
import { hasRedis, startRedis } from '../test/support/redis-server.ts';
import { Peer } from './peer.ts';
import { count, median, ms, quartiles, ratio, type Section, table } from './report.ts';
import { BUILT, HELLO_HTTP } from './start.ts';
import { cookieOf, startReplySource, startUpstream } from './upstream.ts';

const WARM_UP = 300;
const CALLS = 500;
/** For hits a second: this many clients at once, and the best of these rounds, as other programs only ever slow it down. */
const CLIENTS = 8;
const ROUNDS = 3;
/** Different questions, each a first one for the second replica; the first ten are not counted. */
const QUESTIONS = 50;
const UNCOUNTED = 10;

type Env = Readonly<Record<string, string>>;
interface Question {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}
const INFO: Question = { name: 'get_creator_account_info', arguments: {} };
const MONTH: Question = { name: 'summarize_month', arguments: { month: '2026-10' } };
const HELLO: Question = { name: 'hello', arguments: { name: 'Ada' } };
const page = (index: number): Question => ({
  name: 'get_account_violation_list',
  arguments: { page: index + 1 },
});

function launch(file: string, args: readonly string[], env: Env) {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [file, ...args], { env: { PATH, ...env }, stdio: 'pipe' });
  const close = async (): Promise<void> => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return { child, close };
}

/** A server over HTTP in a process of its own. */
async function startOverHttp(file: string, dispatcher: Dispatcher, env: Env = {}) {
  const { child, close } = launch(file, ['--http', '0'], env);
  const url = await new Promise<string>((resolve, reject) => {
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += String(chunk);
      const found = /Serving MCP at (\S+)\. /.exec(log)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(log)));
  });
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const call = async (params: Question): Promise<number> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const from = performance.now();
    const response = await request(url, { dispatcher, method: 'POST', headers, body });
    const text = await response.body.text();
    const took = performance.now() - from;
    if (response.statusCode !== 200 || text.includes('"isError":true')) throw new Error(text.slice(0, 500));
    return took;
  };
  /** Calls a second, with several clients at once. */
  const rate = async (question: Question): Promise<number> => {
    const from = performance.now();
    const client = async (): Promise<void> => {
      for (let index = 0; index < CALLS / CLIENTS; index += 1) await call(question);
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return (Math.ceil(CALLS / CLIENTS) * CLIENTS * 1000) / (performance.now() - from);
  };
  return { call, rate, close };
}
type HttpServer = Awaited<ReturnType<typeof startOverHttp>>;

/** Milliseconds of first answers of a replica, for which another one has paid, and of the same from its memory. */
async function measureRedis(dispatcher: Dispatcher, env: Env) {
  const redis = await startRedis();
  const shared = {
    ...env,
    TIKTOK_CREATOR_REDIS_URL: redis.url,
    TIKTOK_CREATOR_CACHE_KEY: randomBytes(32).toString('hex'),
  };
  const [first, second] = await Promise.all([1, 2].map(() => startOverHttp(BUILT, dispatcher, shared)));
  const [redisHits, memoryHits]: [number[], number[]] = [[], []];
  for (let index = 0; index < QUESTIONS; index += 1) await first?.call(page(index));
  for (let index = 0; index < WARM_UP; index += 1) await second?.call(page(0));
  for (let index = 0; index < QUESTIONS; index += 1) {
    redisHits.push((await second?.call(page(index))) ?? Number.NaN);
    memoryHits.push((await second?.call(page(index))) ?? Number.NaN);
  }
  await Promise.all([first?.close(), second?.close()]);
  await redis.stop();
  return { redisHits: redisHits.slice(UNCOUNTED), memoryHits: memoryHits.slice(UNCOUNTED) };
}

/** Milliseconds of answers from memory over HTTP and over stdio, in turn. */
async function measureBoth(server: HttpServer, env: Env) {
  const { child, close } = launch(BUILT, [], env);
  const peer = new Peer(child.stdout, child.stdin);
  await peer.initialize();
  const [http, stdio]: [number[], number[]] = [[], []];
  for (let index = 0; index < WARM_UP + CALLS; index += 1) {
    http.push(await server.call(INFO));
    stdio.push((await peer.request('tools/call', { ...INFO })).ms);
  }
  await close();
  return { http: http.slice(WARM_UP), stdio: stdio.slice(WARM_UP) };
}

/** Measures answers from the cache over HTTP: against stdio, from Redis, and beside the least that the SDK needs. */
export async function measureHttp(): Promise<Section> {
  const source = await startReplySource();
  const upstream = await startUpstream(source.reply);
  const env = {
    TIKHUB_BASE_URL: upstream.url,
    TIKHUB_API_KEY: 'key-of-the-bench',
    TIKTOK_COOKIE: cookieOf(0),
  };
  const dispatcher = new Agent({ connections: CLIENTS });
  const [ours, hello] = [
    await startOverHttp(BUILT, dispatcher, env),
    await startOverHttp(HELLO_HTTP, dispatcher),
  ];
  const { http, stdio } = await measureBoth(ours, env);
  const rates = new Map<Question, number>();
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [question, server] of [
      [INFO, ours],
      [MONTH, ours],
      [HELLO, hello],
    ] as const)
      rates.set(question, Math.max(rates.get(question) ?? 0, await server.rate(question)));
  await Promise.all([ours.close(), hello.close()]);
  const redis = hasRedis() ? await measureRedis(dispatcher, env) : undefined;
  await dispatcher.destroy();
  await Promise.all([upstream.close(), source.close()]);
  const rateOf = (question: Question): number => rates.get(question) ?? Number.NaN;
  const ofRedis = redis && {
    goal: { what: 'an answer from Redis, median', measured: median(redis.redisHits), goal: 2, write: ms },
    rows: [
      ['a page from Redis', ms(median(redis.redisHits)), quartiles(redis.redisHits), ''],
      ['the same from memory', ms(median(redis.memoryHits)), quartiles(redis.memoryHits), ''],
    ],
  };
  return {
    title: 'HTTP',
    goals: [
      { what: 'HTTP added to stdio, median', measured: median(http) - median(stdio), goal: 1.5, write: ms },
      ...(ofRedis ? [ofRedis.goal] : []),
      { what: 'an answer from memory, at once', measured: 1000 / rateOf(INFO), goal: 2, write: ms },
      { what: 'hello-world calls for one', measured: rateOf(HELLO) / rateOf(INFO), goal: 1.25, write: ratio },
    ],
    details: [
      `Answers from the cache, each server a process of its own, without tokens. Times: one client, ${CALLS} calls after ${WARM_UP}, HTTP and stdio in turn. Calls a second: ${CLIENTS} clients, best of ${ROUNDS + 1} rounds of ${CALLS}, beside bench/hello-http.mjs on the same SDK. From Redis: ${QUESTIONS - UNCOUNTED} first questions of a second replica.`,
      table(
        ['', 'median', 'range', 'a second'],
        [
          [INFO.name, ms(median(http)), quartiles(http), count(rateOf(INFO))],
          ['the same over stdio', ms(median(stdio)), quartiles(stdio), ''],
          [MONTH.name, '', '', count(rateOf(MONTH))],
          ['hello-world', '', '', count(rateOf(HELLO))],
          ...(ofRedis?.rows ?? []),
        ],
      ),
    ].join('\n\n'),
  };
}
