import { readFileSync, statSync, symlinkSync } from 'node:fs';
import { Agent } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { shapeOf } from '../../../src/cli/reply-shape.ts';
import { bucketLayouts } from '../../../src/cli/reply-windows.ts';
import { saveShapes } from '../../../src/cli/shapes.ts';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { createHttpTransport } from '../../../src/tikhub/http.ts';
import type { HttpReply } from '../../../src/tikhub/response.ts';
import { paper } from '../../support/accounts-document.ts';
import { buildContext } from '../../support/context.ts';
import { folder } from '../../support/temporary-folder.ts';

const NOW = new Date('2026-11-26T12:00:00Z');

interface Options {
  readonly account?: string;
  readonly out: string;
  readonly force?: boolean;
  readonly maxCalls?: number;
  readonly isDown?: boolean;
  readonly confirm?: (question: string) => Promise<boolean>;
  /** What comes in the place of a reply. */
  readonly answer?: (reply: HttpReply) => HttpReply;
}

/** The command against the sandbox, with every reply that it got. */
async function saved(options: Options) {
  const now = (): Date => NOW;
  const sandbox = await startSandbox({ now });
  const agent = new Agent();
  const real = createHttpTransport(agent, now);
  onTestFinished(async () => {
    await agent.destroy();
    await sandbox.close();
  });
  const replies: string[] = [];
  const transport = {
    ...real,
    async post(...args: Parameters<typeof real.post>) {
      const reply = await real.post(...args);
      replies.push(reply.text);
      return options.answer?.(reply) ?? reply;
    },
  };
  const byName = new Map(
    [...sandbox.accounts].map(([name, { cookie }]) => [name, { cookie, source: 'The sandbox cookie' }]),
  );
  const parts = {
    baseUrl: new URL(options.isDown ? 'http://127.0.0.1:1/' : `${sandbox.url}/`),
    apiKey: sandbox.apiKey,
    needsKey: true,
    transport,
    now,
    timeoutMs: 5000,
    accounts: { byName, defaultName: 'us' },
    maxCalls: options.maxCalls,
    sandbox: true,
  };
  const { context } = buildContext(parts);
  const { written, terminal } = paper();
  const { account, out, force = false, confirm } = options;
  const isSaved = await saveShapes({ ...parts, context, account, out, force, confirm }, terminal);
  const secrets = [sandbox.apiKey, ...[...sandbox.accounts.values()].map(({ cookie }) => cookie)];
  return { isSaved, written, replies, secrets };
}

/** Every text and number of a reply that could say something about an account. */
function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 3 ? [value] : [];
  if (typeof value === 'number') return Math.abs(value) > 9999 ? [String(value)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [];
}

/** Words of the API and of the file itself that are values in replies too, and offsets. */
const PUBLIC = /^(success|revenue|VIDEO_LIST_PUBLISH_TIME|-28800|-10800|28800)$/;

