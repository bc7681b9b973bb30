import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { buildServer } from '../support/built-server.ts';
import { startFaultProxy, startForwardProxy } from '../support/faults/proxy.ts';
import { API_KEY, COOKIE, leaksOf, PROXY } from '../support/faults/secrets.ts';
import { failure, HEALTHY, success } from '../support/faults/table.ts';
import {
  type Act,
  after as afterMs,
  answer,
  json,
  silence,
  startFaultUpstream,
} from '../support/faults/upstream.ts';

const TIMEOUT = 20_000;
const TOOL = 'get_creator_account_info';

let main = '';
beforeAll(async () => {
  ({ main } = await buildServer());
}, 60_000);

const SECRET_ENV = { TIKHUB_API_KEY: API_KEY, TIKTOK_COOKIE: COOKIE, TIKTOK_PROXY: PROXY };
const INITIALIZE = {
  id: 'hello',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '1' } },
};

const answered = z.object({ id: z.union([z.string(), z.number()]) }).passthrough();
type Answer = z.infer<typeof answered>;

/** A response that is perhaps an error. */
const refusal = z.object({
  id: answered.shape.id.optional(),
  error: z.object({ code: z.number() }).optional(),
});

/** Another creator each time: equal questions share one call. */
const creator = (at: number) => ({
  cookie: `sessionid=session-of-creator-${at}; msToken=token-of-creator-${at}; ttwid=ttwid-of-creator-${at}`,
});

