import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client as Host } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { helpText } from '../../src/config/help-text.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { expectNoValue } from '../support/accounts-document.ts';
import { buildServer } from '../support/built-server.ts';
import { editThisCookie, HEADER } from '../support/cookie-exports.ts';
import { file } from '../support/follow.ts';
import { folder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT = 60_000;
const isPosix = process.platform !== 'win32';

let built: Awaited<ReturnType<typeof buildServer>>;
beforeAll(async () => {
  built = await buildServer();
}, TIMEOUT);

/** The command as a process of its own. */
function run(args: readonly string[], env: Record<string, string> = {}, input = '', cwd = ROOT) {
  const child = spawn(process.execPath, [built.main, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    printed.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    printed.err += String(chunk);
  });
  child.stdin.end(input);
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, ...printed }));
  });
}

test('--help names the commands and the settings of accounts', () => {
  for (const name of [
    'check',
    '--live',
    'cookie',
    'shapes',
    '--yes',
    '--out FILE',
    '--force',
    'TIKTOK_SCORE_SCALE',
    'TIKTOK_ACCOUNTS_FILE',
  ]) {
    expect(helpText()).toMatch(new RegExp(`^ +${name}  `, 'm'));
  }
});

describe('in a shell', { timeout: TIMEOUT }, () => {
  test('cookie writes to tiktok-cookie.txt, which check and the server then take', async () => {
    const { at, path } = folder();
    const saved = await run(['cookie'], { TIKHUB_BASE_URL: 'nonsense' }, editThisCookie(), path);
    expect(saved).toMatchObject({ code: 0, err: '' });
    expectNoValue(saved.out);
    if (isPosix) expect(statSync(at('tiktok-cookie.txt')).mode & 0o777).toBe(0o600);

    const again = await run(['cookie', '--out', 'tiktok-cookie.txt'], {}, HEADER, path);
    expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--force') });
    const sandbox = await startSandbox({ now: () => new Date() });
    onTestFinished(() => sandbox.close());
    const env = { TIKHUB_BASE_URL: sandbox.url, TIKHUB_API_KEY: sandbox.apiKey };
    const well = await run(['check'], { ...env, TIKTOK_COOKIE_FILE: at('tiktok-cookie.txt') });
    expect(well).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/main \(default\) +usable \(header\)/),
    });
    const live = await run(['check', '--live'], { ...env, TIKTOK_COOKIE_FILE: at('tiktok-cookie.txt') });
    expect(live).toMatchObject({ code: 0, err: '', out: expect.stringContaining('No problems found.') });
    expectNoValue(well.out + live.out);
  });

  test('check --sandbox --live finds the account whose session has ended', async () => {
    const { code, out, err } = await run(['check', '--sandbox', '--live']);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.match(/ works\n/g)).toHaveLength(3);
    expect(out).toMatch(/expired +usable \(header\) +has ended\n/);
  });

  test('shapes --sandbox writes a file without asking, as nobody is at a terminal', async () => {
    const { at, path } = folder();
    const saved = await run(['shapes', 'sg', '--sandbox'], {}, '', path);
    expect(saved).toMatchObject({ code: 0, err: '', out: expect.stringContaining('nothing is billed') });
    expect(readFileSync(at('tiktok-shapes.json'), 'utf8')).toContain('"daily": true');
    const again = await run(['shapes', '--sandbox', '--yes'], {}, '', path);
    expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--force') });
  });

  test.each([
    [['check', '--force'], 'Argument 2 (--force) does not belong to this command.'],
    [['check', 'secret-1'], 'Argument 2 is not known.'],
    [['cookie', '--live', 'secret-1'], 'Argument 2 (--live) does not belong to this command.'],
    [['shapes', 'us', 'secret-1'], 'Argument 3 is not known.'],
    [['shapes', '--live'], 'Argument 2 (--live) does not belong to this command.'],
    [['shape'], 'Argument 1 is not known. Did you mean shapes?'],
    [['cookie', '--out'], 'Argument 2 (--out) needs the name of a file.'],
    [['cookie', '--out', '--force'], 'Argument 2 (--out) needs the name of a file.'],
    [['--live'], 'Argument 1 (--live) does not belong to this command.'],
    [['chekc'], 'Argument 1 is not known. Did you mean check?'],
  ])('%j is refused', async (args, says) => {
    const never = (path: string): Promise<string> => {
      throw new Error(`${path} was read`);
    };
    await expect(loadConfig(args, {}, never)).rejects.toThrow(says);
    await expect(loadConfig(args, {}, never)).rejects.not.toThrow('secret-');
  });

  test('cookie takes a file, and repeats no path that is not there', async () => {
    const { at, write, path } = folder();
    write('export.json', editThisCookie(), 0o644);
    const saved = await run(['cookie', 'export.json', '--out', 'mine.txt'], {}, '', path);
    expect(saved).toMatchObject({ code: 0, err: '', out: expect.stringContaining(at('mine.txt')) });
    const missing = await run(['cookie', 'sessionid=secret-1'], {}, '', path);
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringContaining('does not exist') });
    expect(missing.err).not.toContain('secret-');
  });

  test('check --host takes the settings of the host', async () => {
    const { at, write, path } = folder();
    mkdirSync(at('.cursor'));
    const entry = {
      command: 'npx',
      args: ['-y', 'tiktok-creator-mcp'],
      env: { TIKTOK_COOKIE_FILE: at('none.txt') },
    };
    write('.cursor/mcp.json', { mcpServers: { shop: entry } });
    const { code, out } = await run(['check', '--host', 'cursor', '--sandbox'], { HOME: path }, '', path);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('the entry "shop" in') });
    const lacking = await run(['check', '--host', 'vscode'], { HOME: path }, '', path);
    expect(lacking.code).toBe(1);
    expect(lacking.err).toContain('No entry for this server was found in ');
  });

  test('check shows its result as JSON too', async () => {
    const { code, out } = await run(['check', '--sandbox', '--live', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      sandbox: true,
      api_key: { state: 'good', words: 'accepted' },
      accounts: expect.arrayContaining([
        expect.objectContaining({ account: 'us', default: true, session: { state: 'good', words: 'works' } }),
        expect.objectContaining({ account: 'expired', session: { state: 'bad', words: 'has ended' } }),
      ]),
    });
  });

  test('watch shows the alerts, and its exit code says whether there is anything', async () => {
    const { code, out } = await run(['watch', '--sandbox', '--json']);
    expect(code).toBe(1);
    const alerts = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(alerts).toContainEqual({
      account: 'expired',
      kind: 'session_ended',
      fact: 'The session has ended.',
    });
    const lines = await run(['watch', '--sandbox']);
    expect(lines.out.trim().split('\n')).toHaveLength(alerts.length);
    expect(lines.out).toContain('expired: The session has ended.');
    const unable = await run(['watch'], { TIKTOK_COOKIE: 'sessionid=abcdef0123456789abcdef0123456789' });
    expect({ code: unable.code, out: unable.out }).toEqual({ code: 2, out: '' });
    expect(unable.err).toContain('TIKHUB_API_KEY is not set');
  });

  test('watch tells of a product that earned and cannot be bought, which a review saw in another process', async () => {
    const { url, apiKey, accounts, close } = await startSandbox({ now: () => new Date() });
    onTestFinished(() => close());
    const env = {
      TIKHUB_BASE_URL: url,
      TIKHUB_API_KEY: apiKey,
      TIKTOK_COOKIE: accounts.get('us')?.cookie ?? '',
      TIKTOK_CREATOR_CACHE: folder().path,
    };
    const kinds = async (): Promise<{ code: number | null; kinds: string[] }> => {
      const { code, out } = await run(['watch', '--json'], env);
      const lines = out.split('\n').filter((line) => line !== '');
      return { code, kinds: lines.map((line) => JSON.parse(line).kind) };
    };
    expect((await kinds()).kinds).not.toContain('product_unavailable');
    const host = new Host({ name: 'tests', version: '1' });
    await host.connect(new StdioClientTransport({ command: process.execPath, args: [built.main], env }));
    const question = { name: 'review_products', arguments: { period: 'last_month' } };
    expect((await host.callTool(question)).isError).not.toBe(true);
    await host.close();
    const after = await kinds();
    expect(after.kinds).toContain('product_unavailable');
    expect(after.code).toBe(1);
  });

  test('watch is silent and ends with 0 where nothing presses', async () => {
    const data = { violation_score: 0, risk_info: { risk_level_text: 'Healthy' }, records: [], total: 0 };
    let calls = 0;
    const upstream = createServer((_request, response) => {
      calls += 1;
      response.end(JSON.stringify({ code: 200, data: { code: 0, message: 'success', data } }));
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void upstream.close());
    const { port } = z.object({ port: z.number() }).parse(upstream.address());
    const { code, out, err } = await run(['watch'], {
      TIKHUB_BASE_URL: `http://127.0.0.1:${port}`,
      TIKHUB_API_KEY: 'key-of-the-tests-0123456789',
      TIKTOK_COOKIE: 'sessionid=abcdef0123456789abcdef0123456789',
    });
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
    expect(calls).toBe(2);
  });

  test.skipIf(!isPosix).each([
    { command: ['watch', '--sandbox', '--json'], code: 1 },
    { command: ['--help'], code: 0 },
  ])('$command whose reader has seen enough ends with its own code and without a word', async (given) => {
    const child = spawn(process.execPath, [built.main, ...given.command], {
      env: { PATH: process.env['PATH'] },
    });
    child.stdout.destroy();
    const [err, code] = await Promise.all([
      text(child.stderr),
      new Promise((resolve) => child.once('close', resolve)),
    ]);
    expect({ code, err }).toEqual({ code: given.code, err: '' });
  });

  test.runIf(existsSync('/dev/full'))('says that its output could not be written', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [built.main, '--help'], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', full, 'pipe'],
    });
    const err = await text(child.stderr ?? Readable.from([]));
    closeSync(full);
    expect(err).toMatch(/^The output cannot be written: ENOSPC[^\n]*\n$/);
    expect(child.exitCode ?? (await new Promise((resolve) => child.once('close', resolve)))).toBe(1);
  });

  test('watch says why no account can be asked', async () => {
    const { code, err } = await run(['watch'], { TIKTOK_ACCOUNTS_FILE: '/nope/a.json' });
    expect(code).toBe(2);
    expect(err).toContain('names a file that does not exist: /nope/a.json.');
  });

  test('watch ends with 2 for a wrong argument, too: 1 would say that there are alerts', async () => {
    const { code, err } = await run(['--json', 'watch', '--often']);
    expect(code).toBe(2);
    expect(err).toContain('Argument 3 is not known.');
  });

  test('a wrong argument ends with 1', async () => {
    const { code, out, err } = await run(['cookie', '--force=secret-1'], {}, HEADER);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('Argument 2 (--force) takes no value.');
    expect(err).not.toContain('secret-');
  });

  test('an argument that may be a secret is not repeated', async () => {
    const { code, out, err } = await run(['--secret-1', 'check', '--live=secret-2', 'secret-3']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).not.toContain('secret-');
    expect(err).toContain('Argument 1 is not known.');
  });

  test('a served host is told when the accounts file was replaced', async () => {
    const { write, at } = folder();
    const wire = new StdioClientTransport({
      command: process.execPath,
      args: [built.main],
      env: { TIKTOK_ACCOUNTS_FILE: write('accounts.json', file('a')) },
      stderr: 'pipe',
    });
    let log = '';
    wire.stderr?.on('data', (chunk) => {
      log += String(chunk);
    });
    const host = new Host({ name: 'tests', version: '1' });
    onTestFinished(() => host.close());
    let told = 0;
    host.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      told += 1;
    });
    await host.connect(wire);
    renameSync(write('new.json', file('a', 'b')), at('accounts.json'));
    await expect.poll(() => told, { timeout: 5000 }).toBe(1);
    const { tools } = await host.listTools();
    expect(tools[1]?.inputSchema.properties?.['account']).toMatchObject({ enum: ['a', 'b'] });
    write('accounts.json', '{"accounts": {"a": {"cookie": "secret-1"}, "b": 2}}');
    await expect.poll(() => log, { timeout: 5000 }).toContain('account "b" must be an object.');
    expect(log).not.toContain('secret');
    expect(told).toBe(1);
  });

  test.skipIf(!isPosix)('a named pipe in place of a file stops neither the start nor the end', async () => {
    const { write, at } = folder();
    execFileSync('mkfifo', [at('pipe')]);
    const refused = await run(['check'], { TIKTOK_COOKIE_FILE: at('pipe') });
    expect(refused.out).toContain(`TIKTOK_COOKIE_FILE names a named pipe, not a file: ${at('pipe')}.`);

    const child = spawn(process.execPath, [built.main], {
      env: { PATH: process.env['PATH'], TIKTOK_ACCOUNTS_FILE: write('accounts.json', file('a')) },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += String(chunk);
    });
    let answered = '';
    child.stdout.on('data', (chunk) => {
      answered += String(chunk);
    });
    const send = (message: object): void =>
      void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const params = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'tests', version: '1' },
    };
    send({ id: 1, method: 'initialize', params });
    await expect.poll(() => answered, { timeout: 10_000 }).toContain('"id":1');
    renameSync(at('pipe'), at('accounts.json'));
    await expect.poll(() => log, { timeout: 5000 }).toContain('names a named pipe');
    send({ id: 2, method: 'ping' });
    await expect.poll(() => answered, { timeout: 2000 }).toContain('"id":2');
    const told = Date.now();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    expect(Date.now() - told).toBeLessThan(2000);
  });
});
