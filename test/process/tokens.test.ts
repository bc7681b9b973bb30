import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { tokenHash } from '../../src/config/tokens-file.ts';
import { agency, auditIn, bearer, INFO, LIST, TIMEOUT } from '../support/agency.ts';
import { buildServer } from '../support/built-server.ts';
import { callOf, startProcess } from '../support/http-process.ts';

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

describe('tokens', { timeout: TIMEOUT }, () => {
  test('are shown once and kept as a hash that only their owner can read; they can be listed and revoked', async () => {
    const { inShell, at } = await agency();
    expect((await inShell()).out).toBe('There are no tokens.\n');
    const created = await inShell(
      'create',
      'north-team',
      '--accounts',
      'acme-north,ACME-SOUTH LABEL',
      '--expires',
      '90d',
      '--max-calls',
      '500',
    );
    expect(created.code, created.log).toBe(0);
    const token = created.out.trim();
    expect(token).toMatch(/^tcm_[\w-]{43}$/);
    const text = readFileSync(at('tokens.json'), 'utf8');
    expect(text).not.toContain(token.slice(4));
    expect(JSON.parse(text)).toMatchObject({
      tokens: [
        {
          name: 'north-team',
          hash: tokenHash(token),
          accounts: ['acme-north', 'acme-south'],
          max_calls: 500,
        },
      ],
    });
    expect(statSync(at('tokens.json')).mode & 0o777).toBe(0o600);
    const listed = await inShell('list');
    expect(listed.out).toMatch(
      /north-team +acme-north, acme-south +everything +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d +500\n$/,
    );
    expect(listed.out + listed.log).not.toContain(token.slice(4));
    expect(await inShell('revoke', 'north-team')).toMatchObject({ code: 0 });
    expect(await inShell('revoke', 'north-team')).toMatchObject({
      code: 1,
      out: '',
      log: expect.stringContaining('There is no token of that name'),
    });
    expect((await inShell('list')).out).toBe('There are no tokens.\n');
  });

  test.each([
    [['create'], /needs a NAME/],
    [['create', 'a b', '--accounts', 'acme-north'], /needs a NAME/],
    [['create', 'x'], /--accounts must name/],
    [
      ['create', 'x', '--accounts', 'nobody'],
      /not configured\. The configured accounts are: acme-north, acme-south, rival-brand\./,
    ],
    [['create', 'x', '--accounts', 'acme-north', '--expires', 'soon'], /--expires takes hours or days/],
    [['create', 'x', '--accounts', 'acme-north', '--max-calls', '0'], /--max-calls takes a whole number/],
    [
      ['create', 'x', '--accounts', 'acme-north', '--read', 'usage'],
      /--read takes exports \(.*\) or metrics \(/,
    ],
    [['create', 'x', '--read', 'exports'], /--accounts must name/],
    [['create', 'x', '--accounts', 'acme-north', '--read', 'metrics'], /--accounts has no effect/],
    [
      ['create', 'x', '--read', 'metrics', '--max-calls', '5'],
      /--max-calls has no effect with --read metrics/,
    ],
    [
      ['create', 'x', '--accounts', 'acme-north', '--read', 'exports', '--max-calls', '5'],
      /--max-calls has no effect with --read exports/,
    ],
    [['revoke', 'nobody'], /There is no token of that name/],
    [['rewoke', 'nobody'], /tokens takes list, create, revoke\. Did you mean revoke\?/],
  ])('%j is refused in a sentence, and nothing is written', async (args, says) => {
    const { tokens, at } = await agency();
    const { isDone, out, log } = await tokens(...args);
    expect([isDone, out]).toEqual([false, '']);
    expect(log).toMatch(says);
    expect(() => statSync(at('tokens.json'))).toThrow();
  });
});

describe('a server with tokens', { timeout: TIMEOUT }, () => {
  test('serves nobody without one that can be used, whether or not it knows why, and writes none down', async () => {
    const { env, create, tokens, start, at } = await agency();
    const good = await create('good', 'acme-north');
    const gone = await create('gone', 'acme-north');
    const over = await create('over', 'acme-north');
    const file = z
      .object({ tokens: z.array(z.object({ name: z.string() }).passthrough()) })
      .parse(JSON.parse(readFileSync(at('tokens.json'), 'utf8')));
    const past = new Date(Date.now() - 1000).toISOString();
    const changed = file.tokens.map((one) => (one.name === 'over' ? { ...one, expires: past } : one));
    writeFileSync(at('tokens.json'), JSON.stringify({ tokens: changed }), { mode: 0o600 });
    const server = await start();
    const { post, url, log } = server;
    const statusOf = async (headers: Readonly<Record<string, string>>) => (await post(LIST, headers)).status;
    expect(await statusOf(bearer(good))).toBe(200);
    expect(await statusOf(bearer(gone))).toBe(200);
    await tokens('revoke', 'gone');
    await expect.poll(() => statusOf(bearer(gone)), { timeout: 10_000 }).toBe(401);

    const refused = await post(LIST);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="tiktok-creator-mcp"',
    ]);
    const body = await refused.text();
    for (const headers of [
      bearer(over),
      bearer(`${good}x`),
      bearer(good.slice(0, -1)),
      bearer(good.toUpperCase()),
      bearer(''),
      bearer(`${good} ${good}`),
      bearer(tokenHash(good)),
      { authorization: good },
      { authorization: `Basic ${Buffer.from(`good:${good}`).toString('base64')}` },
      { 'x-api-key': good },
      { cookie: `token=${good}` },
    ]) {
      const answer = await post(LIST, headers);
      expect([answer.status, await answer.text()], JSON.stringify(headers)).toEqual([401, body]);
    }
    for (const query of [`?token=${good}`, `?access_token=${good}`, `?authorization=Bearer%20${good}`]) {
      const inUrl = new URL(`${url.href}${query}`);
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      const answer = await fetch(inUrl, { method: 'POST', headers, body: '{}' });
      expect(answer.status).toBe(401);
    }
    expect(await statusOf(bearer(good))).toBe(200);
    expect(log()).not.toMatch(/tcm_/);
    expect(log()).not.toContain(env.TIKHUB_API_KEY);
    expect(auditIn(log()).filter(({ outcome }) => outcome === 'HTTP 401').length).toBeGreaterThan(14);
  });

  test('goes on asking for a token when the file is spoilt or gone', async () => {
    const { create, start, at } = await agency();
    const token = await create('team', 'acme-north');
    const { post, log } = await start();
    const text = readFileSync(at('tokens.json'), 'utf8');
    writeFileSync(at('tokens.json'), '{', { mode: 0o600 });
    const status = async () => (await post(LIST, bearer(token))).status;
    await expect.poll(status, { timeout: 10_000 }).toBe(401);
    expect((await post(LIST)).status).toBe(401);
    expect(log()).toContain('No token is accepted at the moment.');
    writeFileSync(at('tokens.json'), text);
    await expect.poll(status, { timeout: 10_000 }).toBe(200);
  });

  test('that had none asks for one as soon as there is one', async () => {
    const { create, start } = await agency();
    const { post } = await start();
    expect((await post(LIST)).status).toBe(200);
    const token = await create('team', 'acme-north');
    await expect.poll(async () => (await post(LIST)).status, { timeout: 10_000 }).toBe(401);
    expect((await post(LIST, bearer(token))).status).toBe(200);
  });

  test('may be reached from elsewhere, says that nothing is encrypted, and asks everybody there', async () => {
    const { create, env } = await agency();
    const token = await create('team', 'acme-north');
    const server = startProcess(main, ['--http', '0.0.0.0:0'], {
      ...env,
      TIKTOK_CREATOR_HTTP_HOSTS: 'mcp.example',
    });
    await expect.poll(server.log, { timeout: 20_000 }).toContain('are sent unencrypted');
    const port = /0\.0\.0\.0:(\d+)\/mcp/.exec(server.log())?.[1];
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...LIST });
    const ask = (more: Readonly<Record<string, string>>) =>
      fetch(`http://127.0.0.1:${port}/mcp`, { method: 'POST', headers: { ...headers, ...more }, body });
    expect((await ask({})).status).toBe(401);
    expect((await ask(bearer(token))).status).toBe(200);
  });
});

