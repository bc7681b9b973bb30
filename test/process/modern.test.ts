import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { buildServer, runOnce } from '../support/built-server.ts';
import { heldUpstream, startHttp } from '../support/http-process.ts';
import { headersOf, META, modern, VERSION } from '../support/modern-request.ts';
import { NO_HOME } from '../support/stdio-host.ts';
import { cookieOf } from '../support/temporary-folder.ts';

const TIMEOUT = 60_000;
const PATIENT = { timeout: 10_000 };
let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

type Json = Readonly<Record<string, unknown>>;

const call = (name: string, args: Json = {}, meta: Json = {}) =>
  modern('tools/call', { name, arguments: args }, meta);

const INFO = { name: 'tiktok-creator-mcp', title: 'TikTok Creator' };
const ACCOUNT = 'get_creator_account_info';

/** What is answered the same over both transports. */
const ANSWERED: readonly (readonly [string, ReturnType<typeof modern>, object])[] = [
  [
    'what the server is',
    modern('server/discover'),
    {
      supportedVersions: [VERSION],
      // Nobody could be told of changes.
      capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
      instructions: expect.stringContaining('Start with summarize_period'),
      cacheScope: 'private',
      ttlMs: 3_600_000,
      _meta: { [`${META}serverInfo`]: { ...INFO, icons: [expect.anything()] } },
    },
  ],
  ['tools', modern('tools/list'), { tools: expect.anything(), cacheScope: 'private', ttlMs: 60_000 }],
  ['resources', modern('resources/list'), { cacheScope: 'private', ttlMs: 60_000 }],
  ['templates', modern('resources/templates/list'), { cacheScope: 'private', ttlMs: 3_600_000 }],
  ['prompts', modern('prompts/list'), { cacheScope: 'private', ttlMs: 3_600_000 }],
  ['figures', call(ACCOUNT, { account: 'br' }), { structuredContent: { account: 'br', sandbox: true } }],
  ['why a call failed', call(ACCOUNT, { account: 'nobody' }), { isError: true }],
  [
    'a text',
    modern('resources/read', { uri: 'tiktok-creator://usage' }),
    { contents: [{ uri: 'tiktok-creator://usage' }], cacheScope: 'private', ttlMs: 0 },
  ],
  ['a question', modern('prompts/get', { name: 'weekly_review' }), { messages: [{ role: 'user' }] }],
  [
    'the names of accounts',
    modern('completion/complete', {
      ref: { type: 'ref/resource', uri: 'tiktok-creator://{account}/health' },
      argument: { name: 'account', value: 's' },
    }),
    { completion: { values: ['sg'] } },
  ],
];

/** What is refused with the same code over both transports, and the status that HTTP has for it. */
const REFUSED: readonly (readonly [string, Json & { method: string }, number, number])[] = [
  ['a handshake', modern('initialize'), -32601, 404],
  ['a ping', modern('ping'), -32601, 404],
  ['a level of logs', modern('logging/setLevel', { level: 'debug' }), -32601, 404],
  ['a subscription', modern('resources/subscribe', { uri: 'tiktok-creator://usage' }), -32601, 404],
  ['to listen', modern('subscriptions/listen', { notifications: {} }), -32601, 404],
  ['a method that is none', modern('toString'), -32601, 404],
  ['a later version', modern('tools/list', {}, { [`${META}protocolVersion`]: '2027-07-28' }), -32022, 400],
  ['an earlier version', modern('tools/list', {}, { [`${META}protocolVersion`]: '2025-11-25' }), -32022, 400],
  ['no version', { method: 'server/discover', params: {} }, -32602, 400],
  ['a version that is no text', modern('ping', {}, { [`${META}protocolVersion`]: 1 }), -32602, 400],
  ['no capabilities', modern('ping', {}, { [`${META}clientCapabilities`]: undefined }), -32602, 400],
  ['capabilities of no form', modern('ping', {}, { [`${META}clientCapabilities`]: [] }), -32602, 400],
  ['a call of nothing', modern('tools/call'), -32602, 400],
  ['an unknown resource', modern('resources/read', { uri: 'tiktok-creator://x/y' }), -32602, 200],
  ['another JSON-RPC', { ...modern('tools/list'), jsonrpc: '1.0' }, -32600, 400],
];

