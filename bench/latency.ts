import { Agent, type Dispatcher, request } from 'undici';
import { type InProcessServer, startServer } from './in-process-server.ts';
import { count, median, ms, quartiles, ratio, type Section, table } from './report.ts';
import { cookieOf, startReplySource, startUpstream } from './upstream.ts';

/**
 * A server starts ten calls at once and then keeps to ten a second, as the vendor wants it (upstream-api.md 1.7). So
 * there are many servers, each with a key of its own and fewer than ten calls: no call ever waits.
 */
const SERVERS = 60;
const CALLS_EACH = 9;
/** The first call of each server loads the handlers, and the first servers warm up the engine. */
const WARM_UP_CALLS = 1;
const WARM_UP_SERVERS = 15;

interface Subject {
  readonly what: string;
  readonly tool: string;
  readonly args: (index: number) => Readonly<Record<string, unknown>>;
  /** Added milliseconds. */
  readonly goal: number;
}

const SUBJECTS: readonly Subject[] = [
  {
    what: 'small reply',
    tool: 'get_account_violation_list',
    args: (index) => ({ page: index + 1 }),
    goal: 1,
  },
  {
    what: '32 kB reply',
    tool: 'get_showcase_product_list',
    args: (index) => ({ offset: index, count: 35 }),
    goal: 2.5,
  },
];

interface Measurement extends Subject {
  readonly bytes: number;
  readonly raw: readonly number[];
  readonly called: readonly number[];
  readonly missing: number;
}

/** One POST on the same connections with a body like the server's own, to the last byte of its reply. */
async function post(url: string, dispatcher: Dispatcher, body: string): Promise<number> {
  const from = performance.now();
  const response = await request(url, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
  });
  await response.body.text();
  return performance.now() - from;
}

async function measure(subject: Subject): Promise<Measurement> {
  const { tool, args } = subject;
  const source = await startReplySource();
  const reply = await source.reply(tool, JSON.stringify({ cookie: cookieOf(0), ...args(0) }));
  await source.close();
  const upstream = await startUpstream(() => reply);
  const dispatcher = new Agent();
  const raw: number[] = [];
  const called: number[] = [];
  const measureBoth = async (server: InProcessServer, number: number, index: number): Promise<void> => {
    const counts = number >= WARM_UP_SERVERS && index >= WARM_UP_CALLS;
    const bare = async (): Promise<void> => {
      const body = JSON.stringify({ cookie: cookieOf(number), proxy: '', ...args(index) });
      const took = await post(`${upstream.url}/api/v1/tiktok/creator/${tool}`, dispatcher, body);
      if (counts) raw.push(took);
    };
    const ours = async (): Promise<void> => {
      const call = await server.call(tool, args(index));
      if (counts) called.push(call.ms);
    };
    for (const turn of index % 2 === 0 ? [bare, ours] : [ours, bare]) await turn();
  };
  for (let number = 0; number < SERVERS; number += 1) {
    const cookies = new Map([['main', cookieOf(number)]]);
    const server = await startServer({ url: upstream.url, dispatcher, cookies });
    for (let index = 0; index < CALLS_EACH; index += 1) await measureBoth(server, number, index);
    await server.close();
  }
  await dispatcher.destroy();
  await upstream.close();
  const missing = 2 * SERVERS * CALLS_EACH - upstream.replies.length;
  return { ...subject, bytes: Buffer.byteLength(reply), raw, called, missing };
}

/** Measures how much longer a tool call takes than the bare request that it makes. */
export async function measureLatency(): Promise<Section> {
  const all: Measurement[] = [];
  for (const subject of SUBJECTS) all.push(await measure(subject));
  const added = ({ called, raw }: Measurement): number => median(called) - median(raw);
  return {
    title: 'Latency',
    goals: all.map((one) => ({
      what: `added to a raw POST, ${one.what}, median`,
      measured: added(one),
      goal: one.goal,
      write: ms,
    })),
    details: [
      `From a \`tools/call\` line to its reply line in this process, against a raw undici POST on the same keep-alive connections to the same loopback upstream, in turn; without a cache. ${SERVERS} servers with ${CALLS_EACH} calls each; the first ${WARM_UP_SERVERS} servers and the first call of each are not counted.`,
      table(
        ['', 'tool', 'reply bytes', 'calls', 'raw POST', 'range', 'tool call', 'range', 'added', 'ratio'],
        all.map((one) => [
          one.what,
          one.tool,
          count(one.bytes),
          count(one.called.length),
          ms(median(one.raw)),
          quartiles(one.raw),
          ms(median(one.called)),
          quartiles(one.called),
          ms(added(one)),
          ratio(median(one.called) / median(one.raw)),
        ]),
      ),
      ...all.flatMap(({ what, missing }) =>
        missing === 0 ? [] : [`**Invalid: ${missing} calls of the ${what} did not reach the upstream.**`],
      ),
    ].join('\n\n'),
  };
}
