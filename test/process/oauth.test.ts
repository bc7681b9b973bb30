import { readFileSync, writeFileSync } from 'node:fs';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from '../support/built-server.ts';
import { callOf, startHttp, startProcess } from '../support/http-process.ts';
import { oauthIssuer, Visitor } from '../support/oauth-issuer.ts';
import { folder } from '../support/temporary-folder.ts';

const TIMEOUT = 90_000;

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

const LIST = { method: 'tools/list' };
const INFO = callOf('get_creator_account_info');
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ACCOUNTS = { 'acme-north': 'us', 'acme-south': 'sg', 'rival-brand': 'br' };

/** An issuer with three people, and a server that takes its tokens. */
async function start(env: Readonly<Record<string, string>> = {}) {
  const issuer = await oauthIssuer({
    north: { tiktok_creator_accounts: ['acme-north'], groups: ['north', 'guests'] },
    both: { tiktok_creator_accounts: 'acme-north acme-south', groups: ['north', 'south'] },
    nobody: { groups: ['guests'] },
  });
  const sandbox = await startSandbox({ now: () => new Date() });
  onTestFinished(() => sandbox.close());
  const { write, at } = folder();
  const accounts = Object.fromEntries(
    Object.entries(ACCOUNTS).map(([name, who]) => [name, { cookie: sandbox.accounts.get(who)?.cookie }]),
  );
  const settings = {
    TIKHUB_BASE_URL: sandbox.url,
    TIKHUB_API_KEY: sandbox.apiKey,
    TIKTOK_ACCOUNTS_FILE: write('accounts.json', { accounts }),
    TIKTOK_CREATOR_OAUTH_ISSUER: issuer.issuer,
    TIKTOK_CREATOR_TOKENS_FILE: at('tokens.json'),
    TIKTOK_CREATOR_AUDIT_LOG: at('audit.log'),
    ...env,
  };
  const server = await startHttp(main, [], settings);
  return {
    issuer,
    server,
    settings,
    write,
    at,
    audit: () => readFileSync(at('audit.log'), 'utf8'),
    statusOf: async (token: string) => (await server.post(LIST, bearer(token))).status,
    /** The SDK's client, with somebody who logs in when they are sent to do so. */
    async visit(who: string, scope?: string) {
      const visitor = new Visitor(who, scope);
      const client = new Client({ name: 'tests', version: '1' });
      onTestFinished(() => client.close());
      const transport = () => new StreamableHTTPClientTransport(server.url, { authProvider: visitor });
      const first = transport();
      await expect(client.connect(first)).rejects.toThrow(UnauthorizedError);
      await first.finishAuth(visitor.code);
      const connected = new Client({ name: 'tests', version: '1' });
      onTestFinished(() => connected.close());
      return { client: connected, visitor, connect: () => connected.connect(transport()) };
    },
  };
}

