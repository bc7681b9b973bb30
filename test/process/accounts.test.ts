import { renameSync } from 'node:fs';
import { Client as Host } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import {
  CallToolResultSchema,
  ResourceListChangedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { accountsNotifier, serverFactory } from '../../src/server.ts';
import { envelope } from '../support/connect.ts';
import { buildContext } from '../support/context.ts';
import { NOW } from '../support/cookie-exports.ts';
import { file, follow } from '../support/follow.ts';
import { cookieOf, folder } from '../support/temporary-folder.ts';

/** An account at a score that both scales have. */
const HEALTH = new Map<string, object>([
  ['get_account_health_status', { risk_info: { risk_level_text: 'At risk' }, violation_score: 17 }],
  ['get_account_violation_list', { records: [], total: 0, has_more: false }],
  ['get_video_analytics_summary', { segments: [] }],
]);

/** A host of a server whose accounts follow a file; the upstream answers with the session it was asked for. */
async function connect(accountsFile: string) {
  const { live, problems } = await follow({ accountsFile });
  const asked: { cookie: string; proxy: string }[] = [];
  const body = z.object({ cookie: z.string(), proxy: z.string() });
  const { context } = buildContext({
    apiKey: 'key-5f2b9c7d1e',
    accounts: live,
    now: () => NOW,
    sleep: () => Promise.resolve(),
    transport: {
      async post(url: URL, _headers: object, sent: unknown) {
        const identity = body.parse(sent);
        asked.push(identity);
        const health = HEALTH.get(url.pathname.split('/').at(-1) ?? '');
        if (health !== undefined)
          return { status: 200, waitMs: undefined, text: JSON.stringify(envelope(health)) };
        const who = /session-of-(\w+?)-/.exec(identity.cookie)?.[1];
        await new Promise((done) => setTimeout(done, Math.random() * 5));
        return {
          status: 200,
          waitMs: undefined,
          text: JSON.stringify(envelope({ user_name: `owner_${who}` })),
        };
      },
      close: () => Promise.resolve(),
    },
  });
  const server = serverFactory(context, async () => context)();
  const host = new Host({ name: 'tests', version: '1' });
  const told: string[] = [];
  host.setNotificationHandler(ToolListChangedNotificationSchema, ({ method }) => void told.push(method));
  host.setNotificationHandler(ResourceListChangedNotificationSchema, ({ method }) => void told.push(method));
  const tellAccountsChanged = accountsNotifier(server);
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), host.connect(ours)]);
  const unwatch = live.watch(10, tellAccountsChanged);
  onTestFinished(async () => {
    unwatch();
    await host.close();
    await server.close();
  });
  return {
    host,
    live,
    told,
    asked,
    problems,
    redactor: context.redactor,
    async ask(account?: string, name = 'get_creator_account_info'): Promise<unknown> {
      const result = CallToolResultSchema.parse(
        await host.callTool({ name, arguments: account ? { account } : {} }),
      );
      return result.structuredContent ?? result.content;
    },
    /** The `account` argument as every tool for one account lists it. */
    async choice(): Promise<unknown> {
      const { tools } = await host.listTools();
      const single = tools.filter(({ name }) => name.startsWith('get_'));
      const [choice, ...rest] = new Set(
        single.map(({ inputSchema }) => JSON.stringify(inputSchema.properties?.['account'])),
      );
      expect(rest).toEqual([]);
      return choice === undefined ? undefined : JSON.parse(choice);
    },
    async resourceAccounts(): Promise<string[]> {
      const { resources } = await host.listResources();
      const owners = resources.map(({ uri }) => uri.split('/')[2] ?? '');
      return [...new Set(owners.filter((owner) => !['glossary', 'usage'].includes(owner)))];
    },
    async completed(start: string): Promise<string[]> {
      const { completion } = await host.complete({
        ref: { type: 'ref/resource', uri: 'tiktok-creator://{account}/health' },
        argument: { name: 'account', value: start },
      });
      return completion.values;
    },
  };
}