describe('shapes', () => {
  test.each(['us', 'sg', 'br'])('writes no id, title, amount, cookie or name of %s', async (account) => {
    const { at } = folder();
    const { isSaved, written, replies, secrets } = await saved({ account, out: at('shapes.json') });
    expect({ isSaved, err: written.err, calls: replies.length }).toEqual({
      isSaved: true,
      err: '',
      calls: 9,
    });
    expect(written.out).toContain('nine small calls. In the sandbox nothing is billed.');
    expect(written.out).toContain('The shapes of 9 of 9 replies are in ');
    const text = readFileSync(at('shapes.json'), 'utf8');
    const values = replies.flatMap((reply) => valuesOf(JSON.parse(reply)));
    expect(values.length).toBeGreaterThan(1000);
    expect([...values, ...secrets].filter((value) => !PUBLIC.test(value) && text.includes(value))).toEqual(
      [],
    );
    // The sandbox sends documented keys only, and each of them is shown.
    expect(text).not.toContain('<');
    if (process.platform !== 'win32') expect(statSync(at('shapes.json')).mode & 0o777).toBe(0o600);
  });

  test('says which buckets are daily, and how windows lie to the dates that were sent', async () => {
    const { at } = folder();
    await saved({ account: 'us', out: at('shapes.json') });
    const { replies } = JSON.parse(readFileSync(at('shapes.json'), 'utf8'));
    const insights = replies.find(({ endpoint = '' }) => endpoint === 'get_account_insights_overview');
    expect(insights).toMatchObject({
      asked: { start_date: '10-01-2026' },
      http_status: 200,
      outcome: 'success',
      buckets: [
        { granularity: 13, offset: -28800, lengths: { 30: 1, 31: 1 }, daily: false, starts_after_asked: -30 },
        { granularity: 11, lengths: { 1: 31 }, daily: true, starts_after_asked: 0, ends_before_asked_end: 0 },
      ],
    });
    const products = replies.find(({ endpoint = '' }) => endpoint === 'get_product_analytics_list');
    expect(products.asked).toMatchObject({ start_date: '2026-10-01', end_date: '2026-11-01' });
  });

  test('stops at a session that has ended, and keeps the shape of the reply that says so', async () => {
    const { at } = folder();
    const { isSaved, written, replies } = await saved({ account: 'expired', out: at('shapes.json') });
    expect({ isSaved, calls: replies.length }).toEqual({ isSaved: true, calls: 1 });
    expect(written.err).toContain('is no longer valid');
    const report = JSON.parse(readFileSync(at('shapes.json'), 'utf8'));
    const outcomes: string[] = report.replies.map(({ outcome = '' }) => outcome);
    expect(outcomes).toEqual(['session', ...Array(8).fill('not asked')]);
    expect(report.replies[0]).toMatchObject({ http_status: 200, body: { code: '200' } });
  });

  test('pays for nothing when the file could not be written, or nobody wants it', async () => {
    const { at, write } = folder();
    write('there.json', 'precious');
    const there = await saved({ out: at('there.json') });
    expect(there).toMatchObject({ isSaved: false, replies: [], written: { out: '' } });
    expect(there.written.err).toContain('Use --force');
    symlinkSync(at('gone.json'), at('link.json'));
    expect(await saved({ out: at('link.json') })).toMatchObject({ isSaved: false, replies: [] });
    const nowhere = await saved({ out: at('no/such/folder.json') });
    expect(nowhere).toMatchObject({ isSaved: false, replies: [], written: { out: '' } });
    expect(nowhere.written.err).toContain('cannot be written (ENOENT)');
    const refused = await saved({ out: at('new.json'), confirm: async () => false });
    expect(refused).toMatchObject({ isSaved: false, replies: [] });
    expect(refused.written.out).toContain('nine small calls');
    const unknown = await saved({ out: at('new.json'), account: 'sessionid=secret-1' });
    expect(unknown).toMatchObject({ isSaved: false, replies: [] });
    expect(unknown.written.err).toContain('The accounts are: us, sg, br, expired.');
    expect(unknown.written.err).not.toContain('secret-1');
    expect(readFileSync(at('there.json'), 'utf8')).toBe('precious');
    const forced = await saved({ out: at('there.json'), force: true, confirm: async () => true });
    expect(forced.isSaved).toBe(true);
    expect(readFileSync(at('there.json'), 'utf8')).toContain('"replies"');
  });

  test('makes no more calls than the user allows', async () => {
    const { at } = folder();
    const { replies, written } = await saved({ out: at('shapes.json'), maxCalls: 2 });
    expect(replies).toHaveLength(2);
    expect(written.err).toContain('TIKTOK_CREATOR_MAX_CALLS');
  });

  test.each<[string, HttpReply, object]>([
    [
      'a page of a firewall',
      { status: 403, waitMs: undefined, text: '<html>Glow</html>' },
      { http_status: 403, outcome: 'permission', body: 'no JSON' },
    ],
    [
      'an error that repeats the request',
      {
        status: 422,
        waitMs: undefined,
        text: '{"detail":[{"loc":["body"],"msg":"no","input":{"cookie":"c=1","5aH_x":1}}]}',
      },
      {
        http_status: 422,
        outcome: 'invalid_request',
        body: {
          detail: {
            'list of 1': {
              input: { cookie: 'text, 3 characters', '<key of 5 characters>': expect.anything() },
            },
          },
        },
      },
    ],
  ])('shows the shape of %s', async (_what, reply, expected) => {
    const { at } = folder();
    await saved({ out: at('shapes.json'), answer: () => reply });
    const report = JSON.parse(readFileSync(at('shapes.json'), 'utf8'));
    expect(report.replies[0]).toMatchObject(expected);
  });
});

