import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at } from '../../src/json.ts';
import { type Connection, connectToSandbox } from '../support/connect.ts';

let connection: Connection;
let single: Connection;
beforeAll(async () => {
  [connection, single] = await Promise.all([
    connectToSandbox({ accounts: ['us', 'sg'] }),
    connectToSandbox({ accounts: ['us'] }),
  ]);
});
afterAll(() => Promise.all([connection.close(), single.close()]));

type Args = Readonly<Record<string, unknown>>;

/** What went to the upstream, without the identity. */
async function sentFor(tool: string, args: Args, host = connection): Promise<readonly object[]> {
  const { result, sent } = await host.watch(tool, {
    ...args,
    ...(tool === 'list_accounts' ? {} : { fresh: true }),
  });
  expect(result.isError, result.text).toBe(false);
  return sent.map(({ body: { cookie, proxy, ...own } }) => own);
}

const VIDEO = '7434567890123456789';
const PRODUCT = '1729384756102938475';
const ASSOCIATED = 'get_video_associated_product_list';

describe('counts as left out', () => {
  test.each([null, ''])('%j for an optional argument', async (nothing) => {
    const args = { start_date: nothing, page: nothing, rules: nothing, account: nothing, cookie: nothing };
    expect(await sentFor('get_video_list_analytics', args)).toEqual(
      await sentFor('get_video_list_analytics', {}),
    );
  });

  test.each([null, ''])('%j for a required argument, which is then missing', async (nothing) => {
    const { isError, text } = await connection.call('get_video_detailed_stats', { item_id: nothing });
    expect(isError).toBe(true);
    expect(text).toContain('item_id is required');
  });

  test('what hosts add, and no result names it', async () => {
    const added = {
      sessionId: 's-1',
      action: 'sendMessage',
      chatInput: 'hello',
      toolCallId: 'c-1',
      tool_call_id: 'c-2',
      _meta_x: 1,
    };
    const { result } = await connection.watch('get_creator_account_info', added);
    expect(result.isError, result.text).toBe(false);
    for (const name of Object.keys(added)) expect(result.whole).not.toContain(name);
    const refused = await connection.call('get_creator_account_info', { ...added, bogus: 1 });
    expect(refused.isError).toBe(true);
    for (const name of Object.keys(added)) expect(refused.whole).not.toContain(name);
  });
});