/** The headers that go with a request that is wrong in itself. */
const headersFor = (message: Json & { method: string }): Record<string, string> => {
  const params = z
    .object({ _meta: z.record(z.unknown()).default({}), name: z.unknown(), uri: z.string().optional() })
    .parse(message['params']);
  const version = params._meta[`${META}protocolVersion`];
  return {
    'mcp-protocol-version': typeof version === 'string' ? version : VERSION,
    'mcp-method': message.method,
    ...(params.uri === undefined ? {} : { 'mcp-name': params.uri }),
  };
};

describe('a modern client over HTTP', { timeout: TIMEOUT }, () => {
  test.each(ANSWERED)('is answered with %s', async (_what, message, result) => {
    const { post } = await startHttp(main, ['--sandbox']);
    const response = await post(message, headersOf(message));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({
      id: 1,
      result: { resultType: 'complete', _meta: { [`${META}serverInfo`]: INFO }, ...result },
    });
  });

  test('is refused with the code and status that say why', async () => {
    const { post, log, url } = await startHttp(main, ['--sandbox'], { TIKTOK_CREATOR_AUDIT_LOG: 'off' });
    const seen = await Promise.all(
      REFUSED.map(async ([what, message]) => {
        const response = await post(message, headersFor(message));
        const { id, error } = z
          .object({ id: z.literal(1), error: z.object({ code: z.number(), message: z.string() }) })
          .parse(await response.json());
        expect(error.message, what).toMatch(/^[A-Z].*\.$|^params\./);
        return [what, error.code, response.status, id];
      }),
    );
    expect(seen).toEqual(REFUSED.map(([what, , code, status]) => [what, code, status, 1]));
    expect(log()).toBe(`Serving MCP at ${url.href}. Ctrl-C ends it.\n`);
  });

  test('is told which version is served', async () => {
    const { post } = await startHttp(main, ['--sandbox']);
    const later = modern('tools/list', {}, { [`${META}protocolVersion`]: '1900-01-01' });
    expect(await (await post(later, headersFor(later))).json()).toMatchObject({
      error: { code: -32022, data: { supported: [VERSION], requested: '1900-01-01' } },
    });
  });

  test('hears no secret again that it puts where it does not belong', async () => {
    const key = 'key-in-the-wrong-place-7c1e';
    const { post } = await startHttp(main, [], { TIKHUB_API_KEY: key, TIKTOK_COOKIE: cookieOf('a') });
    const asVersion = modern('tools/list', {}, { [`${META}protocolVersion`]: key });
    const asUri = modern('resources/read', { uri: `tiktok-creator://${key}` });
    for (const message of [asVersion, asUri, modern(key)]) {
      const text = await (await post(message, headersFor(message))).text();
      expect(text).toContain('error');
      expect(text).not.toContain(key);
    }
  });

  test('must say the same in headers and body', async () => {
    const { post } = await startHttp(main, ['--sandbox']);
    const message = call(ACCOUNT);
    const base64 = (text: string): string => `=?base64?${Buffer.from(text).toString('base64')}?=`;
    const cases: readonly (readonly [string, Record<string, string | undefined>, number])[] = [
      ['the same', {}, 200],
      ['the name encoded', { 'mcp-name': base64(ACCOUNT) }, 200],
      ['no version', { 'mcp-protocol-version': undefined }, 400],
      ['another version', { 'mcp-protocol-version': '2025-11-25' }, 400],
      ['no method', { 'mcp-method': undefined }, 400],
      ['another method', { 'mcp-method': 'tools/list' }, 400],
      ['a method in capitals', { 'mcp-method': 'TOOLS/CALL' }, 400],
      ['a method encoded', { 'mcp-method': base64('tools/call') }, 400],
      ['two methods', { 'mcp-method': 'tools/call, tools/call' }, 400],
      ['no name', { 'mcp-name': undefined }, 400],
      ['another name', { 'mcp-name': 'list_accounts' }, 400],
      ['another name encoded', { 'mcp-name': base64('list_accounts') }, 400],
      ['a name that cannot be decoded', { 'mcp-name': `=?base64?${ACCOUNT}?=` }, 400],
      ['a name half encoded', { 'mcp-name': base64(ACCOUNT).replace('?=', '') }, 400],
    ];
    for (const [what, changed, status] of cases) {
      const headers = Object.entries({ ...headersOf(message), ...changed }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      );
      const response = await post(message, Object.fromEntries(headers));
      expect([what, response.status]).toEqual([what, status]);
      const body: unknown = await response.json();
      expect(body, what).toMatchObject(status === 200 ? { result: {} } : { id: 1, error: { code: -32020 } });
    }
  });

  test('may read a resource whose URI no header can hold', async () => {
    const { post } = await startHttp(main, ['--sandbox']);
    const uri = 'tiktok-creator://bücher/health';
    const message = modern('resources/read', { uri });
    const named = { ...headersOf(message), 'mcp-name': `=?base64?${Buffer.from(uri).toString('base64')}?=` };
    const response = await post(message, named);
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { error: { code: -32602, data: { uri } } },
    ]);
  });

  test('hears of progress where it asks for it, and gets plain JSON where not', async () => {
    const { post } = await startHttp(main, ['--sandbox']);
    const question = { period: 'year_to_date' };
    const asking = call('summarize_period', question, { progressToken: 'p' });
    const streamed = await post(asking, headersOf(asking));
    expect(streamed.headers.get('content-type')).toBe('text/event-stream');
    expect(streamed.headers.get('x-accel-buffering')).toBe('no');
    const events = (await streamed.text())
      .split('\n\n')
      .slice(0, -1)
      .map((event): unknown => JSON.parse(/^event: message\ndata: (.*)$/.exec(event)?.[1] ?? ''));
    expect(events.length).toBeGreaterThan(2);
    expect(events[0]).toMatchObject({
      method: 'notifications/progress',
      params: { progressToken: 'p', progress: 1 },
    });
    expect(events.at(-1)).toMatchObject({ id: 1, result: { resultType: 'complete' } });
    const quiet = call('summarize_period', { ...question, fresh: true });
    expect((await post(quiet, headersOf(quiet))).headers.get('content-type')).toBe('application/json');
  });

  test('may send a notification, and no batch', async () => {
    const { post, url } = await startHttp(main, ['--sandbox']);
    const headers = { 'mcp-protocol-version': VERSION, 'mcp-method': 'notifications/cancelled' };
    const told = await post({ ...modern('notifications/cancelled'), id: undefined }, headers);
    expect([told.status, await told.text()]).toEqual([202, '']);
    const wrong = await post(
      { ...modern('notifications/cancelled'), id: undefined, jsonrpc: '1.0' },
      headers,
    );
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: { code: -32600 } }]);
    const init = {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
    };
    for (const body of [
      [{ jsonrpc: '2.0', id: 1, ...modern('tools/list') }],
      { jsonrpc: '2.0', id: 1, result: {} },
    ]) {
      const response = await fetch(url, { ...init, body: JSON.stringify(body) });
      expect([response.status, await response.json()]).toMatchObject([400, { error: { code: -32600 } }]);
    }
  });

  test('that drops its connection aborts the call, unless somebody else waits for it', async () => {
    const upstream = await heldUpstream();
    const { post } = await startHttp(main, [], { ...upstream.env, TIKTOK_COOKIE: cookieOf('a') });
    const leave = (message: ReturnType<typeof modern>): AbortController => {
      const leaving = new AbortController();
      post(message, headersOf(message), { signal: leaving.signal }).catch(() => {});
      return leaving;
    };
    const alone = leave(call(ACCOUNT));
    await expect.poll(upstream.received, PATIENT).toBe(1);
    alone.abort();
    await expect.poll(upstream.dropped, PATIENT).toBe(1);
    const streamed = leave(call(ACCOUNT, {}, { progressToken: 1 }));
    await expect.poll(upstream.received, PATIENT).toBe(2);
    const staying = post({ method: 'tools/call', params: { name: ACCOUNT } });
    await delay(300);
    streamed.abort();
    await delay(300);
    upstream.answer({ user_name: 'creator' });
    expect(await (await staying).json()).toMatchObject({
      result: { structuredContent: { account: 'main' } },
    });
    expect([upstream.received(), upstream.dropped()]).toEqual([2, 1]);
  });
});

