import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { tools } from '../../src/tools/index.ts';
import { heldUpstream, startHttp } from '../support/http-process.ts';
import { NO_HOME } from '../support/stdio-host.ts';
import { cookieOf } from '../support/temporary-folder.ts';
import { SERVER, toolResult } from './client.ts';

const [MAIN = ''] = SERVER;

interface Asked {
  readonly task: 'use' | 'cancel';
  readonly sdk: 'v1' | 'v2';
  readonly mode: string | { readonly pin: string };
}

/** The client in a process of its own, on a server at a URL or one that it starts itself. */
function startClient(asked: Asked & ({ readonly url: string } | { readonly server: object })) {
  const program = fileURLToPath(new URL('sdk-client.mjs', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program, JSON.stringify(asked)]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let log = '';
  child.stdout?.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  const closed = once(child, 'close');
  return {
    giveUp: () => child.stdin?.write('now'),
    async end(): Promise<unknown> {
      await closed;
      expect(child.exitCode, log).toBe(0);
      return JSON.parse(out);
    },
  };
}

/** A server as a client starts it, and the processes that it became. */
async function startable(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tiktok-creator-mcp-sdk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const pids = join(folder, 'pids');
  const start = 'echo $$ >> "$0"; exec "$@"';
  return {
    server: {
      command: 'sh',
      args: ['-c', start, pids, process.execPath, MAIN, ...args],
      env: { PATH: process.env['PATH'], ...NO_HOME, TIKTOK_CREATOR_CACHE: join(folder, 'cache'), ...env },
    },
    started: async () => (await readFile(pids, 'utf8')).trim().split('\n').map(Number),
  };
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const used = z.object({
  version: z.string().optional(),
  name: z.literal('tiktok-creator-mcp'),
  instructions: z.string(),
  tools: z.array(z.string()),
  result: toolResult,
  steps: z.array(z.number()),
  text: z.string(),
  refused: z.literal(-32602),
});

function expectUsed(said: unknown, version: string | undefined): void {
  const all = used.parse(said);
  expect(all.version).toBe(version);
  expect(all.tools).toEqual(tools.map(({ name }) => name));
  expect(all.instructions).toContain('Read-only');
  expect(all.result.structuredContent).toMatchObject({ sandbox: true, month: '2026-01' });
  expect(all.steps.length).toBeGreaterThan(1);
  expect(all.text).toContain('account');
}

const ENDED = { ended: 'given up', tools: expect.any(Number) };

describe.each([
  ['version 1', 'v1', 'legacy', undefined, 1],
  ['version 2 as it comes', 'v2', 'legacy', '2025-11-25', 1],
  // These two ask a process of its own first what the server speaks.
  ['version 2 that finds out', 'v2', 'auto', '2026-07-28', 2],
  ['version 2 that insists', 'v2', { pin: '2026-07-28' }, '2026-07-28', 2],
] as const)('the client of the SDK, %s', (_what, sdk, mode, version, processes) => {
  const dropsConnection = sdk === 'v2';

  test('lists, calls and reads over HTTP', async () => {
    const { url } = await startHttp(MAIN, ['--sandbox']);
    expectUsed(await startClient({ task: 'use', sdk, mode, url: url.href }).end(), version);
  });

  test('lists, calls and reads over stdio, and leaves nothing running', async () => {
    const { server, started } = await startable(['--sandbox']);
    expectUsed(await startClient({ task: 'use', sdk, mode, server }).end(), version);
    const pids = await started();
    expect(pids).toHaveLength(processes);
    await expect.poll(() => pids.filter(isRunning), { timeout: 5000 }).toEqual([]);
  });

  test('gives up a call over stdio, which is aborted', async () => {
    const upstream = await heldUpstream();
    const { server } = await startable([], { ...upstream.env, TIKTOK_COOKIE: cookieOf('a') });
    const client = startClient({ task: 'cancel', sdk, mode, server });
    await expect.poll(upstream.received, { timeout: 20_000 }).toBe(1);
    client.giveUp();
    await expect.poll(upstream.dropped, { timeout: 5000 }).toBe(1);
    expect(await client.end()).toMatchObject(ENDED);
  });

  test(`gives up a call over HTTP, which is ${dropsConnection ? 'aborted' : 'not repeated'}`, async () => {
    const upstream = await heldUpstream();
    const env = { ...upstream.env, TIKTOK_COOKIE: cookieOf('a') };
    const { url } = await startHttp(MAIN, [], env);
    const client = startClient({ task: 'cancel', sdk, mode, url: url.href });
    await expect.poll(upstream.received, { timeout: 20_000 }).toBe(1);
    client.giveUp();
    // The other one only says so in a further request, which without a session is about nothing.
    if (dropsConnection) await expect.poll(upstream.dropped, { timeout: 5000 }).toBe(1);
    upstream.answer({ user_name: 'creator' });
    expect(await client.end()).toMatchObject(ENDED);
    expect(upstream.received()).toBe(1);
  });
});
