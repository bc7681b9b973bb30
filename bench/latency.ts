import { Agent, type Dispatcher, request } from 'undici';
import { startSandbox } from '../src/sandbox/server.ts';
import { bytesOf, median } from './figures.ts';
import { count, ms, ratio, type Section, spread, table } from './report.ts';
import { type Stack, startStack } from './stack.ts';
import { startUpstream } from './upstream.ts';
import { cookieOf, now, sandboxAnswers } from './vendor.ts';

/**
 * A server lets ten calls go at once and then keeps to ten a second, as the vendor wants it of one key. So there are
 * many servers, each with a key of its own, and none asks more than ten questions in its life: no call ever waits.
 */
const SERVERS = 60;
const CALLS_EACH = 9;
/** The first call of each server builds what it keeps: that is paid once. */
const UNCOUNTED_CALLS = 1;
/** The first servers let the engine compile what is called often. */
const UNCOUNTED_SERVERS = 15;

interface Kind {
  readonly what: string;
  readonly tool: string;
  readonly args: (index: number) => Readonly<Record<string, unknown>>;
  /** What the reply is made from. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly goal: number;
}

const KINDS: readonly Kind[] = [
  {
    what: 'small reply',
    tool: 'get_account_violation_list',
    args: (index) => ({ page: index + 1 }),
    fields: { page: 1 },
    goal: 1,
  },
  {
    what: '32 kB reply',
    tool: 'get_showcase_product_list',
    args: (index) => ({ offset: index, count: 35 }),
    fields: { count: 35, offset: 0 },
    goal: 2.5,
  },
];

interface Measured {
  readonly bytes: number;
  readonly raw: readonly number[];
  readonly called: readonly number[];
  readonly missed: number;
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

async function measure({ tool, args, fields }: Kind): Promise<Measured> {
  const sandbox = await startSandbox({ now });
  const reply = await sandboxAnswers(sandbox)(tool, JSON.stringify({ cookie: cookieOf(0), ...fields }));
  await sandbox.close();
  const upstream = await startUpstream(() => reply);
  const dispatcher = new Agent();
  const raw: number[] = [];
  const called: number[] = [];
  const askBoth = async (stack: Stack, server: number, index: number): Promise<void> => {
    const counts = server >= UNCOUNTED_SERVERS && index >= UNCOUNTED_CALLS;
    const one = async (): Promise<void> => {
      const body = JSON.stringify({ cookie: cookieOf(server), proxy: '', ...args(index) });
      const took = await post(`${upstream.url}/api/v1/tiktok/creator/${tool}`, dispatcher, body);
      if (counts) raw.push(took);
    };
    const other = async (): Promise<void> => {
      const { ms } = await stack.call(tool, args(index));
      if (counts) called.push(ms);
    };
    const turns = index % 2 === 0 ? [one, other] : [other, one];
    for (const turn of turns) await turn();
  };
  for (let server = 0; server < SERVERS; server += 1) {
    const cookies = new Map([['main', cookieOf(server)]]);
    const stack = await startStack({ url: upstream.url, dispatcher, cookies });
    for (let index = 0; index < CALLS_EACH; index += 1) await askBoth(stack, server, index);
    await stack.close();
  }
  await dispatcher.destroy();
  await upstream.close();
  // Both ways asked as often: an answer that the server already had would be missing here.
  const missed = 2 * SERVERS * CALLS_EACH - upstream.replies.length;
  return { bytes: bytesOf(reply), raw, called, missed };
}

/** What a tool call takes longer than the bare request that it makes. */
export async function measureLatency(): Promise<Section> {
  const all: (Measured & Kind)[] = [];
  for (const kind of KINDS) all.push({ ...kind, ...(await measure(kind)) });
  const added = ({ called, raw }: Measured): number => median(called) - median(raw);
  return {
    title: 'Latency',
    goals: all.map((one) => ({
      what: `added to a raw POST, ${one.what}, median`,
      measured: added(one),
      goal: one.goal,
      write: ms,
    })),
    details: [
      `A \`tools/call\` line to its reply line in this process, against a raw undici POST on the same keep-alive connections to the same loopback upstream, in turn; without a cache, each question once. ${SERVERS} servers with ${CALLS_EACH} calls each, because the pace lets 10 go at once: none waits for its turn. Not counted: the first call of each server, and the first ${UNCOUNTED_SERVERS} servers.`,
      table(
        [
          '',
          'tool',
          'reply bytes',
          'calls',
          'raw POST',
          'middle half',
          'tool call',
          'middle half',
          'added',
          'ratio',
        ],
        all.map((one) => [
          one.what,
          one.tool,
          count(one.bytes),
          count(one.called.length),
          ms(median(one.raw)),
          spread(one.raw),
          ms(median(one.called)),
          spread(one.called),
          ms(added(one)),
          ratio(median(one.called) / median(one.raw)),
        ]),
      ),
      ...all.flatMap(({ what, missed }) =>
        missed === 0
          ? []
          : [`Not to be trusted: ${missed} questions of the ${what} did not reach the upstream.`],
      ),
    ].join('\n\n'),
  };
}
