import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { startSandbox } from '../../src/sandbox/server.ts';

const receivedCall = z.object({
  at: z.number(),
  /** The account, the endpoint and all that it was asked. */
  question: z.string(),
});

/** One call that has reached the upstream; times are those of the clock. */
export type ReceivedCall = z.output<typeof receivedCall>;

/** Starts an upstream with accounts that have marks; it ends with the test. */
export async function startMarkedUpstream() {
  const sandbox = await startSandbox({ now: () => new Date() });
  const script = fileURLToPath(new URL('marked-upstream.ts', import.meta.url));
  const child = fork(script, [sandbox.url, sandbox.apiKey], { execArgv: ['--import', 'tsx'] });
  onTestFinished(async () => {
    child.disconnect();
    await sandbox.close();
  });
  const next = async (): Promise<unknown> => (await once(child, 'message'))[0];
  const { url } = z.object({ url: z.string() }).parse(await next());
  return {
    env: { TIKHUB_BASE_URL: url, TIKHUB_API_KEY: 'key-of-the-test-4f1b' },
    async received(): Promise<readonly ReceivedCall[]> {
      const answer = next();
      child.send('received');
      return z.object({ received: z.array(receivedCall) }).parse(await answer).received;
    },
  };
}