const CHANGED = ['notifications/resources/list_changed', 'notifications/tools/list_changed'];

describe('a host', () => {
  test('is told when the names change, and finds tools, resources and completions changed', {
    timeout: 20_000,
  }, async () => {
    const { write, at } = folder();
    const it = await connect(write('accounts.json', file('a')));
    expect(it.host.getServerCapabilities()).toMatchObject({
      tools: { listChanged: true },
      resources: { listChanged: true },
    });
    expect(await it.choice()).toBeUndefined();
    expect(await it.ask()).toMatchObject({ account: 'a', user_name: 'owner_a' });

    renameSync(write('new.json', { ...file('a', 'b', 'bb'), default: 'b' }), at('accounts.json'));
    await expect.poll(() => it.told.toSorted()).toEqual(CHANGED);
    expect(await it.choice()).toEqual({ type: 'string', enum: ['a', 'b', 'bb'], description: 'Default b.' });
    expect(await it.resourceAccounts()).toEqual(['a', 'b', 'bb']);
    expect(await it.completed('b')).toEqual(['b', 'bb']);
    expect(await it.ask()).toMatchObject({ account: 'b', user_name: 'owner_b' });
    expect(await it.ask('bb')).toMatchObject({ account: 'bb', user_name: 'owner_bb' });

    it.told.length = 0;
    write('accounts.json', 'broken');
    await expect.poll(() => it.problems.length).toBe(1);
    expect(await it.ask('bb')).toMatchObject({ user_name: 'owner_bb' });

    write('accounts.json', file('c', 'd'));
    await expect.poll(() => it.told.toSorted()).toEqual(CHANGED);
    expect(await it.choice()).toMatchObject({ enum: ['c', 'd'], description: 'Default c.' });
    expect(JSON.stringify(await it.ask('bb'))).toContain('account must be one of c, d.');
    expect(it.problems).toHaveLength(1);
  });

  test('gets the session that a changed file has, without being told, and never its secrets', async () => {
    const { write } = folder();
    const it = await connect(write('accounts.json', file('a')));
    await it.ask();
    write('accounts.json', { accounts: { a: { cookie: cookieOf('newer') } } });
    await expect.poll(() => it.live.byName.get('a')?.cookie).toBe(cookieOf('newer'));
    expect(await it.ask()).toMatchObject({ account: 'a', user_name: 'owner_newer' });
    expect(it.told).toEqual([]);
    expect(it.redactor.redact(`${cookieOf('newer')} token-of-newer-9c2e`)).toBe('[redacted] [redacted]');
  });

  test('reads the health score on the scale that each account is configured with', async () => {
    const { write } = folder();
    const accounts = {
      points: { cookie: cookieOf('points'), score_scale: 'points' },
      rating: { cookie: cookieOf('rating'), score_scale: 'rating' },
      unclear: { cookie: cookieOf('unclear') },
    };
    const it = await connect(write('accounts.json', { accounts }));
    for (const kind of Object.keys(accounts)) {
      expect(await it.ask(kind, 'summarize_account_health')).toMatchObject({
        account: kind,
        score: 17,
        scale: { kind },
      });
    }
  });

  test('asking for one account never gets another, whatever is asked at once and changed meanwhile', async () => {
    const { write } = folder();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const it = await connect(write('accounts.json', file(...names)));
    const ask = async (name: string) => ({ name, answer: await it.ask(name) });
    const early = names.flatMap((name) => [ask(name), ask(name)]);
    write('accounts.json', file(...names.toReversed(), 'g'));
    await expect.poll(() => it.told.length).toBe(2);
    const late = [...names, 'g'].map(ask);
    for (const { name, answer } of await Promise.all([...early, ...late])) {
      expect(answer).toMatchObject({ account: name, user_name: `owner_${name}` });
    }
    for (const { cookie } of it.asked) {
      const who = new Set([...cookie.matchAll(/-of-(\w+?)-/g)].map(([, name]) => name));
      expect(who.size).toBe(1);
    }
  });
});
