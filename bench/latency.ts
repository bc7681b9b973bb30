import { table } from '../scripts/docs/markdown.ts';
import { startServer } from './in-process-server.ts';
import { count, median, ms, ratio, type Section, timed, timing } from './report.ts';
import { cookieOf, post, startUpstream } from './upstream.ts';

/** Each server makes fewer than ten calls with its own key, so none waits for the rate limit (upstream-api.md 1.7). */
const SERVERS = 60;
const CALLS_EACH = 9;
/** Their servers are not counted, nor is the first call of any server, which loads the handlers. */
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

async function measure({ what, tool, args, goal }: Subject) {
  const upstream = await startUpstream({ isConstant: true });
  const raw: number[] = [];
  const called: number[] = [];
  for (let number = 0; number < SERVERS; number += 1) {
    const cookie = cookieOf(number);
    const server = await startServer(upstream.url, { main: cookie });
    for (let index = 0; index < CALLS_EACH; index += 1) {
      const isCounted = number >= WARM_UP_SERVERS && index > 0;
      const body = JSON.stringify({ cookie, proxy: '', ...args(index) });
      const bare = async (): Promise<void> => {
        const took = await timed(() => post(`${upstream.url}/api/v1/tiktok/creator/${tool}`, body));
        if (isCounted) raw.push(took);
      };
      const ours = async (): Promise<void> => {
        const call = await server.call(tool, args(index));
        if (isCounted) called.push(call.ms);
      };
      for (const turn of index % 2 === 0 ? [bare, ours] : [ours, bare]) await turn();
    }
    await server.close();
  }
  await upstream.close();
  const { replies } = upstream;
  if (replies.length !== 2 * SERVERS * CALLS_EACH) throw new Error(`Only ${replies.length} calls were made.`);
  const [before, after] = [median(raw), median(called)];
  const bytes = count(Buffer.byteLength(replies[0] ?? ''));
  return {
    goal: [`added to a raw POST, ${what}, median`, after - before, goal, ms] as const,
    row: [what, tool, bytes, ...timing(raw), ...timing(called), ms(after - before), ratio(after / before)],
  };
}

/** Measures how much longer a tool call takes than the bare request that it makes. */
export async function measureLatency(): Promise<Section> {
  const all = [];
  for (const subject of SUBJECTS) all.push(await measure(subject));
  return {
    title: 'Latency',
    goals: all.map(({ goal }) => goal),
    details: [
      `From a \`tools/call\` line to its reply line in this process, and a raw undici POST on the same kept-alive connections to the same loopback upstream, in turn; without a cache. ${SERVERS - WARM_UP_SERVERS} servers with ${CALLS_EACH - 1} calls each.`,
      table(
        ['', 'tool', 'reply bytes', 'raw POST', 'range', 'tool call', 'range', 'added', 'ratio'],
        all.map(({ row }) => row),
      ),
    ],
  };
}
