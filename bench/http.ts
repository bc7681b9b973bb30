import { randomBytes } from 'node:crypto';
import { table } from '../scripts/docs/markdown.ts';
import { hasRedis, startRedis } from '../test/support/redis-server.ts';
import { count, median, ms, ratio, type Section, timed, timing } from './report.ts';
import { BUILT, HELLO_HTTP, launch } from './start.ts';
import { cookieOf, post, startUpstream } from './upstream.ts';

const WARM_UP = 300;
const CALLS = 500;
/** For calls a second: clients at once, and rounds. The best one counts, because other programs only slow it down. */
const CLIENTS = 8;
const ROUNDS = 3;
/** Requests that are new to the second replica; the first ten are not counted. */
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

/** A server over HTTP in a process of its own. */
async function startOverHttp(file: string, env: Env = {}) {
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
  const call = (params: Question): Promise<number> =>
    timed(async () => {
      const reply = await post(url, JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
      if (reply.includes('"isError":true')) throw new Error(reply.slice(0, 500));
    });
  /** Calls a second, with several clients at once. */
  const rate = async (question: Question): Promise<number> => {
    const client = async (): Promise<void> => {
      for (let index = 0; index < CALLS / CLIENTS; index += 1) await call(question);
    };
    const took = await timed(() => Promise.all(Array.from({ length: CLIENTS }, client)));
    return (Math.ceil(CALLS / CLIENTS) * CLIENTS * 1000) / took;
  };
  return { call, rate, close };
}
type HttpServer = Awaited<ReturnType<typeof startOverHttp>>;

/** Times of a replica's first answers, which another one has paid for, and of the same from its memory. */
async function measureRedis(env: Env) {
  const redis = await startRedis();
  const TIKTOK_CREATOR_CACHE_KEY = randomBytes(32).toString('hex');
  const shared = { ...env, TIKTOK_CREATOR_REDIS_URL: redis.url, TIKTOK_CREATOR_CACHE_KEY };
  const [first, second] = [await startOverHttp(BUILT, shared), await startOverHttp(BUILT, shared)];
  const [fromRedis, fromMemory]: [number[], number[]] = [[], []];
  for (let index = 0; index < QUESTIONS; index += 1) await first.call(page(index));
  for (let index = 0; index < WARM_UP; index += 1) await second.call(page(0));
  for (let index = 0; index < QUESTIONS; index += 1) {
    fromRedis.push(await second.call(page(index)));
    fromMemory.push(await second.call(page(index)));
  }
  await Promise.all([first.close(), second.close()]);
  await redis.stop();
  return { fromRedis: fromRedis.slice(UNCOUNTED), fromMemory: fromMemory.slice(UNCOUNTED) };
}

/** Times of answers from memory over HTTP and over stdio, in turn. */
async function measureBoth(server: HttpServer, env: Env) {
  const { peer, close } = launch(BUILT, [], env);
  await peer.initialize();
  const [http, stdio]: [number[], number[]] = [[], []];
  for (let index = 0; index < WARM_UP + CALLS; index += 1) {
    http.push(await server.call(INFO));
    stdio.push((await peer.request('tools/call', { ...INFO })).ms);
  }
  await close();
  return { http: http.slice(WARM_UP), stdio: stdio.slice(WARM_UP) };
}

/** Measures answers from the cache over HTTP: compared with stdio, from Redis, and compared with a minimal server. */
export async function measureHttp(): Promise<Section> {
  const upstream = await startUpstream();
  const env = {
    TIKHUB_BASE_URL: upstream.url,
    TIKHUB_API_KEY: 'key-of-the-bench',
    TIKTOK_COOKIE: cookieOf(0),
  };
  const [ours, minimal] = [await startOverHttp(BUILT, env), await startOverHttp(HELLO_HTTP)];
  const { http, stdio } = await measureBoth(ours, env);
  const best = { info: 0, month: 0, hello: 0 };
  for (let round = 0; round <= ROUNDS; round += 1) {
    best.info = Math.max(best.info, await ours.rate(INFO));
    best.month = Math.max(best.month, await ours.rate(MONTH));
    best.hello = Math.max(best.hello, await minimal.rate(HELLO));
  }
  await Promise.all([ours.close(), minimal.close()]);
  const { fromRedis, fromMemory } = hasRedis() ? await measureRedis(env) : { fromRedis: [], fromMemory: [] };
  await upstream.close();
  return {
    title: 'HTTP',
    goals: [
      ['HTTP added to stdio, median', median(http) - median(stdio), 1.5, ms],
      ['an answer from Redis, median', median(fromRedis), 2, ms],
      ['an answer from memory, at once', 1000 / best.info, 2, ms],
      ['hello-world calls for one', best.hello / best.info, 1.25, ratio],
    ],
    details: [
      `Answers from the cache, each server a process of its own, without tokens. Times: one client, ${CALLS} calls after ${WARM_UP}, HTTP and stdio in turn. Calls a second: ${CLIENTS} clients, best of ${ROUNDS + 1} rounds of ${CALLS}, and bench/hello-http.mjs on the same SDK. From Redis: ${QUESTIONS - UNCOUNTED} first requests of a second replica.`,
      table(
        ['', 'median', 'range', 'a second'],
        [
          [INFO.name, ...timing(http), count(best.info)],
          ['the same over stdio', ...timing(stdio)],
          [MONTH.name, '', '', count(best.month)],
          ['hello-world', '', '', count(best.hello)],
          ['a page from Redis', ...timing(fromRedis)],
          ['the same from memory', ...timing(fromMemory)],
        ],
      ),
    ],
  };
}