describe('is read where there is one way to read it', () => {
  test.each([
    {
      what: 'a whole number as text',
      tool: 'get_video_list_analytics',
      args: { page: '1' },
      as: { page: 1 },
    },
    {
      what: 'a list as JSON text',
      tool: ASSOCIATED,
      args: { item_ids: `["${VIDEO}"]` },
      as: { item_ids: [VIDEO] },
    },
    {
      what: 'a list as Python writes it',
      tool: ASSOCIATED,
      args: { item_ids: `['${VIDEO}', '7434567890123456790']` },
      as: { item_ids: [VIDEO, '7434567890123456790'] },
    },
    { what: 'a single entry', tool: ASSOCIATED, args: { item_ids: VIDEO }, as: { item_ids: [VIDEO] } },
    {
      what: 'ids with commas',
      tool: ASSOCIATED,
      args: { item_ids: `${VIDEO}, 7434567890123456790` },
      as: { item_ids: [VIDEO, '7434567890123456790'] },
    },
    {
      what: 'ids in JSON text as numbers, with all their digits',
      tool: ASSOCIATED,
      args: { item_ids: `[${VIDEO}, 7434567890123456790]` },
      as: { item_ids: [VIDEO, '7434567890123456790'] },
    },
    {
      what: 'a list of one where one is wanted',
      tool: 'get_video_detailed_stats',
      args: { item_id: [VIDEO] },
      as: { item_id: VIDEO },
    },
    {
      what: 'an id as a number that has all its digits',
      tool: 'get_video_detailed_stats',
      args: { item_id: 743456789 },
      as: { item_id: '743456789' },
    },
    {
      what: 'the address of a video',
      tool: 'get_video_detailed_stats',
      args: { item_id: `https://www.tiktok.com/@some.one/video/${VIDEO}?is_from_webapp=1` },
      as: { item_id: VIDEO },
    },
    {
      what: 'the address of a product',
      tool: 'get_video_to_product_stats',
      args: { item_id: VIDEO, product_id: `https://shop.tiktok.com/view/product/${PRODUCT}?region=US` },
      as: { item_id: VIDEO, product_id: PRODUCT },
    },
    {
      what: 'the address of a product with its name in it',
      tool: 'get_video_to_product_stats',
      args: { item_id: ` ${VIDEO} `, product_id: `www.tiktok.com/shop/pdp/a-warm-scarf/${PRODUCT}` },
      as: { item_id: VIDEO, product_id: PRODUCT },
    },
  ])('$what', async ({ tool, args, as }) => {
    // The sandbox may not know the video; what counts is what it was asked.
    const { sent } = await connection.watch(tool, args);
    expect(sent[0]?.body).toMatchObject(as);
  });

  test('dates, months and names with spaces around them or in another case', async () => {
    for (const [tool, written, plain] of [
      ['get_video_list_analytics', { start_date: ' 2026-10-05 ' }, { start_date: '2026-10-05' }],
      ['get_video_list_analytics', { rules: ' video_list_ctr' }, { rules: 'VIDEO_LIST_CTR' }],
      ['summarize_month', { month: ' 2026-09 ' }, { month: '2026-09' }],
      ['summarize_period', { period: 'Last_7_days ' }, { period: 'last_7_days' }],
    ] as const) {
      expect(await sentFor(tool, written)).toEqual(await sentFor(tool, plain));
    }
  });

  test('accounts with commas', async () => {
    const { structured } = await connection.call('list_accounts', { accounts: 'us, SG' });
    expect(structured).toMatchObject({ accounts: [{ account: 'us' }, { account: 'sg' }] });
  });

  test('a boolean as text', async () => {
    const { result } = await connection.watch('get_creator_account_info', { raw: 'TRUE' });
    expect(result.structured).toHaveProperty('raw');
  });

  test.each([
    { page: '1.5' },
    { page: 'one' },
    { page: true },
    { raw: 'yes' },
    { raw: 1 },
    { start_date: 20261001 },
  ])('not %j', async (args) => {
    const { isError } = await connection.call('get_video_list_analytics', args);
    expect(isError).toBe(true);
  });

  test.each([
    { item_id: Number(VIDEO) },
    { item_id: `https://example.com/video/${VIDEO}` },
    { item_id: 'https://vm.tiktok.com/ZMabc/' },
  ])('no id from %j', async (args) => {
    const { isError, text } = await connection.call('get_video_detailed_stats', args);
    expect(isError).toBe(true);
    expect(text).toContain('item_id must be a string');
  });

  test('and the listed schemas stay strict', async () => {
    const { tools } = await connection.host.listTools();
    const schema = tools.find(({ name }) => name === 'get_video_detailed_stats')?.inputSchema;
    expect(at(schema, 'properties', 'item_id')).toMatchObject({ type: 'string', pattern: '^\\d{6,25}$' });
  });
});

describe('an account', () => {
  test.each(['us', 'US', ' Us '])('is the only one, named "%s"', async (account) => {
    const { result } = await single.watch('get_creator_account_info', { account });
    expect(result.isError, result.text).toBe(false);
    expect(result.structured).toMatchObject({ account: 'us' });
  });

  test('is not the only one, and the only one is named', async () => {
    const { isError, text } = await single.call('get_creator_account_info', { account: 'sg' });
    expect(isError).toBe(true);
    expect(text).toContain('There is one account, "us": leave account out.');
  });

  test('is named in any case, in lists and in URIs too', async () => {
    const { result } = await connection.watch('get_creator_account_info', { account: 'SG' });
    expect(result.structured).toMatchObject({ account: 'sg' });
    const listed = await connection.call('list_accounts', { accounts: 'Sg' });
    expect(listed.structured).toMatchObject({ accounts: [{ account: 'sg' }] });
    expect(await connection.read('tiktok-creator://SG/health')).toContain('account sg');
  });
});