test('a server that cannot write its audit log does not start', { timeout: TIMEOUT }, async () => {
  const { env, at } = await agency();
  const more = { TIKTOK_CREATOR_AUDIT_LOG: at('nowhere/audit.log') };
  const { end, log } = startProcess(main, ['--http', '0'], { ...env, ...more });
  expect(await end()).toBe(1);
  expect(log()).toMatch(
    /TIKTOK_CREATOR_AUDIT_LOG names a file that cannot be written \(ENOENT\): .*audit\.log\./,
  );
});

test('the audit log has a line for each request, whatever a request has in it', {
  timeout: TIMEOUT,
}, async () => {
  const { create, start, at } = await agency();
  const token = await create('team', 'acme-north,acme-south');
  const { post, child, end, log } = await start({ TIKTOK_CREATOR_AUDIT_LOG: at('audit.log') });
  const auth = bearer(token);
  await post(INFO, auth);
  await post(INFO, auth);
  await post(callOf('compare_accounts', { max_calls: 1 }), auth);
  await post({ method: 'resources/read', params: { uri: 'tiktok-creator://acme-south/health' } }, auth);
  const forged = 'x"}\n{"time":"2026-01-01T00:00:00Z","principal":"team","outcome":"ok","asked":"forged"}';
  await post(callOf(forged), auth);
  await post(callOf('get_creator_account_info', { account: forged }), auth);
  await post(
    { method: 'resources/read', params: { uri: `tiktok-creator://${encodeURIComponent(forged)}/health` } },
    auth,
  );
  await post({ method: 'resources/read', params: { uri: 'tiktok-creator://usage' } }, auth);
  await post(
    { method: 'resources/read', params: { uri: `tiktok-creator://exports/${encodeURIComponent(forged)}` } },
    auth,
  );
  await post({ method: 'resources/read', params: { uri: forged } }, auth);
  // Of what tells nothing of an account there is no line.
  for (const method of ['tools/list', 'resources/list', 'prompts/list', 'ping']) await post({ method }, auth);
  await post({ method: 'resources/read', params: { uri: 'tiktok-creator://glossary' } }, auth);
  await post({ method: 'prompts/get', params: { name: 'weekly_review', arguments: {} } }, auth);
  await post(LIST, { authorization: 'Bearer forged\u00e9' });
  child.kill('SIGTERM');
  expect(await end()).toBe(0);
  const text = readFileSync(at('audit.log'), 'utf8');
  const lines = auditIn(text);
  expect(text.trimEnd().split('\n')).toHaveLength(lines.length);
  expect(statSync(at('audit.log')).mode & 0o777).toBe(0o600);
  const facts = lines.map(({ time: _, ms: _ms, ...line }) => line);
  expect(facts).toMatchObject([
    {
      principal: 'team',
      asked: 'get_creator_account_info',
      accounts: ['acme-north'],
      calls: 1,
      outcome: 'ok',
    },
    {
      principal: 'team',
      asked: 'get_creator_account_info',
      accounts: ['acme-north'],
      calls: 0,
      outcome: 'ok',
    },
    { asked: 'compare_accounts', accounts: ['acme-north', 'acme-south'] },
    { asked: 'summarize_account_health', accounts: ['acme-south'], outcome: 'ok' },
    { asked: 'unknown tool', accounts: [], calls: 0, outcome: 'invalid_request' },
    { asked: 'get_creator_account_info', accounts: [], calls: 0, outcome: 'invalid_request' },
    { asked: 'summarize_account_health', outcome: 'invalid_request' },
    { asked: 'usage', accounts: [], calls: 0, outcome: 'ok' },
    { asked: 'exports', accounts: [], calls: 0, outcome: 'invalid_request' },
    { asked: 'unknown resource', accounts: [], calls: 0, outcome: 'invalid_request' },
    { principal: '', outcome: 'HTTP 401' },
  ]);
  expect(text).not.toMatch(/forged|tcm_|sessionid/);
  expect(log()).not.toMatch(/forged|tcm_|"asked"/);
});
