import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { failure, HEALTHY } from '../support/faults/table.ts';
import {
  type Act,
  after as afterMs,
  answer,
  silence,
  startFaultUpstream,
} from '../support/faults/upstream.ts';
import {
  answered,
  creator,
  exitOf,
  expectClean,
  expectEnd,
  INITIALIZE,
  type Running,
  SECRET_ENV,
  start,
  startBefore,
  TIMEOUT,
  TOOL,
} from '../support/greeted-server.ts';

let main = '';
beforeAll(async () => {
  ({ main } = await buildServer());
}, 60_000);

const ENDINGS: readonly { readonly how: string; readonly end: (child: Running['child']) => void }[] = [
  {
    how: 'a host that closes stdin and stdout',
    end: (child) => {
      child.stdout.destroy();
      child.stdin.end();
    },
  },
  { how: 'SIGINT', end: (child) => child.kill('SIGINT') },
  { how: 'SIGTERM', end: (child) => child.kill('SIGTERM') },
];

describe.each(ENDINGS)('$how', ({ end }) => {
  test('with calls in flight, waiting for a turn and waiting for an answer', {
    timeout: TIMEOUT,
  }, async () => {
    const { upstream, server } = await startBefore(silence);
    for (let id = 0; id < 20; id += 1) server.call(id, TOOL, creator(id));
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(4);
    await expectEnd(server, end);
    await expect.poll(() => upstream.connections.open).toBe(0);
    expect(upstream.arrivals).toHaveLength(4);
  });

  test('with a wait before a repeat', { timeout: TIMEOUT }, async () => {
    const { upstream, server } = await startBefore(answer(failure(429, 'x', { 'retry-after': '30' })));
    server.call(1);
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(1);
    await delay(50);
    await expectEnd(server, end);
  });

  test('with the sandbox open and its calls under way', { timeout: TIMEOUT }, async () => {
    const server = await start({}, ['--sandbox']);
    for (let id = 0; id < 40; id += 1) server.call(id, 'summarize_month');
    await server.answerTo(0);
    await expectEnd(server, end);
  });
});

describe('the end', () => {
  test('comes once, however often it is asked for', { timeout: TIMEOUT }, async () => {
    // npx passes on the signal that the terminal has already sent.
    const { upstream, server } = await startBefore(silence);
    server.call(1);
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(1);
    await expectEnd(server, (child) => {
      child.stdin.end();
      child.kill('SIGINT');
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGINT'), 2);
      setTimeout(() => child.kill('SIGTERM'), 4);
    });
  });

  test('comes when stdout is closed with answers on their way', { timeout: TIMEOUT }, async () => {
    const { upstream, server } = await startBefore(afterMs(200, HEALTHY.act));
    for (let id = 0; id < 12; id += 1) server.call(id, TOOL, creator(id));
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(4);
    await expectEnd(server, (child) => {
      child.stdout.destroy();
      for (let id = 100; id < 120; id += 1) server.say({ id, method: 'tools/list' });
    });
  });

  test('comes when stdout is closed while nothing is asked', { timeout: TIMEOUT }, async () => {
    const server = await start({}, ['--sandbox']);
    await expectEnd(server, (child) => child.stdout.destroy());
  });

  /** The built server between two pipes of a shell, with a call to an upstream that never answers. */
  async function startInPipe(reader: string, act: Act) {
    const upstream = await startFaultUpstream();
    onTestFinished(upstream.close);
    upstream.play(act);
    const pipeline = `{ "$0" "$1"; echo "ended with $?" >&2; } | ${reader}`;
    const child = spawn('sh', ['-c', pipeline, process.execPath, main], {
      env: { PATH: process.env['PATH'], ...SECRET_ENV, TIKHUB_BASE_URL: upstream.url },
    });
    const call = { id: 1, method: 'tools/call', params: { name: TOOL, arguments: {} } };
    child.stdin.end([INITIALIZE, call].map((one) => JSON.stringify({ jsonrpc: '2.0', ...one })).join('\n'));
    return child;
  }

  test.skipIf(process.platform === 'win32')(
    'comes when nobody reads the pipe of a shell any more',
    {
      timeout: TIMEOUT,
    },
    async () => {
      const child = await startInPipe('head -n 1', silence);
      let from = Number.NaN;
      child.stdout.once('data', () => {
        from = performance.now();
      });
      expect(await text(child.stderr)).toBe('ended with 0\n');
      expect(performance.now() - from).toBeLessThan(1000);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'leaves a response that came late in a pipe whole',
    {
      timeout: TIMEOUT,
    },
    async () => {
      const child = await startInPipe('cat', afterMs(900, HEALTHY.act));
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const lines = stdout.split('\n');
      expect(lines.pop()).toBe('');
      const ids = lines.map((line) => answered.parse(JSON.parse(line)).id);
      expect({ ids, stderr }).toEqual({ ids: [INITIALIZE.id, 1], stderr: 'ended with 0\n' });
    },
  );

  test('comes after the requests that were read before stdin ended', { timeout: TIMEOUT }, async () => {
    const { server } = await startBefore(afterMs(300, HEALTHY.act));
    for (let id = 1; id < 7; id += 1) server.call(id, TOOL, creator(id));
    // The last line needs no newline.
    server.child.stdin.end('{"jsonrpc":"2.0","id":0,"method":"ping"}');
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(
      server
        .answers()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 'hello']);
    expect(server.output.stderr).toBe('');
    expectClean(server);
  });

  test('comes ten seconds after stdin has ended, and says which requests it leaves', {
    timeout: TIMEOUT,
  }, async () => {
    const { server, upstream } = await startBefore(silence);
    server.call('slow');
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(1);
    const from = performance.now();
    server.child.stdin.end();
    expect(await server.exit).toEqual({ code: 0, signal: null });
    expect(performance.now() - from).toBeGreaterThan(9000);
    expect(performance.now() - from).toBeLessThan(12_000);
    expect(server.answers().find(({ id }) => id === 'slow')).toMatchObject({
      error: { message: expect.stringContaining('stdin ended 10 s ago') },
    });
    expect(server.output.stderr).toMatch(/^1 request was not answered: .*\n$/);
  });

  test('comes at once when there is no stdin', { timeout: TIMEOUT }, async () => {
    const child = spawn(process.execPath, [main, '--sandbox'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] },
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    expect(await exitOf(child)).toEqual({ code: 0, signal: null });
  });
});
