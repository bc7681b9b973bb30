import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { startFaultProxy, startForwardProxy } from '../support/faults/proxy.ts';
import { API_KEY, COOKIE, leaksOf } from '../support/faults/secrets.ts';
import { HEALTHY } from '../support/faults/table.ts';
import { silence, startFaultUpstream } from '../support/faults/upstream.ts';
import {
  expectClean,
  onLinux,
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