describe('the shape of a reply', () => {
  test('has types, lengths and codes, and no value', () => {
    const reply = {
      code: 16501011,
      granularity: 7600123456789012,
      count: 1234,
      rate: 0.25,
      loss: -12.5,
      none: 0,
      nothing: null,
      flag: true,
      id: '7600123456789012345',
      amount: '12.30',
      day: '2026-10-01',
      link: 'https://example.invalid/a',
      nested: '{"a":1}',
      empty: '',
      rows: [{ first: 'one' }, { first: 'three', second: [] }],
    };
    expect(shapeOf(reply)).toEqual({
      code: '16501011',
      granularity: 'whole number, 16 digits',
      count: 'whole number, 4 digits',
      rate: 'fraction below one',
      loss: 'negative number with decimals, 2 digits before the point',
      none: 'zero',
      nothing: 'null',
      flag: 'boolean',
      id: 'digits in text, 19 characters',
      amount: 'decimal number in text, 5 characters',
      day: 'date in text, 10 characters',
      link: 'link, 25 characters',
      nested: 'JSON in text, 7 characters',
      empty: 'empty text',
      rows: {
        'list of 2': { first: 'text, 3 to 5 characters', 'second (in 1 of 2)': { 'list of 0': 'empty' } },
      },
    });
  });

  test('has the names of fields, and no key that is an id, a name or a value', () => {
    const reply = {
      videoToProductsMap: { '7600123456789012345': { gmv: 1 }, '7600123456789012346': { gmv: 22 } },
      shops: { glowshop: { gmv: 1 }, mistshop: { gmv: 1 } },
      regions: { US: 0.5, 'mia.glow': 0.5 },
      who: 'By mia_glow',
      mia_glow: 1,
      acme: 1,
      new_field: 1,
    };
    expect(shapeOf(reply, ['acme'])).toEqual({
      videoToProductsMap: { '<key of 19 digits>': { gmv: 'whole number, 1 to 2 digits' } },
      shops: { '<key of 8 characters>': { gmv: 'whole number, 1 digit' } },
      regions: {
        '<key of 2 characters>': 'fraction below one',
        '<key of 8 characters>': 'fraction below one',
      },
      who: 'text, 11 characters',
      '<key of 8 characters>': 'whole number, 1 digit',
      '<key of 4 characters>': 'whole number, 1 digit',
      new_field: 'whole number, 1 digit',
    });
  });
});

test('gaps, overlaps, empty buckets and starts off midnight are counted', () => {
  const day = 86_400;
  const bucket = (from: number, to: number, stats: unknown = { gmv: 1 }) => ({
    start_timestamp: 1_790_812_800 + from * day,
    end_timestamp: 1_790_812_800 + to * day,
    stats,
  });
  const timed_stats = [bucket(3, 4), bucket(0, 1), bucket(3.5, 4.5, {}), { stats: [] }];
  const reply = { data: { segments: [{ time_selector: { timezone_offset: 0, period: 2 }, timed_stats }] } };
  // 1790812800 is 2026-10-01 in UTC.
  const asked = { start: '2026-10-01', end: '2026-10-31', now: new Date('2026-10-06T12:00:00Z') };
  expect(bucketLayouts(reply, asked)).toEqual([
    {
      list: 'timed_stats',
      period: 2,
      granularity: undefined,
      offset: 0,
      buckets: 4,
      lengths: { 1: 3 },
      daily: true,
      starts_at_midnight: 2,
      without_times: 1,
      without_figures: 2,
      gaps: [2],
      overlaps: [0.5],
      starts_after_asked: 0,
      ends_before_asked_end: 26.5,
      ends_before_now: 1,
    },
  ]);
});
