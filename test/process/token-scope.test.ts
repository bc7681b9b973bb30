import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type AccountName, agency, auditIn, bearer, INFO, LIST, NAMES, TIMEOUT } from '../support/agency.ts';
import { callOf } from '../support/http-process.ts';
import { headersOf, modern } from '../support/modern-request.ts';

/** Where the files of an export are. */
const linkIn = z.object({
  structuredContent: z.object({ files: z.array(z.object({ uri: z.string() })).min(1) }),
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
