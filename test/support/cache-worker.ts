/**
 * A process on a shared cache directory: asks its questions over and over from fresh memory, until it is told to end.
 * Arguments: the directory, its bound in bytes, the upstream's URL. Prints a line for each round, and the last one with what it saw.
 */
import { Agent } from 'undici';
import { RequestContext } from '../../src/mcp/request-context.ts';
import { createStore } from '../../src/shared-state/create-store.ts';
import {
  accountHealthStatus,
  accountInsightsOverview,
  videoListAnalytics,
} from '../../src/tikhub/endpoints.ts';
import { createHttpTransport } from '../../src/tikhub/http.ts';
import { LONGEST_FRESH } from '../../src/tikhub/payload.ts';
import { accountsOf, buildContext } from './context.ts';

const [directory = '', maxDiskBytes = '', url = ''] = process.argv.slice(2);
const now = (): Date => new Date();
const warnings: string[] = [];
let answers = 0;
let wrong = 0;

async function round(count: number): Promise<void> {
  const store = createStore({
    now,
    directory,
    maxAgeMs: LONGEST_FRESH,
    maxDiskBytes: Number(maxDiskBytes),
    warn: (line) => warnings.push(line),
  });
  const transport = createHttpTransport(new Agent(), now);
  const { context } = buildContext({
    baseUrl: new URL(url),
    // The upstream's port changes, its responses do not.
    realm: 'test',
    needsKey: false,
    timeoutMs: 5000,
    accounts: accountsOf({ one: cookieOf('one'), two: cookieOf('two') }),
    sleep: async () => {},
    now,
    store,
    transport,
  });
  const { signal } = new AbortController();
  for (const account of ['one', 'two']) {
    const request = new RequestContext(context, { account }, { signal });
    const month = { start_date: `2025-${10 + (count % 3)}-01` };
    // One that nobody has made yet, so that there is always something to write.
    const fresh = { start_date: '2025-01-01', page: process.pid * 100_000 + count };
    const payloads = [
      await request.call(accountHealthStatus, {}, { raw: true }),
      await request.call(accountInsightsOverview, month, { raw: true }),
      await request.call(videoListAnalytics, { ...fresh, rules: 'VIDEO_LIST_GMV' }, { raw: true }),
    ];
    answers += payloads.length;
    wrong += payloads.filter((payload) => Object(payload).session !== account).length;
  }
  await store.close();
  await transport.close();
}

const cookieOf = (session: string): string => `sessionid=${session}; msToken=m; ttwid=t`;

let isEnding = false;
process.stdin.on('data', () => {
  isEnding = true;
});
for (let count = 0; !isEnding && count < 2000; count += 1) {
  await round(count);
  process.stdout.write('round\n');
}
process.stdout.write(`${JSON.stringify({ answers, wrong, warnings })}\n`);
process.exit(0);
