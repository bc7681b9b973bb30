/**
 * A process on a shared cache directory: asks its questions over and over from fresh memory, until it is told to end.
 * Arguments: the directory, its bound in bytes, the upstream's URL. Prints a line for each round, and the last one with what it saw.
 */
import { Agent } from 'undici';
import { Redactor } from '../../src/credentials/redactor.ts';
import { ResponseStore } from '../../src/shared-state/response-store.ts';
import { Client } from '../../src/tikhub/client.ts';
import { accountHealthStatus, accountInsightsOverview } from '../../src/tikhub/endpoints.ts';
import { createTransport } from '../../src/tikhub/http.ts';

const [directory = '', maxDiskBytes = '', url = ''] = process.argv.slice(2);
const now = (): Date => new Date();
const warnings: string[] = [];
let answers = 0;
let wrong = 0;

async function round(count: number): Promise<void> {
  const cache = new ResponseStore({
    now,
    directory,
    maxDiskBytes: Number(maxDiskBytes),
    warn: (line) => warnings.push(line),
  });
  const transport = createTransport(new Agent(), now);
  const client = new Client({
    baseUrl: new URL(url),
    // The upstream's port changes, its answers do not.
    realm: 'test',
    apiKey: undefined,
    needsKey: false,
    timeoutMs: 5000,
    secrets: new Redactor(),
    sleep: async () => {},
    now,
    cache,
    transport,
  });
  const { signal } = new AbortController();
  for (const session of ['one', 'two']) {
    const account = {
      name: session,
      cookie: { header: `sessionid=${session}`, sessionId: session, secrets: [] },
      proxy: undefined,
    };
    for (const [endpoint, params] of [
      [accountHealthStatus, {}],
      [accountInsightsOverview, { start_date: `2025-${10 + (count % 3)}-01` }],
      // One that nobody has asked yet, so that there is always something to write.
      [accountInsightsOverview, { start_date: '2025-01-01', page: process.pid * 100_000 + count }],
    ] as const) {
      const { payload } = await client.callRaw(endpoint, account, params, signal);
      answers += 1;
      if (Object(payload).session !== session) wrong += 1;
    }
  }
  await cache.close();
  await transport.close();
}

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
