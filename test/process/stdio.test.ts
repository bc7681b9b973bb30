import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { definitionsFor, noAccounts } from '../../scripts/docs/definitions.ts';
import { buildServer } from '../support/built-server.ts';
import { VERSION } from '../support/connect.ts';
import { ROOT } from '../support/project.ts';
import { startHost } from '../support/stdio-host.ts';

const TIMEOUT = 15_000;

type Env = Readonly<Record<string, string>>;

let main = '';
beforeAll(async () => {
  ({ main } = await buildServer());
}, 60_000);

/** The SDK's host on the built server, which inherits nothing but PATH and the like. */
async function host(args: readonly string[], env: Env = {}) {
  const started = startHost({ command: process.execPath, args: [main, ...args], env: { ...env } });
  await started.connected;
  return started;
}

/** The built server as a bare process. */
function start(args: readonly string[], env: Env = {}) {
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env['PATH'], ...env } });
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
  const exit = exitOf(child).then((end) => ({ ...end, ...output }));
  const say = (message: object): void => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  return { child, output, exit, say };
}

const exitOf = (child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> =>
  new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

/** Every tool, and those that are listed for a single account. */
const ALL = definitionsFor(noAccounts);
const OF_ONE_ACCOUNT = ALL.filter(({ multiAccount }) => !multiAccount);

const INITIALIZE = {
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '1' } },
};

describe('with --sandbox', () => {
  test('it lists everything and answers a tool and a resource', { timeout: TIMEOUT }, async () => {
    const { client, call, log } = await host(['--sandbox']);
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(ALL.length);
    expect(client.getServerVersion()).toMatchObject({ name: 'tiktok-creator-mcp', version: VERSION });

    const month = await call('summarize_month');
    expect(month.isError ?? false, month.text).toBe(false);
    expect(month.structuredContent).toMatchObject({ account: 'us', sandbox: true, currency: 'USD' });
    expect(month.text).toContain('sandbox, invented data');

    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('tiktok-creator://sg/health');
    const { contents } = await client.readResource({ uri: 'tiktok-creator://sg/health' });
    expect(contents).toMatchObject([
      { mimeType: 'text/markdown', text: expect.stringContaining('health rating') },
    ]);

    const bad = await call('get_video_detailed_stats', { item_id: 'abc' });
    expect(bad).toMatchObject({ isError: true });
    expect((await call('get_creator_account_info')).structuredContent).toMatchObject({ region: 'us' });
    expect(log()).toBe('');
  });

  test('it needs no setting and uses none', { timeout: TIMEOUT }, async () => {
    const { call } = await host(['--sandbox'], {
      TIKHUB_API_KEY: 'other-key',
      TIKHUB_BASE_URL: 'https://gateway.invalid',
      TIKTOK_COOKIE: 'Your_Cookie_String',
    });
    const answer = await call('get_account_health_status');
    expect(answer.structuredContent, answer.text).toMatchObject({ account: 'us', sandbox: true });
  });
});

describe('without a key', () => {
  test('it starts, lists its tools, and a call names the variable', { timeout: TIMEOUT }, async () => {
    const { client, call } = await host([], {
      TIKTOK_COOKIE: 'sessionid=secret-session; msToken=secret-token; ttwid=secret-ttwid',
    });
    expect((await client.listTools()).tools).toHaveLength(OF_ONE_ACCOUNT.length);
    const answer = await call('get_account_health_status');
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/^TIKHUB_API_KEY is not set\./);
    expect(JSON.stringify(answer)).not.toContain('secret-');
  });
});

