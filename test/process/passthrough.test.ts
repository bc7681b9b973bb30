import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { buildServer } from '../support/built-server.ts';
import { envelope } from '../support/connect.ts';
import { callOf, startHttp, startProcess } from '../support/http-process.ts';
import { cookieOf, folder } from '../support/temporary-folder.ts';

const TIMEOUT = 60_000;

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

const INFO = callOf('get_creator_account_info');
const LIST = { method: 'tools/list' };
const OWN_KEY = 'key-of-the-caller-83ac1f';
const OWN = { 'x-tikhub-key': OWN_KEY, 'x-tiktok-cookie': cookieOf('caller') };
const SERVER_KEY = 'key-of-the-server-5d20';
const SECRETS = /key-of-the|session-of|token-of|ttwid-of|tcm_/;

/** An upstream that says to each key and session whose they are, and repeats both where it should not. */
async function echoingUpstream() {
  const received: { readonly key: string; readonly cookie: string }[] = [];
  let delayMs = 0;
  const server = createServer(async (request, response) => {
    const { cookie } = z.object({ cookie: z.string() }).parse(await json(request));
    const key = request.headers.authorization ?? '';
    received.push({ key, cookie });
    response.setHeader('content-type', 'application/json');
    const payload = {
      user_name: `creator ${received.length}`,
      bio: `${key} ${cookie}`,
      records: [],
      total: 0,
    };
    setTimeout(() => response.end(JSON.stringify(envelope(payload))), delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    received,
    answerAfter(ms: number): void {
      delayMs = ms;
    },
    env: {
      TIKHUB_BASE_URL: `http://127.0.0.1:${port}`,
      TIKHUB_API_KEY: SERVER_KEY,
      TIKTOK_COOKIE: cookieOf('server'),
    },
  };
}

/** A server on that upstream, and tokens for it. */
async function start(...flags: readonly string[]) {
  const upstream = await echoingUpstream();
  const { at } = folder();
  const env = {
    ...upstream.env,
    TIKTOK_CREATOR_TOKENS_FILE: at('tokens.json'),
    TIKTOK_CREATOR_AUDIT_LOG: at('audit.log'),
  };
  return {
    upstream,
    env,
    async create(name: string, ...more: readonly string[]) {
      const run = startProcess(main, ['tokens', 'create', name, '--accounts', 'main', ...more], env);
      expect(await run.end(), run.log()).toBe(0);
      return { authorization: `Bearer ${run.out().trim()}` };
    },
    audit: () => readFileSync(at('audit.log'), 'utf8'),
    serve: () => startHttp(main, flags, env),
  };
}

const answered = z.object({
  result: z.object({
    isError: z.boolean().optional(),
    content: z.array(z.object({ text: z.string() })),
    structuredContent: z
      .object({ account: z.string(), cached: z.boolean(), user_name: z.string() })
      .optional(),
  }),
});

describe('headers with a key and a cookie', { timeout: TIMEOUT }, () => {
  test('are refused in a sentence where they are not allowed, and nothing is called', async () => {
    const { upstream, serve } = await start();
    const { post, log } = await serve();
    for (const headers of [OWN, { 'x-tikhub-key': OWN_KEY }, { 'x-tiktok-cookie': OWN['x-tiktok-cookie'] }]) {
      const answer = await post(INFO, headers);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(
        /does not accept API keys and cookies .*--passthrough\. Nothing was done/,
      );
    }
    expect(upstream.received).toEqual([]);
    expect((await post(LIST)).status).toBe(200);
    expect(log()).not.toMatch(SECRETS);
  });

  test('are used in place of everything that is configured, and are seen nowhere', async () => {
    const { upstream, serve, create, audit } = await start('--passthrough');
    const token = await create('team', '--max-calls', '1');
    const server = await serve();
    const ask = async (headers: Readonly<Record<string, string>>, message: object = INFO) => {
      const text = await (await server.post(message, { ...token, ...headers })).text();
      expect(text).not.toMatch(SECRETS);
      return answered.parse(JSON.parse(text)).result;
    };
    expect((await ask(OWN)).structuredContent).toMatchObject({ account: 'own', user_name: 'creator 1' });
    expect((await ask({})).structuredContent).toMatchObject({ account: 'main', user_name: 'creator 2' });
    expect(upstream.received).toEqual([
      { key: `Bearer ${OWN_KEY}`, cookie: cookieOf('caller') },
      { key: `Bearer ${SERVER_KEY}`, cookie: cookieOf('server') },
    ]);
    // The limit of the token is for what the operator pays.
    const fresh = callOf('get_creator_account_info', { fresh: true });
    expect((await ask({}, fresh)).content[0]?.text).toContain('has used its 1 upstream calls');
    expect((await ask(OWN, fresh)).structuredContent).toMatchObject({ user_name: 'creator 3' });
    expect((await ask(OWN)).structuredContent).toMatchObject({ cached: true, user_name: 'creator 3' });

    const client = await server.client({ ...token, ...OWN });
    expect(JSON.stringify(await client.listResources())).toContain('tiktok-creator://own/health');
    const all = JSON.stringify([
      await client.listTools(),
      await client.listResources(),
      await client.callTool({ name: 'list_accounts', arguments: {} }),
      await client.readResource({ uri: 'tiktok-creator://usage' }),
      await client.callTool({ name: INFO.params.name, arguments: { account: 'main' } }),
    ]);
    expect(all).not.toMatch(/\bmain\b(?!\\")/);
    expect(all).toContain('|own|2|1|0|0|');
    expect(all).not.toMatch(SECRETS);
    expect(audit()).toContain('"principal":"team","asked":"get_creator_account_info","accounts":["own"]');
    expect(audit() + server.log()).not.toMatch(SECRETS);
  });

  test('share nothing with others, who may have the very same session and key', async () => {
    const { upstream, serve, create, env } = await start('--passthrough');
    const [one, two] = [await create('one'), await create('two')];
    const { post } = await serve();
    const same = { 'x-tikhub-key': SERVER_KEY, 'x-tiktok-cookie': env.TIKTOK_COOKIE };
    const ask = async (headers: Readonly<Record<string, string>>) =>
      answered.parse(await (await post(INFO, headers)).json()).result.structuredContent;
    upstream.answerAfter(500);
    const atOnce = await Promise.all([
      ask({ ...one, ...same }),
      ask({ ...two, ...same }),
      ask(one),
      ask({ ...one, ...OWN }),
    ]);
    expect(new Set(atOnce.map((said) => said?.user_name)).size).toBe(4);
    expect(upstream.received).toHaveLength(4);
    upstream.answerAfter(0);
    const later = await Promise.all([
      ask({ ...one, ...same }),
      ask({ ...two, ...same }),
      ask(one),
      ask({ ...one, ...OWN }),
    ]);
    expect(later).toEqual(atOnce.map((said) => ({ ...said, cached: true })));
    // Another key for the same session, and another cookie for the same key.
    await ask({ ...one, ...same, 'x-tikhub-key': OWN_KEY });
    await ask({ ...one, ...OWN, 'x-tiktok-cookie': `${OWN['x-tiktok-cookie']}; lang=en` });
    expect(upstream.received).toHaveLength(6);
  });

  test('lead to exports that only the same caller reads, with the same headers', async () => {
    const { serve, create } = await start('--passthrough');
    const [one, two] = [await create('one'), await create('two')];
    const reader = await create('reader', '--read', 'exports');
    const server = await serve();
    const client = await server.client({ ...one, ...OWN });
    const exported = await client.callTool({
      name: 'export_table',
      arguments: { table: 'violations', format: 'csv' },
    });
    const uri = /tiktok-creator:\/\/exports\/[0-9a-f]{32}/.exec(JSON.stringify(exported))?.[0] ?? '';
    expect(uri, JSON.stringify(exported)).not.toBe('');
    expect((await client.readResource({ uri })).contents).toHaveLength(1);
    for (const headers of [
      one,
      { ...two, ...OWN },
      { ...one, ...OWN, 'x-tikhub-key': 'another-key-0912' },
      reader,
    ]) {
      const other = await server.client(headers);
      await expect(other.readResource({ uri })).rejects.toThrow('There is no exported file');
    }
  });

  test('that cannot be used are refused by their names', async () => {
    const { upstream, serve } = await start('--passthrough');
    const { post, raw, url } = await serve();
    const cases: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
      [{ 'x-tikhub-key': OWN_KEY }, /X-TikHub-Key and X-TikTok-Cookie: your own key is never used/],
      [{ 'x-tiktok-cookie': OWN['x-tiktok-cookie'] }, /: your own key is never used/],
      [{ ...OWN, 'x-tikhub-key': '' }, /: your own key is never used/],
      [{ ...OWN, 'x-tikhub-key': 'YOUR_API_KEY' }, /X-TikHub-Key holds a placeholder/],
      [
        { ...OWN, 'x-tikhub-key': `${OWN_KEY} ${OWN_KEY}` },
        /X-TikHub-Key has characters that a key cannot have/,
      ],
    ];
    for (const [headers, says] of cases) {
      const answer = await post(INFO, headers);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(says);
    }
    const noCookie = await post(INFO, { ...OWN, 'x-tiktok-cookie': 'msToken=token-of-caller-9c2e' });
    const text = await noCookie.text();
    expect(text).toMatch(
      /X-TikTok-Cookie \(account \\\\\\"own\\\\\\"\) lacks sessionid|X-TikTok-Cookie .*lacks sessionid/,
    );
    expect(text).toContain('Correct the headers X-TikHub-Key and X-TikTok-Cookie');
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...INFO });
    const head = `POST /mcp HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nConnection: close\r\nContent-Length: ${body.length}\r\n`;
    const twice = await raw(
      `${head}X-TikHub-Key: a-key-1\r\nX-TikHub-Key: a-key-2\r\nX-TikTok-Cookie: sessionid=x\r\n\r\n${body}`,
    );
    expect(twice).toMatch(/^HTTP\/1\.1 400 /);
    expect(upstream.received).toEqual([]);
  });

  test('of many callers at once are no leak for Node to warn of', async () => {
    const { upstream, serve } = await start('--passthrough');
    const { post, log } = await serve();
    upstream.answerAfter(200);
    const callers = Array.from({ length: 16 }, (_, index) => ({
      'x-tikhub-key': `${OWN_KEY}-${index}`,
      'x-tiktok-cookie': cookieOf(`caller-${index}`),
    }));
    const answers = await Promise.all(callers.map((headers) => post(INFO, headers)));
    expect(answers.map(({ status }) => status)).toEqual(callers.map(() => 200));
    expect(upstream.received).toHaveLength(callers.length);
    expect(log()).not.toContain('Warning');
  });

  test('may be as long as cookies are', async () => {
    const { upstream, serve } = await start('--passthrough');
    const { post } = await serve();
    const long = `${OWN['x-tiktok-cookie']}; odin_tt=${'0123456789abcdef'.repeat(2500)}`;
    expect((await post(INFO, { ...OWN, 'x-tiktok-cookie': long })).status).toBe(200);
    expect(upstream.received[0]?.cookie).toBe(long);
    const tooLong = await post(INFO, { ...OWN, 'x-tiktok-cookie': long + long });
    expect([tooLong.status, await tooLong.text()]).toEqual([431, expect.stringContaining('64 kB')]);
  });

  test('are no authentication: beyond this machine a token is needed, with or without them', async () => {
    const { env, serve, create, upstream } = await start('--passthrough');
    const open = startProcess(main, ['--passthrough', '--http', '0.0.0.0:0'], env);
    expect(await open.end()).toBe(1);
    expect(open.log()).toContain('can be reached from other machines');
    await create('team');
    const { post } = await serve();
    expect((await post(INFO, OWN)).status).toBe(401);
    expect((await post(INFO, { ...OWN, authorization: `Bearer ${OWN_KEY}` })).status).toBe(401);
    expect(upstream.received).toEqual([]);
  });
});