/** The built server as a bare process, greeted. */
async function start(env: Readonly<Record<string, string>>, args: readonly string[] = [], program = main) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += String(chunk);
  });
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
  const exit = exitOf(child);
  const write = (line: string | Buffer): void => {
    child.stdin.write(Buffer.concat([Buffer.from(line), Buffer.from('\n')]));
  };
  const say = (message: object): void => write(JSON.stringify({ jsonrpc: '2.0', ...message }));
  const lines = (): string[] => output.stdout.split('\n').slice(0, -1);
  const answers = (): Answer[] => lines().flatMap((line) => answered.safeParse(parsed(line)).data ?? []);
  const answerTo = async (id: string | number): Promise<Answer> => {
    await expect
      .poll(() => answers().some((one) => one.id === id), { timeout: 10_000, interval: 10 })
      .toBe(true);
    return answered.parse(answers().find((one) => one.id === id));
  };
  const server = {
    child,
    output,
    exit,
    write,
    say,
    lines,
    answers,
    answerTo,
    call: (id: string | number, name = TOOL, args: object = {}) =>
      say({ id, method: 'tools/call', params: { name, arguments: args } }),
    /** A question that costs nothing: whether anybody is still there. */
    async ping(id: string) {
      say({ id, method: 'ping' });
      expect(await answerTo(id)).toMatchObject({ result: {} });
    },
  };
  say(INITIALIZE);
  await answerTo(INITIALIZE.id);
  say({ method: 'notifications/initialized' });
  return server;
}
type Running = Awaited<ReturnType<typeof start>>;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const exitOf = (child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> =>
  new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

/** A server in front of an upstream that does as it is told. */
async function startBefore(act: Act, env: Readonly<Record<string, string>> = {}) {
  const upstream = await startFaultUpstream();
  onTestFinished(upstream.close);
  upstream.play(act);
  return { upstream, server: await start({ ...SECRET_ENV, TIKHUB_BASE_URL: upstream.url, ...env }) };
}

/** Nothing but JSON-RPC on stdout, and no secret anywhere. */
function expectClean({ lines, output }: Running): void {
  for (const line of lines()) {
    expect(JSONRPCMessageSchema.safeParse(parsed(line)).success, line.slice(0, 200)).toBe(true);
  }
  expect(leaksOf(output.stdout)).toEqual([]);
  expect(leaksOf(output.stderr)).toEqual([]);
}

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

/** Ends a server and holds it to one second and a clean exit. */
async function expectEnd(server: Running, end: (child: Running['child']) => void): Promise<void> {
  const from = performance.now();
  end(server.child);
  const ended = await server.exit;
  expect(performance.now() - from).toBeLessThan(1000);
  expect(ended).toEqual({ code: 0, signal: null });
  // Whoever ends a server has asked for it: that is no error, and nothing to log.
  expect(server.output.stderr).not.toMatch(/error|^\s+at /im);
  expectClean(server);
}

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

/** Processor time that a process has used, in hundredths of a second. */
async function ticksOf(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
const onLinux = test.runIf(process.platform === 'linux');

describe('a host that misbehaves', () => {
  test('with lines that are no requests', { timeout: TIMEOUT }, async () => {
    const server = await start({}, ['--sandbox']);
    const lines: readonly (string | Buffer)[] = [
      'this is no JSON',
      '',
      ' ',
      'null',
      '17',
      '"text"',
      '{}',
      '[]',
      '[{"jsonrpc":"2.0","id":"batched","method":"ping"}]',
      '{"jsonrpc":"1.0","id":1,"method":"ping"}',
      '{"jsonrpc":"2.0","id":1}',
      '{"jsonrpc":"2.0","id":null,"method":"ping"}',
      '{"jsonrpc":"2.0","id":{},"method":"ping"}',
      '{"jsonrpc":"2.0","id":"unknown","result":{}}',
      '{"jsonrpc":"2.0","id":"unknown","error":{"code":1,"message":"no"}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"unknown"}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":null}',
      '{"jsonrpc":"2.0","method":"notifications/no/such"}',
      '{"jsonrpc":"2.0","id":"a","method":"ping"',
      '{"__proto__":{"method":"ping"},"jsonrpc":"2.0","id":"p"}',
      '{"jsonrpc":"2.0","id":"list","method":"ping","params":[1]}',
      `${'['.repeat(400_000)}`,
      `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      Buffer.from([0xff, 0xfe, 0x00, 0x80]),
      Buffer.alloc(4096),
      '\ufeff{"jsonrpc":"2.0"}',
      'x'.repeat(1024 * 1024 + 1),
      'x'.repeat(11 * 1024 * 1024),
      `{"jsonrpc":"2.0","id":"huge","method":"ping","params":{"x":"${'y'.repeat(11 * 1024 * 1024)}"}}`,
    ];
    for (const line of lines) server.write(line);
    await server.ping('still there');
    server.write('{"jsonrpc":"2.0","id":"with CRLF","method":"ping"}\r');
    await server.answerTo('with CRLF');
    const refused = server.lines().flatMap((line) => {
      const { id, error } = refusal.parse(parsed(line));
      return error === undefined ? [] : [[error.code, ...(id === undefined ? [] : [id])].join(' ')];
    });
    expect(refused).toEqual([
      '-32700',
      ...Array.from({ length: 5 }, () => '-32600'),
      '-32600 batched',
      '-32600 1',
      '-32600 1',
      '-32600',
      '-32600',
      '-32700 a',
      '-32600 p',
      '-32602 list',
      '-32700',
      '-32600',
      '-32600',
      '-32700',
      '-32700',
      '-32600',
      '-32600',
      '-32600',
      '-32600 huge',
    ]);
    expectClean(server);
    // Each of them is a line of the log, and so are two responses that nobody waits for and a cancellation of nothing.
    const log = server.output.stderr.trimEnd().split('\n');
    expect(log.filter((line) => line.includes(' was refused ('))).toHaveLength(refused.length);
    expect(log.filter((line) => line.startsWith('A message was not used: '))).toHaveLength(3);
    expect(log).toHaveLength(refused.length + 3);
  });

  test('with requests that nobody serves', { timeout: TIMEOUT }, async () => {
    const server = await start({}, ['--sandbox']);
    const requests: readonly (readonly [id: string, method: string, params?: unknown])[] = [
      ['unknown method', 'no/such/method'],
      ['prototype method', '__proto__'],
      ['no params', 'tools/call'],
      ['wrong params', 'tools/call', { name: 7 }],
      ['no such tool', 'tools/call', { name: 'toString', arguments: {} }],
      ['wrong arguments', 'tools/call', { name: TOOL, arguments: [1] }],
      [
        'polluting arguments',
        'tools/call',
        { name: TOOL, arguments: JSON.parse('{"__proto__":{"x":1},"constructor":1}') },
      ],
      ['no such resource', 'resources/read', { uri: 'tiktok-creator://nobody/health' }],
      ['no URI', 'resources/read', { uri: 'not a uri' }],
      ['bad escape', 'resources/read', { uri: 'tiktok-creator://%E0%A4%A/health' }],
      ['another scheme', 'resources/read', { uri: 'file:///etc/passwd' }],
      ['no such prompt', 'prompts/get', { name: 'toString' }],
      ['wrong prompt', 'prompts/get', { name: 7 }],
    ];
    for (const [id, method, params] of requests)
      server.say({ id, method, ...(params === undefined ? {} : { params }) });
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    server.write(
      `{"jsonrpc":"2.0","id":"deep","method":"tools/call","params":{"name":"${TOOL}","arguments":{"account":${deep}}}}`,
    );
    for (const id of [...requests.map(([id]) => id), 'deep']) {
      const text = JSON.stringify(await server.answerTo(id));
      expect(text, id).toMatch(/"error":|"isError":true/);
      expect(text, id).not.toMatch(/unexpected error|\bat [^ ]+ \(|\.[jt]s:\d/);
    }
    await server.ping('still there');
    // One line for each response that is an error; a result that is one says so itself.
    const log = server.output.stderr.trimEnd().split('\n');
    const logged = log.map((line) =>
      /^Request (.+?)(?: \([\w/]+\))? was refused \((-\d+)\): /.exec(line)?.slice(1).join(' '),
    );
    expect(log).toContain('Request unknown method (no/such/method) was refused (-32601): Method not found');
    expect(logged.toSorted()).toEqual([
      'another scheme -32602',
      'bad escape -32602',
      'no URI -32602',
      'no params -32602',
      'no such prompt -32602',
      'no such resource -32602',
      'polluting arguments -32602',
      'prototype method -32601',
      'unknown method -32601',
      'wrong arguments -32602',
      'wrong params -32602',
      'wrong prompt -32602',
    ]);
    expectClean(server);
  });

  test('with 40 calls at once', { timeout: TIMEOUT }, async () => {
    const { upstream, server } = await startBefore(afterMs(20, HEALTHY.act));
    for (let id = 0; id < 40; id += 1) server.call(id, TOOL, creator(id));
    for (let id = 0; id < 40; id += 1) {
      expect(await server.answerTo(id)).toMatchObject({ result: { structuredContent: HEALTHY.payload } });
    }
    expect(upstream.crowd).toBeLessThanOrEqual(4);
    expect(upstream.arrivals).toHaveLength(40);
    expectClean(server);
    expect(server.output.stderr).toBe('');
  });

  test('by giving up a call', { timeout: TIMEOUT }, async () => {
    const { upstream, server } = await startBefore(answer(failure(429, 'x', { 'retry-after': '30' })));
    server.call('given up');
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(1);
    await delay(50);
    server.say({ method: 'notifications/cancelled', params: { requestId: 'given up', reason: 'enough' } });
    await server.ping('still there');
    upstream.play(HEALTHY.act);
    server.call('next');
    expect(await server.answerTo('next')).toMatchObject({ result: { structuredContent: HEALTHY.payload } });
    expect(upstream.arrivals).toHaveLength(2);
    expect(server.answers().map(({ id }) => id)).toEqual(['hello', 'still there', 'next']);
    expect(server.output.stderr).toBe('');
    await expectEnd(server, (child) => child.stdin.end());
  });

  test('by giving up the call with id 0', { timeout: TIMEOUT }, async () => {
    const { upstream, server } = await startBefore(silence);
    server.call(0);
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(1);
    server.say({ method: 'notifications/cancelled', params: { requestId: 0 } });
    await expect.poll(() => upstream.connections.open).toBe(0);
    // Nothing waits for it any more.
    await expectEnd(server, (child) => child.stdin.end());
    expect(server.answers().map(({ id }) => id)).toEqual(['hello']);
  });

  onLinux('by closing stderr', { timeout: TIMEOUT }, async () => {
    const server = await start({}, ['--sandbox']);
    server.child.stderr.destroy();
    for (let line = 0; line < 3; line += 1) server.write('x'.repeat(1024 * 1024 + 1));
    await server.ping('still there');
    const before = await ticksOf(server.child.pid);
    await delay(500);
    expect((await ticksOf(server.child.pid)) - before).toBeLessThan(20);
    await server.ping('and still');
    await expectEnd(server, (child) => child.stdin.end());
  });

  test('by asking for more than fits through its own transport', { timeout: TIMEOUT }, async () => {
    const upstream = await startFaultUpstream();
    onTestFinished(upstream.close);
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [main],
      env: { ...SECRET_ENV, TIKHUB_BASE_URL: upstream.url },
      stderr: 'pipe',
    });
    const host = new Client({ name: 'tests', version: '1' });
    onTestFinished(() => host.close());
    await host.connect(transport);
    const rows = Array.from({ length: 40_000 }, (_, at) => ({ id: at, title: 'x'.repeat(150) }));
    upstream.play(json(success({ ...HEALTHY.payload, rows })));
    // Whatever comes of it, the SDK's host closes a connection that brings a line over 10 MiB.
    const big = await host
      .callTool({ name: TOOL, arguments: { raw: true } })
      .then((result) => CallToolResultSchema.parse(result))
      .catch((error: unknown) => error);
    expect(big).not.toBeInstanceOf(Error);
    upstream.play(HEALTHY.act);
    const next = CallToolResultSchema.parse(await host.callTool({ name: TOOL, arguments: {} }));
    expect(next.structuredContent).toMatchObject(HEALTHY.payload);
  });
});

/** Runs inside the server before its own code; what it hangs on a signal runs when the test says. */
const preload = (code: string): string => `--import data:text/javascript,${encodeURIComponent(code)}`;

describe('inside', () => {
  const PRINT = `
    import * as own from 'node:console';
    const early = { ...console };
    const words = () => Object.values(process.env).join(' ');
    const ways = {
      looked_up: () => { for (const name of ['log', 'info', 'debug', 'warn', 'error', 'trace', 'dirxml']) console[name]('PRINTED', words());
        console.dir({ PRINTED: words() }); console.table([{ PRINTED: words() }]); console.group('PRINTED'); console.groupEnd();
        console.assert(false, 'PRINTED'); console.count('PRINTED'); console.time('PRINTED'); console.timeEnd('PRINTED'); },
      kept: () => { early.log('PRINTED', words()); early.dir({ PRINTED: 1 }); early.table([{ PRINTED: 1 }]); },
      module: () => { own.log('PRINTED', words()); own.default.info('PRINTED'); },
    };
    process.on('SIGUSR2', () => ways[process.env.WAY]());`;

  test.each(['looked_up', 'kept', 'module'])(
    'a console that is %s prints to stderr, without secrets',
    {
      timeout: TIMEOUT,
    },
    async (WAY) => {
      for (const isFirst of [true, false]) {
        const { server } = await startBefore(HEALTHY.act, { NODE_OPTIONS: preload(PRINT), WAY });
        if (!isFirst) {
          server.call('first');
          await server.answerTo('first');
        }
        server.child.kill('SIGUSR2');
        await expect
          .poll(() => server.output.stdout + server.output.stderr, { timeout: 5000 })
          .toContain('PRINTED');
        await server.ping('still there');
        expect(server.output.stdout).not.toContain('PRINTED');
        expect(server.output.stderr).toContain('PRINTED');
        expectClean(server);
      }
    },
  );

  const BREAK = `
    const words = () => Object.values(process.env).join(' ');
    const error = () => Object.assign(new TypeError('BROKEN ' + words()), { request: { cookie: process.env.TIKTOK_COOKIE } });
    const ways = {
      exception: () => { throw error(); },
      rejection: () => { Promise.reject(new Error('BROKEN', { cause: error() })); },
      text: () => { throw words() + ' BROKEN'; },
    };
    process.on('SIGUSR2', () => ways[process.env.WAY]());`;

  test.each([
    { WAY: 'exception', when: 'before the first call' },
    { WAY: 'exception', when: 'after a call' },
    { WAY: 'rejection', when: 'after a call' },
    { WAY: 'text', when: 'after a call' },
  ])(
    'an unexpected $WAY $when is logged without secrets and ends the process with an error code',
    { timeout: TIMEOUT },
    async ({ WAY, when }) => {
      const { server } = await startBefore(HEALTHY.act, { NODE_OPTIONS: preload(BREAK), WAY });
      if (when === 'after a call') {
        server.call('first');
        await server.answerTo('first');
      }
      server.child.kill('SIGUSR2');
      expect(await server.exit).toEqual({ code: 1, signal: null });
      expect(server.output.stderr).toContain('BROKEN');
      if (WAY !== 'text') expect(server.output.stderr).toContain('TypeError');
      expectClean(server);
    },
  );

  test('a warning of Node is logged without secrets', { timeout: TIMEOUT }, async () => {
    const warn = `process.on('SIGUSR2', () => process.emitWarning('WARNED ' + Object.values(process.env).join(' ')));`;
    const { server } = await startBefore(HEALTHY.act, { NODE_OPTIONS: preload(warn) });
    server.call('first');
    await server.answerTo('first');
    server.child.kill('SIGUSR2');
    await expect.poll(() => server.output.stderr, { timeout: 5000 }).toContain('WARNED');
    expectClean(server);
  });

  onLinux('the process shows no secret in its command line', { timeout: TIMEOUT }, async () => {
    const { server } = await startBefore(HEALTHY.act);
    const line = await readFile(`/proc/${server.child.pid}/cmdline`, 'utf8');
    expect(line.split('\0').filter((word) => word !== '')).toEqual([process.execPath, main]);
    expect(leaksOf(line)).toEqual([]);
  });
});

test('the built server goes out through HTTPS_PROXY, with the credentials for it', {
  timeout: TIMEOUT,
}, async () => {
  const upstream = await startFaultUpstream();
  onTestFinished(upstream.close);
  const proxy = await startForwardProxy(upstream);
  onTestFinished(proxy.close);
  const server = await start({
    ...SECRET_ENV,
    TIKHUB_BASE_URL: 'https://upstream.test',
    HTTPS_PROXY: proxy.url.replace('//', '//proxySettings-user:proxySettings-password@'),
  });
  server.call('through');
  // The upstream speaks no TLS, so the call fails, but only after the tunnel was there.
  expect(JSON.stringify(await server.answerTo('through'))).toContain(
    'lost the connection to upstream.test:443 before it was encrypted',
  );
  expect(proxy.tunnels[0]).toEqual({
    to: 'upstream.test:443',
    credentials: 'proxySettings-user:proxySettings-password',
  });
  expect(`${server.output.stdout}${server.output.stderr}`).not.toContain('proxySettings-password');
  expectClean(server);
});

test('the built server leaves a proxy that hangs up in peace, and names it', {
  timeout: TIMEOUT,
}, async () => {
  const proxy = await startFaultProxy('close');
  onTestFinished(proxy.close);
  const server = await start({
    ...SECRET_ENV,
    TIKHUB_BASE_URL: 'https://upstream.test',
    HTTPS_PROXY: proxy.url,
  });
  server.call('hung up');
  expect(JSON.stringify(await server.answerTo('hung up'))).toMatch(
    /The proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\) closed the connection .*nothing was sent to the vendor/,
  );
  expect(proxy.connections.accepted).toBe(3);
  await delay(500);
  expect(proxy.connections).toEqual({ accepted: 3, open: 0 });
  expectClean(server);
});

// Neither is loaded before a tool is called.
test.each([
  ['endpoint-tools-', TOOL],
  ['report-tools-', 'summarize_month'],
])(
  'an update of the program under a running server is told by the next call: %s',
  {
    timeout: TIMEOUT,
  },
  async (part, tool) => {
    const copy = await mkdtemp(join(tmpdir(), 'tiktok-creator-mcp-'));
    onTestFinished(() => rm(copy, { recursive: true, force: true }));
    await cp(dirname(main), copy, { recursive: true });
    await writeFile(join(copy, 'package.json'), '{"type":"module"}');
    const server = await start({}, [], join(copy, 'main.js'));
    server.say({ id: 'list', method: 'tools/list' });
    await server.answerTo('list');
    await delay(200);
    const files = (await readdir(copy)).filter((file) => file.startsWith(part));
    expect(files).toHaveLength(1);
    for (const file of files) await rm(join(copy, file));
    server.call('late', tool);
    expect(JSON.stringify(await server.answerTo('late'))).toContain(
      'The program on disk was updated or removed while this server ran. Restart the server, or the host that started it.',
    );
  },
);

test('an error repeats no secret of the request that it is about', { timeout: TIMEOUT }, async () => {
  const server = await start(SECRET_ENV);
  const [, session = ''] = /sessionid=([^;]+)/.exec(COOKIE) ?? [];
  const argument = { name: 'account', value: '' };
  server.say({ id: 1, method: 'prompts/get', params: { name: session } });
  server.say({ id: 2, method: 'prompts/get', params: { name: API_KEY } });
  const ref = { type: 'ref/resource', uri: `tiktok-creator://${session}/{month}` };
  server.say({ id: 3, method: 'completion/complete', params: { ref, argument } });
  server.say({ id: 4, method: 'resources/read', params: { uri: `tiktok-creator://${session}/health` } });
  server.say({ id: 5, method: 'tools/call', params: { name: session, arguments: {} } });
  server.say({ id: 6, method: session });
  for (const id of [1, 2, 3, 4, 5, 6]) {
    expect(JSON.stringify(await server.answerTo(id))).not.toContain('MCP error');
  }
  expect(session).not.toBe('');
  expectClean(server);
});

test('our sentence comes before the host gives up', { timeout: TIMEOUT }, async () => {
  const { server, upstream } = await startBefore(silence, { TIKTOK_CREATOR_TIMEOUT_MS: '300' });
  server.call('slow');
  expect(JSON.stringify(await server.answerTo('slow'))).toContain('No response within 0.3 s');
  expect(upstream.arrivals).toHaveLength(1);
  expectClean(server);
});

describe('Node', () => {
  /** The built program where Node says that it is another version. */
  async function runOn(version: string) {
    const folder = await mkdtemp(join(tmpdir(), 'old-node-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const pretence = join(folder, `node-${version}.cjs`);
    await writeFile(
      pretence,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
    );
    const child = spawn(process.execPath, ['-r', pretence, main, '--version']);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)]);
    return { code: child.exitCode, stdout, stderr };
  }

  test.each(['12.22.12', '18.20.8', '20.9.0', '20.18.0'])('%s is told what is needed', async (version) => {
    expect(await runOn(version)).toEqual({
      code: 1,
      stdout: '',
      stderr: `tiktok-creator-mcp needs Node.js 20.18.1 or later; this is ${version}. Install a current version from https://nodejs.org, and have your MCP host use it.\n`,
    });
  });

  test.each(['20.18.1', '20.19.0', '22.0.0', '24.21.0', '100.0.0'])('%s is new enough', async (version) => {
    expect(await runOn(version)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });
});