describe('with an upstream of its own process', () => {
  const hello = z.object({ url: z.string().url(), apiKey: z.string(), cookie: z.string() });

  async function upstream(): Promise<z.output<typeof hello>> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(ROOT, 'test/support/sandbox-process.ts')],
      {
        cwd: ROOT,
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    for await (const line of createInterface(child.stdout)) return hello.parse(JSON.parse(line));
    throw new Error('the upstream did not start');
  }

  test('it answers over real HTTP, and says what is wrong with key, session or address', {
    timeout: TIMEOUT,
  }, async () => {
    const { url, apiKey, cookie } = await upstream();
    const env = { TIKHUB_BASE_URL: url, TIKHUB_API_KEY: apiKey, TIKTOK_COOKIE: cookie };

    const good = await host([], env);
    const answer = await good.call('get_account_insights_overview');
    expect(answer.structuredContent, answer.text).toMatchObject({ account: 'main', currency: 'SGD' });
    expect(answer.structuredContent).not.toHaveProperty('sandbox');
    const health = await good.client.readResource({ uri: 'tiktok-creator://main/health' });
    expect(JSON.stringify(health.contents)).toContain('score 187');

    const faults: readonly { readonly env: Env; readonly says: RegExp }[] = [
      { env: { ...env, TIKHUB_API_KEY: 'wrong-key-12345' }, says: /^The vendor did not accept the API key/ },
      {
        env: { ...env, TIKHUB_BASE_URL: `${url}/elsewhere` },
        says: /no TikTok Creator API at this base URL/,
      },
      {
        env: { ...env, TIKHUB_BASE_URL: 'http://127.0.0.1:1' },
        says: /^The vendor at 127\.0\.0\.1:1 cannot be reached/,
      },
    ];
    await Promise.all(
      faults.map(async ({ env: wrong, says }) => {
        const { client, call } = await host([], wrong);
        const failed = await call('get_account_insights_overview');
        expect(failed).toMatchObject({ isError: true, text: expect.stringMatching(says) });
        for (const value of [
          wrong['TIKHUB_API_KEY'] ?? '',
          ...cookie.split(/=|; /).filter((part) => part.length > 20),
        ]) {
          expect(JSON.stringify(failed)).not.toContain(value);
        }
        expect((await client.listTools()).tools).toHaveLength(OF_ONE_ACCOUNT.length);
      }),
    );
  });
});

describe('the process', () => {
  test('writes nothing but JSON-RPC to stdout, and ends with its host', { timeout: TIMEOUT }, async () => {
    const { child, output, exit, say } = start(['--sandbox'], { NODE_DEBUG: 'http', DEBUG: '*' });
    say(INITIALIZE);
    say({ method: 'notifications/initialized' });
    child.stdin.write('this is no JSON\n\n');
    say({ id: 2, method: 'tools/list' });
    say({ id: 3, method: 'tools/call', params: { name: 'summarize_month', arguments: {} } });
    say({
      id: 4,
      method: 'tools/call',
      params: { name: 'get_account_insights_overview', arguments: { account: 'expired' } },
    });
    say({ id: 5, method: 'no/such/method' });
    const ids = (): unknown[] =>
      output.stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => Object(JSON.parse(line)).id)
        .sort();
    await expect.poll(ids, { timeout: 10_000 }).toEqual([1, 2, 3, 4, 5, undefined]);

    const from = Date.now();
    child.stdin.end();
    const { code, signal, stdout } = await exit;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(Date.now() - from).toBeLessThan(1000);
    for (const line of stdout.trimEnd().split('\n')) {
      expect(JSONRPCMessageSchema.safeParse(JSON.parse(line)).success, line.slice(0, 200)).toBe(true);
    }
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends with %s', { timeout: TIMEOUT }, async (name) => {
    const { child, output, exit, say } = start(['--sandbox']);
    say(INITIALIZE);
    await expect.poll(() => output.stdout, { timeout: 10_000 }).toContain('"id":1');
    const from = Date.now();
    child.kill(name);
    const { code, stderr } = await exit;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Date.now() - from).toBeLessThan(1000);
  });

  test('ends when its host has closed stdout', { timeout: TIMEOUT }, async () => {
    const { child, output, exit, say } = start(['--sandbox']);
    say(INITIALIZE);
    await expect.poll(() => output.stdout, { timeout: 10_000 }).toContain('"id":1');
    child.stdout.destroy();
    say({ id: 2, method: 'tools/list' });
    const { code, stderr } = await exit;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('refuses a bad configuration with all problems on stderr', { timeout: TIMEOUT }, async () => {
    const { exit } = start(['--nonsense', '--key=secret-1'], {
      TIKHUB_BASE_URL: 'http://gateway.example',
      TIKHUB_API_KEY: 'secret 2',
      TIKTOK_COOKIE: 'a=secret-3',
      TIKTOK_COOKIE_FILE: '/secret-4',
    });
    const { code, stdout, stderr } = await exit;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const [head, ...problems] = stderr.trimEnd().split('\n');
    expect(head).toBe('The arguments cannot be used:');
    expect(problems).toHaveLength(2);
    expect(stderr).not.toMatch(/secret[ -]\d/);
    expect(stderr).not.toMatch(/\bat .*:\d/);
  });

  test('--version and --help print and end', { timeout: TIMEOUT }, async () => {
    const [version, help] = await Promise.all([start(['--version']).exit, start(['--help']).exit]);
    expect(version).toEqual({ code: 0, signal: null, stdout: `${VERSION}\n`, stderr: '' });
    expect(help).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Usage: node \S+main\.js/),
    });
  });
});
