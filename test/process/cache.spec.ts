import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { directory } from '../support/client.ts';
import { makeFolder, ROOT } from '../support/project.ts';

/** The worker as one file: it is started seven times, and compiling it takes longer than its work. */
let worker: string;
beforeAll(async () => {
  const { folder, remove } = await makeFolder();
  worker = join(folder, 'worker.mjs');
  await build({
    entryPoints: [join(ROOT, 'test/support/cache-worker.ts')],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // undici is CommonJS and calls require() at run time.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return remove;
});

const outcome = z.object({ answers: z.number(), wrong: z.number(), warnings: z.array(z.string()) });

/** An upstream that answers with the session that asked, and counts. */
async function startUpstream() {
  const state = { received: 0, url: '' };
  const server = createServer(async (request, response) => {
    state.received += 1;
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const session = /sessionid=(\w+)/.exec(body)?.[1];
    const time_selector = { timezone_offset: 0, end_timestamp: 1_700_000_000 };
    const data = { session, segments: [{ time_selector }], violation_score: 0, filling: 'x'.repeat(5000) };
    response.end(JSON.stringify({ code: 200, data: { code: 0, message: 'success', data } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the upstream has no port');
  state.url = `http://127.0.0.1:${address.port}/`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return state;
}

function startWorker(path: string, maxDiskBytes: number, url: string) {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    worker,
    path,
    String(maxDiskBytes),
    url,
  ]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let printed = '';
  let complaints = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const rounds = (): number => printed.split('round\n').length - 1;
  return {
    rounds,
    /** Waits for so many more rounds. */
    async work(more: number): Promise<void> {
      const goal = rounds() + more;
      while (rounds() < goal) {
        if (child.exitCode !== null) throw new Error(`the worker ended: ${complaints}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    /** Ends it in the middle of whatever it is doing. */
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
    async end() {
      child.stdin.write('end\n');
      if (child.exitCode === null) await once(child, 'close');
      expect(complaints).toBe('');
      return outcome.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''));
    },
  };
}

/** Two processes on one directory, of which one is killed twice while it writes; the other must not notice. */
async function shareWithVictims(path: string, maxDiskBytes: number, url: string): Promise<void> {
  const survivor = startWorker(path, maxDiskBytes, url);
  for (const delay of [3, 17]) {
    const victim = startWorker(path, maxDiskBytes, url);
    await Promise.all([victim.work(15), survivor.work(15)]);
    await new Promise((resolve) => setTimeout(resolve, delay));
    await victim.kill();
    await survivor.work(10);
  }
  const seen = await survivor.end();
  expect({ ...seen, answers: 0 }).toEqual({ answers: 0, wrong: 0, warnings: [] });
}

test('two processes share a directory that is always full, and one may be killed at any time', async () => {
  const upstream = await startUpstream();
  await shareWithVictims(directory(), 300_000, upstream.url);
}, 120_000);

test('what two processes and a killed one leave is whole: who comes after them pays only for new questions', async () => {
  const path = directory();
  const wide = 50_000_000;
  const upstream = await startUpstream();
  await shareWithVictims(path, wide, upstream.url);
  const before = upstream.received;
  const third = startWorker(path, wide, upstream.url);
  await third.work(10);
  const { answers, wrong, warnings } = await third.end();
  expect({ wrong, warnings }).toEqual({ wrong: 0, warnings: [] });
  // A third of its questions is new; a process that was killed may have spoilt the one answer that it was writing.
  expect(upstream.received - before).toBeLessThanOrEqual(answers / 3 + 2);
}, 120_000);