describe('what cannot be read is refused in one sentence that says what is wanted', () => {
  test.each<readonly [tool: string, args: Args, says: string]>([
    ['summarize_month', { account: 5 }, 'account must be one of us, sg.'],
    ['summarize_month', { account: ['us', 'sg'] }, 'account must be one of us, sg.'],
    [
      'compare_accounts',
      { accounts: [] },
      'accounts must be a list of at least 1 entry, each one of us, sg.',
    ],
    ['compare_accounts', { accounts: ['us', 7] }, 'entry 2 of accounts must be one of us, sg.'],
    ['find_posting_times', { months: '"2"' }, 'months must be a whole number from 1 to 12.'],
    ['find_posting_times', { months: 13 }, 'months must be a whole number from 1 to 12.'],
    ['summarize_month', { max_calls: 0.5 }, 'max_calls must be a whole number of at least 1.'],
    ['get_creator_account_info', { raw: 'yes' }, 'raw must be true or false.'],
    ['get_creator_account_info', { cookie: 5 }, 'cookie must be text.'],
    ['summarize_month', { period: 'x', month: 7 }, 'month must be text, for example "2026-10".'],
    ['explain_change', { period: 7 }, 'period must be text, for example "last_7_days".'],
    ['export_table', {}, 'table is required: it must be one of days, videos,'],
    ['export_table', { table: ['videos', 'days'] }, 'table must be one of days, videos,'],
    [ASSOCIATED, { item_ids: [] }, 'item_ids must be a list of 1 to 50 entries.'],
  ])('%s %j', async (tool, args, says) => {
    const { text, isError } = await connection.call(tool, args);
    expect(isError).toBe(true);
    expect(text).toContain(says);
    expect(text).not.toMatch(/Expected|received|element\(s\)/);
  });

  test('once, whatever number of ids is wrong', async () => {
    const { text } = await connection.call(ASSOCIATED, { item_ids: Array.from({ length: 30 }, () => 'x') });
    expect(text.split('\n')).toHaveLength(1);
  });

  test('a date that may be a secret in the wrong place is not repeated', async () => {
    const secret = 'a9f8e7d6c5b4a3f2e1d0c9b8';
    const { text } = await connection.call('summarize_period', { from: secret });
    expect(text).toContain('from is not a calendar date.');
    expect(text).not.toContain(secret.slice(0, 12));
  });
});

test('an unknown argument is refused with the nearest real name', async () => {
  for (const [given, nearest] of [
    ['startDate', 'start_date'],
    ['pages', 'page'],
    ['acount', 'account'],
  ] as const) {
    const { isError, text } = await connection.call('get_video_list_analytics', { [given]: 1 });
    expect(isError).toBe(true);
    expect(text).toContain(`Unknown argument "${given}". Did you mean ${nearest}?`);
  }
});

test.each(['toString', 'hasOwnProperty'])('an argument named %s is refused as any other', async (name) => {
  const { isError, text } = await connection.call('get_creator_account_info', { [name]: 1 });
  expect(isError).toBe(true);
  expect(text).toContain('This tool takes:');
});

test('an unknown argument that is no name is not repeated', async () => {
  const secret = `sessionid=${'0a1b2c3d'.repeat(12)}`;
  const { isError, whole } = await connection.call('get_creator_account_info', { [secret]: 1 });
  expect(isError).toBe(true);
  expect(whole).not.toContain('0a1b2c3d');
});

test('a summary reports its parts as they come', async () => {
  const steps: number[] = [];
  await connection.host.callTool({ name: 'summarize_month', arguments: { month: '2026-09' } }, undefined, {
    onprogress: ({ progress, total }) => {
      steps.push(progress);
      expect(total).toBe(6);
    },
  });
  expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
});

test.each([
  'tiktok-creator://us/nothing',
  'not a uri',
  'file:///etc/passwd',
  'tiktok-creator://nobody/health',
])('the unknown resource %s is answered with a sentence', async (uri) => {
  const failure = await connection.host.readResource({ uri }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: -32602,
    message: expect.stringMatching(/There is no (resource|account) "/),
  });
});