describe('with an issuer', { timeout: TIMEOUT }, () => {
  test("the SDK's client finds it, registers, logs in and sees the accounts of its subject", async () => {
    const { visit, server, issuer, audit } = await start();
    const north = await visit('north', 'openid');
    expect(north.visitor.asked?.searchParams.get('resource')).toBe(server.url.href);
    expect(north.visitor.asked?.searchParams.get('code_challenge_method')).toBe('S256');
    await north.connect();
    const told = JSON.stringify(await north.client.callTool({ name: INFO.params.name, arguments: {} }));
    expect(told).toContain('"account":"acme-north"');
    expect(told).toContain('"cached":false');
    expect(JSON.stringify(await north.client.listTools())).not.toMatch(/acme-south|rival-brand/);

    const both = await visit('both', 'openid');
    await both.connect();
    const tools = JSON.stringify(await both.client.listTools());
    expect(tools).toContain('"enum":["acme-north","acme-south"]');
    expect(tools).not.toContain('rival-brand');
    // Of an account that both have, the response is shared; counters are each their own.
    const again = await both.client.callTool({
      name: INFO.params.name,
      arguments: { account: 'acme-north' },
    });
    expect(again.structuredContent).toMatchObject({ cached: true });
    const usage = JSON.stringify(await north.client.readResource({ uri: 'tiktok-creator://usage' }));
    expect(usage).toContain('|acme-north|1|0|0|0|');
    const exported = await both.client.callTool({
      name: 'export_table',
      arguments: { table: 'violations', format: 'csv', account: 'acme-north' },
    });
    const uri = /tiktok-creator:\/\/exports\/[0-9a-f]{32}/.exec(JSON.stringify(exported))?.[0] ?? '';
    expect((await both.client.readResource({ uri })).contents).toHaveLength(1);
    await expect(north.client.readResource({ uri })).rejects.toThrow('There is no exported file');
    await expect.poll(audit).toContain('"principal":"oauth:north","asked":"get_creator_account_info"');
    expect(audit() + server.log()).not.toMatch(/eyJ/);
    expect(server.log()).not.toContain(issuer.issuer);
  });

  test('says where that is, in the header and in the metadata, and nothing without one', async () => {
    const { server, issuer } = await start();
    const metadata = new URL('/.well-known/oauth-protected-resource/mcp', server.url);
    const refused = await server.post(LIST);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer realm="tiktok-creator-mcp", resource_metadata="${metadata.href}"`,
    ]);
    const published = await fetch(metadata);
    expect([published.status, published.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await published.json()).toEqual({
      resource: server.url.href,
      authorization_servers: [issuer.issuer],
      bearer_methods_supported: ['header'],
      resource_name: 'TikTok Creator',
    });
    expect((await fetch(metadata, { method: 'POST' })).status).toBe(405);
    for (const path of ['', '/', '/mcp/', '/other'])
      expect((await fetch(new URL(`/.well-known/oauth-protected-resource${path}`, server.url))).status).toBe(
        404,
      );
    const without = await startHttp(main, ['--sandbox']);
    expect((await fetch(new URL(metadata.pathname, without.url))).status).toBe(404);
    expect((await without.post(LIST)).status).toBe(200);
  });

  test('takes no token but one that it has signed, for this server, that is not over', async () => {
    const { server, issuer, statusOf, audit } = await start();
    const { href } = server.url;
    const claims = { tiktok_creator_accounts: ['acme-north'] };
    const now = Math.floor(Date.now() / 1000);
    const good = await issuer.sign(href, claims);
    expect(await statusOf(good)).toBe(200);
    expect(await statusOf(await issuer.sign(href, { ...claims, aud: ['https://other.example', href] }))).toBe(
      200,
    );
    // A clock may be a little behind.
    expect(await statusOf(await issuer.sign(href, { ...claims, exp: now - 2 }))).toBe(200);

    const stranger = await generateKeyPair('RS256');
    const payload = { iss: issuer.issuer, aud: href, sub: 'north', exp: now + 300, ...claims };
    const publicPem = new TextEncoder().encode(await exportSPKI(issuer.publicKey));
    const [head = '', body = '', signature = ''] = good.split('.');
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const widened = encoded({ ...payload, tiktok_creator_accounts: Object.keys(ACCOUNTS) });
    const symmetric = new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: 'first' });
    const unknownKey = new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'second' });
    const bad: Readonly<Record<string, string | Promise<string>>> = {
      'without a signature': new UnsecuredJWT(payload).encode(),
      'with the word none and a signature': `${encoded({ alg: 'none' })}.${body}.${signature}`,
      'with the word nOnE': `${encoded({ alg: 'nOnE', kid: 'first' })}.${body}.`,
      'with its signature cut off': `${head}.${body}.`,
      'signed with the public key as a secret': symmetric.sign(publicPem),
      'signed by somebody else': issuer.sign(href, claims, stranger.privateKey),
      'signed by somebody else under another name of a key': unknownKey.sign(stranger.privateKey),
      'with its own key in its head': new SignJWT(payload)
        .setProtectedHeader({ alg: 'RS256', jku: 'https://evil.example/keys', kid: 'first' })
        .sign(stranger.privateKey),
      'with more accounts than were signed': `${head}.${widened}.${signature}`,
      'for another server': issuer.sign('https://other.example/mcp', claims),
      'for the same server without its path': issuer.sign(server.url.origin, claims),
      'for nobody': issuer.sign(href, { ...claims, aud: null }),
      'that is over': issuer.sign(href, { ...claims, exp: now - 60 }),
      'that never ends': issuer.sign(href, { ...claims, exp: null }),
      'that is not valid yet': issuer.sign(href, { ...claims, nbf: now + 60 }),
      'of another issuer': issuer.sign(href, { ...claims, iss: 'https://other.example' }),
      'of an issuer that begins alike': issuer.sign(href, { ...claims, iss: `${issuer.issuer}/` }),
      'of nobody': issuer.sign(href, { ...claims, iss: null }),
      'about nobody': issuer.sign(href, { ...claims, sub: null }),
      'about an empty name': issuer.sign(href, { ...claims, sub: '' }),
      'that is none': 'not.a.token',
      'in four parts': `${good}.x`,
    };
    for (const [what, token] of Object.entries(bad)) {
      const answer = await server.post(LIST, bearer(await token));
      expect(answer.status, what).toBe(401);
      expect(answer.headers.get('www-authenticate'), what).toMatch(
        /^Bearer realm="[^"]+", error="invalid_token", error_description="[^"]+", resource_metadata="[^"]+"$/,
      );
      expect(await answer.json(), what).toMatchObject({ error: { code: -32001 } });
    }
    const said = async (token: Promise<string>) => (await server.post(LIST, bearer(await token))).text();
    expect(await said(issuer.sign(href, { ...claims, exp: now - 60 }))).toContain('has expired');
    expect(await said(issuer.sign('https://other.example/mcp', claims))).toContain('is for another server');
    const inUrl = new URL(`?access_token=${good}`, server.url);
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    expect((await fetch(inUrl, { method: 'POST', headers, body: '{}' })).status).toBe(401);
    expect(await statusOf(good)).toBe(200);
    expect(audit() + server.log()).not.toMatch(/eyJ|evil|other\.example/);
  });

  test('refuses a subject without accounts in words of its own, and those of others are not found', async () => {
    const { server, issuer, audit } = await start();
    for (const claim of [undefined, [], 'unknown', 7, { a: 1 }, [['acme-north']], 'acme-north,acme-south']) {
      const token = await issuer.sign(server.url.href, { sub: 'guest', tiktok_creator_accounts: claim });
      const answer = await server.post(INFO, bearer(token));
      expect(answer.status, JSON.stringify(claim)).toBe(403);
      expect(answer.headers.get('www-authenticate')).toMatch(
        /error="insufficient_scope".*resource_metadata=/,
      );
      expect(await answer.text()).toContain('gives access to no account of this server');
    }
    const token = await issuer.sign(server.url.href, { tiktok_creator_accounts: ['acme-north', 'unknown'] });
    const ask = async (account: string) =>
      (await server.post(callOf(INFO.params.name, { account }), bearer(token))).text();
    expect((await ask('rival-brand')).replaceAll('rival-brand', '*')).toBe(
      (await ask('nobody-here')).replaceAll('nobody-here', '*'),
    );
    await expect.poll(audit).toContain('"principal":"oauth:guest","outcome":"HTTP 403"');
  });

  test('and a subject of any name, the audit log has one line of ASCII for each request', async () => {
    const { server, issuer, audit } = await start();
    const subjects = [
      'x","outcome":"ok"}\n{"time":"2026-01-01T00:00:00Z","principal":"team"',
      'next\u2028line\u0085\u009b31mred\u001b[31m\u202eb\u0000',
      '\u{1f600} é',
    ];
    for (const sub of subjects) {
      const token = await issuer.sign(server.url.href, { sub, tiktok_creator_accounts: ['acme-north'] });
      expect((await server.post(INFO, bearer(token))).status).toBe(200);
    }
    await expect.poll(() => audit().split('\n').length).toBe(subjects.length + 1);
    expect(audit()).toMatch(/^[\x20-\x7e\n]+$/);
    const lines = audit().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).principal)).toEqual(subjects.map((sub) => `oauth:${sub}`));
  });

  test('and a file, values of any claim stand for accounts, also when the file changes', async () => {
    const { write, at } = folder();
    const file = { claim: 'groups', accounts: { north: ['acme-north'], south: ['acme-south'] } };
    const path = write('groups.json', file, 0o644);
    const { visit, server, issuer, statusOf } = await start({ TIKTOK_CREATOR_OAUTH_ACCOUNTS: path });
    const both = await visit('both', 'openid');
    await both.connect();
    expect(JSON.stringify(await both.client.listTools())).toContain('"enum":["acme-north","acme-south"]');
    const token = await issuer.sign(server.url.href, { groups: ['guests'] });
    expect(await statusOf(token)).toBe(403);
    expect(await statusOf(await issuer.sign(server.url.href, { groups: '__proto__ constructor' }))).toBe(403);
    write('groups.json', { ...file, accounts: { ...file.accounts, guests: ['rival-brand'] } });
    await expect.poll(() => statusOf(token), { timeout: 10_000 }).toBe(200);
    writeFileSync(at('groups.json'), '{');
    await expect.poll(() => statusOf(token), { timeout: 10_000 }).toBe(403);
    await expect
      .poll(server.log)
      .toContain('No access token is accepted at the moment. TIKTOK_CREATOR_OAUTH_ACCOUNTS names');
  });

  test('and accounts that hang on scopes, a client asks for those and gets them', async () => {
    const accounts = { 'team:north': ['acme-north'], 'team:both': ['acme-north', 'acme-south'] };
    const { write } = folder();
    const path = write('scopes.json', { claim: 'scope', accounts });
    const { visit, server, issuer } = await start({ TIKTOK_CREATOR_OAUTH_ACCOUNTS: path });
    const refused = await server.post(LIST);
    expect(refused.headers.get('www-authenticate')).toContain('scope="team:north team:both"');
    const { client, visitor, connect } = await visit('nobody');
    expect(visitor.asked?.searchParams.get('scope')).toBe('team:north team:both');
    await connect();
    expect(JSON.stringify(await client.listTools())).toContain('"enum":["acme-north","acme-south"]');
    const token = await issuer.sign(server.url.href, { scope: 'team:north openid' });
    expect(await (await server.post(LIST, bearer(token))).text()).not.toContain('acme-south');
  });

  test('that is down, tokens cannot be judged, which is said; with its keys known they can, and it may come back', async () => {
    const { server, issuer, statusOf } = await start();
    const token = await issuer.sign(server.url.href, { tiktok_creator_accounts: ['acme-north'] });
    await issuer.stop();
    const refused = await server.post(LIST, bearer(token));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringMatching(/issuer cannot be reached: no connection \(ECONNREFUSED\)/) },
    });
    // Whoever sends none is sent to it all the same, and tokens of others are none.
    expect((await server.post(LIST)).status).toBe(401);
    expect(await statusOf(await issuer.sign(server.url.href, { iss: 'https://other.example' }))).toBe(401);
    expect((await fetch(new URL('/healthz', server.url))).status).toBe(200);
    await issuer.start();
    await expect.poll(() => statusOf(token), { timeout: 20_000 }).toBe(200);
    await issuer.stop();
    expect(await statusOf(token)).toBe(200);
    expect(server.log().match(/The OAuth issuer cannot be reached/g)).toHaveLength(1);
  });

  test('server tokens are taken as well', async () => {
    const { settings, statusOf, server, issuer } = await start();
    const run = startProcess(main, ['tokens', 'create', 'team', '--accounts', 'acme-south'], settings);
    expect(await run.end(), run.log()).toBe(0);
    const token = run.out().trim();
    await expect.poll(() => statusOf(token), { timeout: 10_000 }).toBe(200);
    expect(await statusOf(`${token}x`)).toBe(401);
    const access = await issuer.sign(server.url.href, { tiktok_creator_accounts: ['acme-north'] });
    const [theirs, ours] = await Promise.all(
      [access, token].map(async (one) => (await server.post(INFO, bearer(one))).text()),
    );
    expect([theirs, ours]).toEqual([
      expect.stringContaining('"account":"acme-north"'),
      expect.stringContaining('"account":"acme-south"'),
    ]);
  });
});

describe('the server does not start', { timeout: TIMEOUT }, () => {
  const issuer = { TIKTOK_CREATOR_OAUTH_ISSUER: 'https://login.example' };
  test.each([
    [
      'for others without its address',
      ['--http', '0.0.0.0:0'],
      issuer,
      /ISSUER needs TIKTOK_CREATOR_OAUTH_RESOURCE/,
    ],
    [
      'with an issuer without encryption',
      ['--http', '0'],
      { TIKTOK_CREATOR_OAUTH_ISSUER: 'http://login.example' },
      /TIKTOK_CREATOR_OAUTH_ISSUER must start with https/,
    ],
    [
      'with an audience and no issuer',
      ['--http', '0'],
      { TIKTOK_CREATOR_OAUTH_RESOURCE: 'https://mcp.example/mcp' },
      /RESOURCE is set without TIKTOK_CREATOR_OAUTH_ISSUER/,
    ],
    [
      'with a file that is not there',
      ['--http', '0'],
      { ...issuer, TIKTOK_CREATOR_OAUTH_ACCOUNTS: './nowhere.json' },
      /TIKTOK_CREATOR_OAUTH_ACCOUNTS names a file that does not exist/,
    ],
  ])('%s', async (_what, args, env, says) => {
    const { end, log } = startProcess(main, ['--sandbox', ...args], env);
    expect(await end()).toBe(1);
    expect(log()).toMatch(says);
  });

  test('but does for others with its address, which is then a name that it is reached under', async () => {
    const resource = 'https://mcp.example/creator/mcp';
    const env = { ...issuer, TIKTOK_CREATOR_OAUTH_RESOURCE: resource, TIKTOK_CREATOR_AUDIT_LOG: 'off' };
    const server = startProcess(main, ['--sandbox', '--http', '0.0.0.0:0'], env);
    await expect.poll(server.log, { timeout: 20_000 }).toContain('Serving MCP at');
    const port = /0\.0\.0\.0:(\d+)/.exec(server.log())?.[1];
    const document = `http://127.0.0.1:${port}/.well-known/oauth-protected-resource/creator/mcp`;
    expect(await (await fetch(document)).json()).toMatchObject({ resource });
  });
});
