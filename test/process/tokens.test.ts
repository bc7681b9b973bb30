import { readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { tokenHash } from '../../src/config/tokens-file.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from '../support/built-server.ts';
import { callOf, startHttp, startProcess } from '../support/http-process.ts';
import { headersOf, modern } from '../support/modern-request.ts';
import { folder } from '../support/temporary-folder.ts';

const TIMEOUT = 90_000;

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

/** The creators of the sandbox under names that stand nowhere else. */
const ACCOUNTS = { 'acme-north': 'us', 'acme-south': 'sg', 'rival-brand': 'br' } as const;
type AccountName = keyof typeof ACCOUNTS;
const NAMES = ['acme-north', 'acme-south', 'rival-brand'] as const;

/** An agency: three accounts of an upstream on loopback, and a file for tokens. */
async function agency() {
  const sandbox = await startSandbox({ now: () => new Date() });
  onTestFinished(() => sandbox.close());
  const { write, at } = folder();
  const accounts = Object.fromEntries(
    NAMES.map((name) => [
      name,
      { cookie: sandbox.accounts.get(ACCOUNTS[name])?.cookie, label: `${name} label` },
    ]),
  );
  const env = {
    TIKHUB_BASE_URL: sandbox.url,
    TIKHUB_API_KEY: sandbox.apiKey,
    TIKTOK_ACCOUNTS_FILE: write('accounts.json', { accounts }),
    TIKTOK_CREATOR_TOKENS_FILE: at('tokens.json'),
  };
  /** Runs `tokens` and returns what it wrote. */
  const tokens = async (...args: readonly string[]) => {
    const run = startProcess(main, ['tokens', ...args], env);
    const code = await run.end();
    return { code, out: run.out(), log: run.log() };
  };
  return {
    env,
    at,
    tokens,
    async create(name: string, list: string, ...flags: readonly string[]): Promise<string> {
      const { code, out, log } = await tokens('create', name, '--accounts', list, ...flags);
      expect(code, log).toBe(0);
      return out.trim();
    },
    /** Starts the server once all tokens are there. */
    start: (more: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
      startHttp(main, args, { ...env, ...more }),
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const LIST = { method: 'tools/list' };
const INFO = callOf('get_creator_account_info');

/** Where the files of an export are. */
const linkIn = z.object({
  structuredContent: z.object({ files: z.array(z.object({ uri: z.string() })).min(1) }),
});

const auditLine = z
  .object({
    time: z.string().datetime(),
    principal: z.string(),
    asked: z.string().optional(),
    accounts: z.array(z.string()).optional(),
    calls: z.number().optional(),
    outcome: z.string(),
    ms: z.number().optional(),
  })
  .strict();
const auditIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => auditLine.parse(JSON.parse(line)));

describe('tokens', { timeout: TIMEOUT }, () => {
  test('are shown once and kept as a hash that only their owner can read; they can be listed and revoked', async () => {
    const { tokens, create, at } = await agency();
    expect((await tokens()).out).toBe('There are no tokens.\n');
    const token = await create(
      'north-team',
      'acme-north,ACME-SOUTH LABEL',
      '--expires',
      '90d',
      '--max-calls',
      '500',
    );
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
    const listed = await tokens('list');
    expect(listed.out).toMatch(
      /north-team +acme-north, acme-south +everything +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d +500\n$/,
    );
    expect(listed.out + listed.log).not.toContain(token.slice(4));
    expect(await tokens('revoke', 'north-team')).toMatchObject({ code: 0 });
    expect((await tokens('list')).out).toBe('There are no tokens.\n');
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
    const { code, out, log } = await tokens(...args);
    expect([code, out]).toEqual([1, '']);
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

describe('a token', { timeout: TIMEOUT }, () => {
  test('has its accounts in schemas, resources, completion, list_accounts, usage and errors, and no others', async () => {
    const { create, start } = await agency();
    const [north, both] = [
      await create('north', 'acme-north'),
      await create('both', 'acme-south,rival-brand'),
    ];
    const server = await start();
    const [one, two] = [await server.client(bearer(north)), await server.client(bearer(both))];
    const toolsOf = async (client: typeof one) => JSON.stringify(await client.listTools());
    expect(await toolsOf(one)).not.toMatch(/acme-south|rival-brand|compare_accounts"/);
    expect(await toolsOf(two)).toMatch(
      /"enum":\["acme-south","rival-brand"\],"description":"Default acme-south\."/,
    );
    expect(await toolsOf(two)).not.toContain('acme-north');
    expect(JSON.stringify(await two.listResources())).not.toContain('acme-north');
    for (const ref of [
      { type: 'ref/resource' as const, uri: 'tiktok-creator://{account}/health' },
      { type: 'ref/prompt' as const, name: 'weekly_review' },
    ]) {
      const { completion } = await two.complete({ ref, argument: { name: 'account', value: '' } });
      expect(completion.values).toEqual(['acme-south', 'rival-brand']);
    }
    const listed = await two.callTool({ name: 'list_accounts', arguments: {} });
    expect(JSON.stringify(listed)).toContain('rival-brand');
    expect(JSON.stringify(listed)).not.toContain('acme-north');
    await one.callTool({ name: INFO.params.name, arguments: {} });
    expect(JSON.stringify(await one.readResource({ uri: 'tiktok-creator://usage' }))).toContain('acme-north');
    expect(JSON.stringify(await two.readResource({ uri: 'tiktok-creator://usage' }))).not.toContain(
      'acme-north',
    );
    // Of the two messages, only the name that was written differs: neither tells whether it is an account of others.
    const errors = await Promise.all(
      ['acme-north', 'nobody-here'].map((account) =>
        two
          .callTool({ name: INFO.params.name, arguments: { account } })
          .then((answer) => JSON.stringify(answer)),
      ),
    );
    expect(errors[0]?.replaceAll('acme-north', '*')).toBe(errors[1]?.replaceAll('nobody-here', '*'));
    const reads = await Promise.all(
      ['acme-north', 'nobody-here'].map((account) =>
        two.readResource({ uri: `tiktok-creator://${account}/health` }).then(
          () => 'read',
          (error: Error) => error.message,
        ),
      ),
    );
    expect(reads[0]).toMatch(
      /There is no account "acme-north"\. The configured accounts are: acme-south, rival-brand\./,
    );
    expect(reads[0]?.replaceAll('acme-north', '*')).toBe(reads[1]?.replaceAll('nobody-here', '*'));
  });

  test('never sees an account of another, whatever it asks', async () => {
    const { create, start } = await agency();
    const scopes: readonly (readonly AccountName[])[] = [
      ['acme-north'],
      ['acme-south'],
      ['acme-north', 'acme-south'],
    ];
    const tokens = await Promise.all([create('t0', scopes[0]?.join() ?? '')]);
    for (const [index, scope] of scopes.entries())
      if (index > 0) tokens.push(await create(`t${index}`, scope.join()));
    const server = await start({ TIKTOK_CREATOR_AUDIT_LOG: 'off' });
    // What each creator is called by the upstream, so that figures under another name are found too.
    const everything = await create('all', NAMES.join());
    await expect
      .poll(async () => (await server.post(LIST, bearer(everything))).status, { timeout: 10_000 })
      .toBe(200);
    const marks = new Map<AccountName, readonly string[]>();
    for (const account of NAMES) {
      const answer = await server.post(callOf('get_creator_account_info', { account }), bearer(everything));
      const told = z
        .object({
          result: z.object({ structuredContent: z.object({ user_name: z.string() }) }),
        })
        .parse(await answer.json()).result.structuredContent;
      marks.set(account, [account, told.user_name]);
    }
    expect(new Set([...marks.values()].flat()).size).toBe(6);
    const anyName = fc.constantFrom<string>(
      ...NAMES,
      'rival-brand label',
      'RIVAL-BRAND',
      '../rival-brand',
      'rival%2Dbrand',
    );
    const request = fc.oneof(
      fc.constantFrom(LIST, { method: 'resources/list' }, { method: 'prompts/list' }),
      fc.record({
        method: fc.constant('tools/call'),
        params: fc.record({
          name: fc.constantFrom(
            'get_creator_account_info',
            'get_account_health_status',
            'summarize_account_health',
            'list_accounts',
            'compare_accounts',
            'export_table',
          ),
          arguments: fc.oneof(
            fc.record({ account: anyName }),
            fc.record({ accounts: fc.array(anyName, { minLength: 1, maxLength: 3 }) }),
            fc.record({ table: fc.constantFrom('accounts', 'violations'), account: anyName }),
            fc.record({ cookie: fc.constant('sessionid=x'), account: anyName }),
            fc.constant({}),
          ),
        }),
      }),
      anyName.map((name) => ({
        method: 'resources/read',
        params: { uri: `tiktok-creator://${name}/health` },
      })),
      fc
        .constantFrom('usage', 'glossary')
        .map((page) => ({ method: 'resources/read', params: { uri: `tiktok-creator://${page}` } })),
      anyName.map((name) => ({
        method: 'completion/complete',
        params: {
          ref: { type: 'ref/resource', uri: 'tiktok-creator://{account}/health' },
          argument: { name: 'account', value: name.slice(0, 1) },
        },
      })),
      anyName.map((account) => ({
        method: 'prompts/get',
        params: { name: 'weekly_review', arguments: { account } },
      })),
    );
    let served = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(tokens.length - 1), request, fc.boolean(), async (who, asking, isModern) => {
        const inNew = modern(asking.method, 'params' in asking ? asking.params : {});
        const message = isModern ? inNew : asking;
        const headers = isModern ? headersOf(inNew) : {};
        const answer = await server.post(message, { ...bearer(tokens[who] ?? ''), ...headers });
        const text = await answer.text();
        served += isModern && answer.status === 200 ? 1 : 0;
        const asked = decodeURIComponent(JSON.stringify(message));
        for (const [account, words] of marks) {
          if (scopes[who]?.includes(account)) continue;
          // An error may repeat the name that was asked for, and nothing else.
          for (const word of words)
            if (!asked.toLowerCase().includes(word)) expect(text, asked).not.toContain(word);
          expect(text).not.toContain(`"account\\":\\"${account}`);
          expect(text).not.toContain(`"account":"${account}`);
        }
      }),
      { numRuns: 250 },
    );
    expect(served).toBeGreaterThan(50);
  });

  test('cannot read what another has exported, and shares only the cache of accounts that both have', async () => {
    const { create, start } = await agency();
    const [mine, yours] = [await create('mine', 'acme-north'), await create('yours', 'acme-north')];
    const server = await start({ TIKTOK_CREATOR_EXPORT_DIR: '/nowhere/exports' });
    const [me, you] = [await server.client(bearer(mine)), await server.client(bearer(yours))];
    const exported = await me.callTool({
      name: 'export_table',
      arguments: { table: 'violations', format: 'csv' },
    });
    const uri = linkIn.parse(exported).structuredContent.files[0]?.uri ?? '';
    expect(JSON.stringify(exported)).not.toContain('nowhere');
    expect(JSON.stringify(await me.readResource({ uri }))).toContain('record id');
    await expect(you.readResource({ uri })).rejects.toThrow('There is no exported file under this URI.');
    const question = { name: 'get_account_health_status', arguments: {} };
    expect((await me.callTool(question)).structuredContent).toMatchObject({ cached: false });
    expect((await you.callTool(question)).structuredContent).toMatchObject({ cached: true });
  });

  test('for exports lists and reads those of its accounts, whoever made them, and does nothing else', async () => {
    const { create, tokens, start, at } = await agency();
    const [north, all] = [await create('north', 'acme-north'), await create('all', NAMES.join())];
    const reader = await create('warehouse', 'acme-north,acme-south', '--read', 'exports');
    expect((await tokens('list')).out).toMatch(/warehouse +acme-north, acme-south +exports /);
    const server = await start({ TIKTOK_CREATOR_AUDIT_LOG: at('audit.log') });
    const [mine, everybodys] = [await server.client(bearer(north)), await server.client(bearer(all))];
    const exportOf = async (client: typeof mine, args: object): Promise<string> => {
      const format = 'csv';
      const answer = await client.callTool({ name: 'export_table', arguments: { format, ...args } });
      return linkIn.parse(answer).structuredContent.files[0]?.uri ?? '';
    };
    const [own, south, rival, both] = [
      await exportOf(mine, { table: 'violations' }),
      await exportOf(everybodys, { table: 'violations', account: 'acme-south' }),
      await exportOf(everybodys, { table: 'violations', account: 'rival-brand' }),
      await exportOf(everybodys, { table: 'accounts', month: '2026-10' }),
    ];
    const warehouse = await server.client(bearer(reader));
    expect(warehouse.getServerCapabilities()).toEqual({ resources: { listChanged: true } });
    const listed = (await warehouse.listResources()).resources;
    // An export is a file with the rows and one about them.
    expect(listed).toHaveLength(4);
    expect(listed.map(({ uri }) => uri)).toEqual(expect.arrayContaining([own, south]));
    expect(JSON.stringify(listed)).not.toContain('rival');
    expect(JSON.stringify(await warehouse.readResource({ uri: own }))).toContain('record id');
    expect(JSON.stringify(await warehouse.readResource({ uri: south }))).toContain('record id');
    for (const uri of [rival, both, 'tiktok-creator://exports/0'])
      await expect(warehouse.readResource({ uri })).rejects.toThrow(
        'There is no exported file under this URI.',
      );
    for (const uri of ['tiktok-creator://usage', 'tiktok-creator://acme-north/health'])
      await expect(warehouse.readResource({ uri })).rejects.toThrow('There is no resource');
    const found = modern('server/discover');
    const discovered = await server.post(found, { ...bearer(reader), ...headersOf(found) });
    expect(await discovered.json()).toMatchObject({ result: { capabilities: { resources: {} } } });
    for (const message of [LIST, INFO, { method: 'prompts/list' }]) {
      const answer = await server.post(message, bearer(reader));
      expect(await answer.json()).toMatchObject({ error: { code: -32601 } });
    }
    // What it may read is not for other tokens.
    await expect(mine.readResource({ uri: south })).rejects.toThrow('There is no exported file');
    server.child.kill('SIGTERM');
    await server.end();
    const reads = auditIn(readFileSync(at('audit.log'), 'utf8')).filter(
      ({ principal }) => principal === 'warehouse',
    );
    expect(reads.map(({ asked, accounts, calls, outcome }) => [asked, accounts, calls, outcome])).toEqual([
      ['exports', ['acme-north'], 0, 'ok'],
      ['exports', ['acme-south'], 0, 'ok'],
      ...Array.from({ length: 3 }, () => ['exports', [], 0, 'invalid_request']),
      ...Array.from({ length: 2 }, () => ['unknown resource', [], 0, 'invalid_request']),
    ]);
  });

  test('spends what it may and no more, and not what others may', async () => {
    const { create, start } = await agency();
    const [few, many] = [
      await create('few', 'acme-north', '--max-calls', '1'),
      await create('many', 'acme-south'),
    ];
    const { post } = await start();
    const ask = async (token: string, tool: string) =>
      JSON.stringify(await (await post(callOf(tool), bearer(token))).json());
    expect(await ask(few, 'get_creator_account_info')).toContain('"cached":false');
    expect(await ask(few, 'get_account_health_status')).toMatch(
      /This token has used its 1 upstream calls, .* Nothing was billed/,
    );
    expect(await ask(few, 'get_creator_account_info')).toContain('"cached":true');
    expect(await ask(many, 'get_account_health_status')).toContain('"cached":false');
  });
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