/** The built server over stdio, without a greeting. */
function startLines(args: readonly string[], env: Readonly<Record<string, string>> = {}, program = main) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], ...NO_HOME, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = (): Json[] =>
    output.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => z.record(z.unknown()).parse(JSON.parse(line)));
  return {
    said,
    say: (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    async answerTo(id: string | number): Promise<unknown> {
      await expect.poll(() => said().some((one) => one['id'] === id), PATIENT).toBe(true);
      return said().find((one) => one['id'] === id);
    },
    async end() {
      child.stdin.end();
      return ended;
    },
  };
}

const HELLO = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '1' } },
};

describe('a modern client over stdio', { timeout: TIMEOUT }, () => {
  test('is answered as over HTTP, without a greeting', async () => {
    const messages = ANSWERED.map(([what, message]) => ({ jsonrpc: '2.0', id: what, ...message }));
    const { stdout, code } = await runOnce(
      main,
      messages.map((message) => JSON.stringify(message)).join('\n'),
    );
    expect(code).toBe(0);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => z.object({ id: z.string() }).passthrough().parse(JSON.parse(line)));
    expect(answers).toHaveLength(ANSWERED.length);
    for (const [what, , result] of ANSWERED)
      expect(answers.find(({ id }) => id === what)).toMatchObject({
        result: { resultType: 'complete', _meta: { [`${META}serverInfo`]: INFO }, ...result },
      });
  });

  test('is refused with the same codes, each with a line of the log', async () => {
    const messages = REFUSED.map(([what, message]) =>
      JSON.stringify({ jsonrpc: '2.0', id: what, ...message }),
    );
    const { stdout, stderr } = await runOnce(main, messages.join('\n'));
    const codes = stdout
      .trim()
      .split('\n')
      .map((line) =>
        z.object({ id: z.string(), error: z.object({ code: z.number() }) }).parse(JSON.parse(line)),
      );
    for (const [what, , code] of REFUSED)
      expect(codes.filter(({ id }) => id === what)).toEqual([{ id: what, error: { code } }]);
    expect(stderr.trim().split('\n')).toHaveLength(REFUSED.length);
  });

  test('shares the process with a session, whose messages stay as they are', async () => {
    const { say, answerTo, said, end } = startLines(['--sandbox']);
    say({ id: 0, ...modern('server/discover') });
    expect(await answerTo(0)).toMatchObject({ result: { resultType: 'complete' } });
    say({ id: 'hello', ...HELLO });
    expect(await answerTo('hello')).toMatchObject({
      result: { protocolVersion: '2025-11-25', capabilities: { tools: { listChanged: true } } },
    });
    say({ id: 'old', method: 'tools/call', params: { name: ACCOUNT, arguments: {} } });
    say({ id: 'new', ...call(ACCOUNT, {}, { progressToken: 4 }) });
    const { result } = z.object({ result: z.record(z.unknown()) }).parse(await answerTo('old'));
    expect(result).toHaveProperty('structuredContent');
    expect(result).not.toHaveProperty('resultType');
    expect(JSON.stringify(result)).not.toContain(META);
    expect(await answerTo('new')).toMatchObject({ result: { resultType: 'complete' } });
    say({ id: 'ping', method: 'ping' });
    expect(await answerTo('ping')).toEqual({ jsonrpc: '2.0', id: 'ping', result: {} });
    expect(await end()).toBe(0);
    expect(said().filter((one) => 'id' in one)).toHaveLength(5);
  });

  test('gets one answer to each request, whatever it sends', async () => {
    const version = fc.oneof(fc.constant(VERSION), fc.string(), fc.constant(null), fc.integer());
    const meta = fc.record(
      {
        [`${META}protocolVersion`]: version,
        [`${META}clientCapabilities`]: fc.oneof(fc.constant({}), fc.jsonValue()),
        progressToken: fc.oneof(fc.string(), fc.integer(), fc.jsonValue()),
      },
      { requiredKeys: [`${META}protocolVersion`] },
    );
    const message = fc.record({
      jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant('2.0') }, fc.jsonValue()),
      method: fc.oneof(
        fc.constantFrom(
          'server/discover',
          'tools/call',
          'resources/read',
          'prompts/get',
          'initialize',
          'toString',
        ),
        fc.jsonValue(),
      ),
      params: fc.record({
        _meta: meta,
        name: fc.jsonValue(),
        uri: fc.jsonValue(),
        arguments: fc.jsonValue(),
      }),
    });
    const messages = fc.sample(message, { numRuns: 300, seed: Number(process.env['FUZZ_SEED'] ?? 1) });
    const lines = messages.map((one, index) => JSON.stringify({ ...one, id: index }));
    const { stdout, code } = await runOnce(main, lines.join('\n'));
    expect(code).toBe(0);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => z.object({ id: z.number() }).passthrough().parse(JSON.parse(line)));
    expect(answers.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(messages.map((_, index) => index));
    for (const answer of answers) expect('result' in answer !== 'error' in answer).toBe(true);
  });

  test('is told when the program was updated under the server, which goes on', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'tiktok-creator-mcp-'));
    onTestFinished(() => rm(copy, { recursive: true, force: true }));
    await cp(dirname(main), copy, { recursive: true });
    await writeFile(join(copy, 'package.json'), '{"type":"module"}');
    const { say, answerTo, end } = startLines(['--sandbox'], {}, join(copy, 'main.js'));
    say({ id: 'hello', ...HELLO });
    await answerTo('hello');
    for (const file of await readdir(copy)) if (file.startsWith('read-modern-')) await rm(join(copy, file));
    say({ id: 'late', ...modern('server/discover') });
    expect(await answerTo('late')).toMatchObject({
      error: { code: -32603, message: expect.stringContaining('restart the server') },
    });
    say({ id: 'ping', method: 'ping' });
    expect(await answerTo('ping')).toMatchObject({ result: {} });
    expect(await end()).toBe(0);
  });

  test('cancels with a notification, also the id 0, and hears no more of it', async () => {
    const upstream = await heldUpstream();
    const { say, answerTo, said, end } = startLines([], { ...upstream.env, TIKTOK_COOKIE: cookieOf('a') });
    say({ id: 0, ...call(ACCOUNT, {}, { progressToken: 1 }) });
    await expect.poll(upstream.received, PATIENT).toBe(1);
    say({ ...modern('notifications/cancelled', { requestId: 0 }) });
    await expect.poll(upstream.dropped, PATIENT).toBe(1);
    // Cancelled before what serves it has been loaded.
    say({ id: 'early', ...call('get_account_health_status') });
    say({ method: 'notifications/cancelled', params: { requestId: 'early' } });
    say({ id: 'last', ...modern('server/discover') });
    await answerTo('last');
    expect(await end()).toBe(0);
    expect(said().flatMap(({ id }) => id ?? [])).toEqual(['last']);
    expect(upstream.received()).toBe(1);
  });
});
