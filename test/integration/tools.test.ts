import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  type Connection,
  connectToSandbox,
  connectToScript,
  ENDPOINTS,
  envelope,
  leaksIn,
  readable,
  SECRETS,
  type Sent,
  VERSION,
} from '../support/connect.ts';
import { ask, cookieOf } from '../support/sandbox-calls.ts';
import { subjectOf } from '../support/subjects.ts';

type Arguments = Readonly<Record<string, unknown>>;

const us = subjectOf('us');
const sg = subjectOf('sg');
const br = subjectOf('br');

/** One question for each endpoint, and its own body fields as they must leave. */
interface Question {
  readonly args: Arguments;
  readonly own: Arguments;
  /** Further questions that the snapshot shows: other accounts answer in other forms. */
  readonly also?: readonly Arguments[];
}

const october = { args: { start_date: '2026-10-15' }, own: { start_date: '10-15-2026' } };
const ofVideo = {
  args: { item_id: us.video, ...october.args },
  own: { item_id: us.video, ...october.own },
};
const ofPair = {
  args: { ...ofVideo.args, product_id: us.product },
  own: { ...ofVideo.own, product_id: us.product },
};
const rules = 'VIDEO_LIST_GMV';

const QUESTIONS: Readonly<Record<(typeof ENDPOINTS)[number], Question>> = {
  get_account_health_status: { args: {}, own: {}, also: [{ account: 'sg' }, { account: 'br' }] },
  get_account_violation_list: {
    args: {},
    own: { page: 1 },
    also: [
      { account: 'br', page: 1 },
      { account: 'br', page: 2 },
    ],
  },
  get_account_insights_overview: { ...october, also: [{ account: 'sg' }] },
  get_live_analytics_summary: october,
  get_video_analytics_summary: { args: {}, own: {} },
  get_video_list_analytics: {
    args: { ...october.args, page: 0, rules },
    own: { ...october.own, page: 0, rules },
    also: [{ account: 'sg', ...october.args, page: 1 }],
  },
  get_product_analytics_list: {
    args: { start_date: '2026-10-01', end_date: '2026-10-31', page: 0 },
    // The vendor's end_date is the day after the last one.
    own: { start_date: '2026-10-01', end_date: '2026-11-01', page: 0 },
    also: [{ account: 'br', start_date: '2026-10-01', end_date: '2026-10-31' }],
  },
  get_creator_account_info: { args: {}, own: {}, also: [{ account: 'br' }] },
  get_showcase_product_list: {
    args: { count: 10, offset: 5 },
    own: { count: 10, offset: 5 },
    also: [{ account: 'br', count: 3 }],
  },
  get_video_associated_product_list: {
    args: { item_ids: [us.video, us.bareVideo], ...october.args },
    own: { item_ids: [us.video, us.bareVideo], ...october.own },
    also: [
      { account: 'us', item_ids: [us.video], ...october.args },
      { account: 'sg', item_ids: [sg.video, sg.bareVideo], ...october.args },
      { account: 'br', item_ids: [br.video, br.bareVideo], ...october.args },
    ],
  },
  get_video_audience_stats: { ...ofVideo, also: [{ item_id: us.video, start_date: '2026-05-01' }] },
  get_video_detailed_stats: ofVideo,
  get_video_to_product_stats: ofPair,
  get_product_related_videos: ofPair,
};

const named = ENDPOINTS.map((tool) => ({ tool, ...QUESTIONS[tool] }));
const dated = named.filter(({ args }) => 'start_date' in args);
const withItem = named.filter(({ args }) => 'item_id' in args);
const withProduct = named.filter(({ args }) => 'product_id' in args);
const SUMMARIES = [
  { tool: 'summarize_month', args: { month: '2026-10' }, uri: 'tiktok-creator://us/months/2026-10' },
  {
    tool: 'summarize_period',
    args: { period: 'last_30_days' },
    uri: 'tiktok-creator://us/periods/last_30_days',
  },
  { tool: 'summarize_account_health', args: {}, uri: 'tiktok-creator://us/health' },
];

/** For arguments that end before the upstream: a connection that has sent something is paced. */
let shared: Awaited<ReturnType<typeof connectToSandbox>>;

beforeAll(async () => {
  shared = await connectToSandbox();
});
afterAll(() => shared.close());

/** A connection of this test alone: nothing is known of any account yet. */
async function fresh(...options: Parameters<typeof connectToSandbox>) {
  const connection = await connectToSandbox(...options);
  onTestFinished(connection.close);
  return connection;
}

/** The answers to some calls as a file to read. */
async function transcript(
  connection: Connection,
  tool: string,
  calls: readonly Arguments[],
): Promise<string> {
  const parts: string[] = [];
  for (const args of calls) {
    const { isError, text, structured } = await connection.call(tool, args);
    expect(isError, text).toBe(false);
    parts.push(`# ${tool} ${JSON.stringify(args)}`, '', text, '', '```json', readable(structured), '```', '');
  }
  return parts.join('\n');
}

/** What was asked of which endpoint. */
const outline = (sent: readonly Sent[]): string[] =>
  sent.map(({ path, body }) => {
    const { cookie, proxy, ...own } = body;
    return `${path.split('/').at(-1)} ${JSON.stringify(own)}`;
  });

async function expectRefusal(tool: string, args: Arguments, ...says: readonly string[]): Promise<void> {
  const { result, sent } = await shared.watch(tool, args);
  expect(result.isError, result.text).toBe(true);
  for (const words of says) expect(result.text).toContain(words);
  expect(sent).toEqual([]);
}

describe('a question', () => {
  test.each(named)('$tool sends exactly this request', async ({ tool, args, own }) => {
    const connection = await fresh();
    const { result, sent } = await connection.watch(tool, { account: 'us', ...args });
    expect(result.isError, result.text).toBe(false);
    expect(sent).toEqual([
      {
        method: 'POST',
        path: `/api/v1/tiktok/creator/${tool}`,
        headers: {
          authorization: `Bearer ${connection.upstream.apiKey}`,
          'user-agent': `tiktok-creator-mcp/${VERSION}`,
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'content-type': 'application/json',
        },
        body: { cookie: cookieOf(connection.upstream, 'us'), proxy: '', ...own },
      },
    ]);
  });

  test.each(named)('$tool answers this', async ({ tool, args, also = [] }) => {
    const connection = await fresh();
    const answers = await transcript(connection, tool, [args, ...also]);
    await expect(answers).toMatchFileSnapshot(`snapshots/${tool}.txt`);
    expect(leaksIn(answers, ['127.0.0.1', connection.upstream.apiKey, 'cache_url'])).toEqual([]);
  });

  test.each(named)('$tool with raw: true passes the payload on as it came', async ({ tool, args, own }) => {
    const connection = await fresh();
    const { isError, text, structured } = await connection.call(tool, { ...args, raw: true });
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({ account: 'us', sandbox: true });
    const payload = await ask(connection.upstream, 'us', tool, own);
    expect(structured?.['raw']).toEqual(payload);
    expect(JSON.parse(text)).toEqual(structured);
  });

  test('the raw payload brings no link to the reply and no secret that the vendor repeats', async () => {
    const connection = await connectToScript();
    onTestFinished(connection.close);
    const echo = `sessionid=${SECRETS.sessionid} by ${SECRETS.proxyPassword} with ${SECRETS.apiKey} at ${SECRETS.cacheUrl}`;
    connection.answer({ body: envelope({ user_id: '7400000000000000001', nick_name: echo }) });
    const result = await connection.call('get_creator_account_info', { raw: true });
    expect(result.structured?.['raw']).toMatchObject({ user_id: '7400000000000000001' });
    expect(result.whole).toContain('nick_name');
    expect(leaksIn(result.whole)).toEqual([]);
    expect(result.whole).not.toContain('cache_url');
  });

  test('a reply in one envelope is read like one in two', async () => {
    const connection = await connectToScript();
    onTestFinished(connection.close);
    const payload = { user_id: '7400000000000000001' };
    connection.answer({ body: envelope(payload) });
    const double = await connection.call('get_creator_account_info');
    connection.answer({ body: { ...envelope(payload), data: payload } });
    const single = await connection.call('get_creator_account_info');
    expect(double.structured).toMatchObject(payload);
    expect(single).toEqual(double);
  });

  test('the account named in the call is the one that is asked for', async () => {
    const tool = 'get_creator_account_info';
    const connection = await fresh();
    for (const account of ['us', 'sg', 'br']) {
      const { result, sent } = await connection.watch(tool, { account });
      expect(result.structured).toMatchObject({ account });
      expect(sent.map(({ body }) => body)).toEqual([
        { cookie: cookieOf(connection.upstream, account), proxy: '' },
      ]);
    }
    await expectRefusal(tool, { account: 'nobody' }, 'account', 'us, sg, br, expired');
  });

  test('a proxy argument goes to the vendor', async () => {
    const proxy = 'http://user:some-password@proxy.example:8080';
    const connection = await fresh();
    const { result, sent } = await connection.watch('get_account_health_status', { account: 'us', proxy });
    expect(result.isError, result.text).toBe(false);
    expect(sent.map(({ body }) => body)).toEqual([{ cookie: cookieOf(connection.upstream, 'us'), proxy }]);
    for (const bad of ['not a proxy', 'proxy.example:8080', 'user:some-password@proxy.example:8080']) {
      await expectRefusal('get_account_health_status', { proxy: bad }, 'http://user:pass@host:port');
    }
  });
});

describe('dates', () => {
  test.each(dated)('$tool takes both spellings', async ({ tool, args }) => {
    const spellings = [
      { start_date: '2026-09-08', ...('end_date' in args ? { end_date: '2026-09-30' } : {}) },
      { start_date: '09-08-2026', ...('end_date' in args ? { end_date: '09-30-2026' } : {}) },
    ];
    const [iso, monthFirst] = await Promise.all(
      spellings.map(async (dates) => {
        const connection = await fresh();
        return connection.watch(tool, { ...args, ...dates });
      }),
    );
    expect(iso?.sent).toHaveLength(1);
    expect(monthFirst?.sent).toEqual(iso?.sent);
    expect(monthFirst?.result).toEqual(iso?.result);
  });

  test.each(dated)('$tool never leaves a date out', async ({ tool, args }) => {
    const { start_date, end_date, ...rest } = args;
    const connection = await fresh();
    const { result, sent } = await connection.watch(tool, rest);
    expect(result.isError, result.text).toBe(false);
    expect(sent.map(({ body }) => body)).toMatchObject([
      end_date === undefined
        ? { start_date: '11-22-2026' }
        : { start_date: '2026-11-01', end_date: '2026-11-23' },
    ]);
  });

  test('today is the account’s own as soon as a reply has told its offset', async () => {
    const connection = await fresh({ accounts: ['us'], now: () => new Date('2026-11-22T03:00:00Z') });
    const start = async (): Promise<unknown> => {
      const { sent } = await connection.watch('get_live_analytics_summary');
      return sent.map(({ body }) => body['start_date']);
    };
    expect(await start()).toEqual(['11-22-2026']);
    expect(await start()).toEqual(['11-21-2026']);
  });

  const BAD_DATES = ['2026-02-30', '31-12-2026', '02-30-2026', '2026-1-5', '2026/10/01', 'yesterday'];
  test.each(dated)('$tool refuses a bad date', async ({ tool, args }) => {
    for (const start_date of BAD_DATES) {
      await expectRefusal(tool, { ...args, start_date }, `start_date "${start_date}"`, 'YYYY-MM-DD');
    }
    await expectRefusal(tool, { ...args, start_date: 20261001 }, 'start_date must be text', '2026-02-28');
  });

  test('a period is refused when its end is no date, or lies before its start', async () => {
    const tool = 'get_product_analytics_list';
    await expectRefusal(tool, { end_date: '2026-06-31' }, 'end_date "2026-06-31"', 'YYYY-MM-DD');
    await expectRefusal(
      tool,
      { start_date: '2026-10-02', end_date: '2026-10-01' },
      'start_date 2026-10-02 is after end_date 2026-10-01',
    );
  });

  test('a month is YYYY-MM', async () => {
    for (const month of ['2026-13', '2026-00', '10-2026', '2026-10-01', 'October']) {
      await expectRefusal('summarize_month', { month }, 'month must be YYYY-MM');
    }
    await expectRefusal('summarize_month', { month: 202610 }, 'month must be text', '2026-10');
  });
});

describe('bad arguments end before the upstream', () => {
  test.each([...named, ...SUMMARIES])('$tool refuses one that it does not know', async ({ tool, args }) => {
    const bogus = { ...args, bogus: 1 };
    await expectRefusal(tool, bogus, 'Unknown argument "bogus"', 'This tool takes: account', 'cookie, proxy');
  });

  const BAD_IDS = ['12345', '7'.repeat(26), '74x4567890123456789', '-7434567890123456789', '7434 56789'];
  test.each(withItem)('$tool refuses a bad item_id', async ({ tool, args }) => {
    for (const item_id of BAD_IDS) {
      await expectRefusal(tool, { ...args, item_id }, 'item_id must be a string of 6 to 25 digits');
    }
    const number = Number(us.video);
    await expectRefusal(
      tool,
      { ...args, item_id: number },
      'item_id',
      'already lost its last digits',
      'quotes',
    );
    const { item_id, ...without } = args;
    await expectRefusal(tool, without, 'item_id is required');
  });

  test.each(withProduct)('$tool refuses a bad product_id', async ({ tool, args }) => {
    for (const product_id of BAD_IDS) {
      await expectRefusal(tool, { ...args, product_id }, 'product_id must be a string of 6 to 25 digits');
    }
    const number = Number(us.product);
    await expectRefusal(tool, { ...args, product_id: number }, 'product_id', 'already lost its last digits');
    const { product_id, ...without } = args;
    await expectRefusal(tool, without, 'product_id is required');
  });

  test('item_ids takes 1 to 50 of them', async () => {
    const tool = 'get_video_associated_product_list';
    const ids = (count: number): string[] =>
      Array.from({ length: count }, (_, at) => `${BigInt(us.video) + BigInt(at)}`);
    await expectRefusal(tool, {}, 'item_ids');
    await expectRefusal(tool, { item_ids: {} }, 'item_ids');
    await expectRefusal(tool, { item_ids: [] }, 'item_ids', '1 to 50');
    await expectRefusal(tool, { item_ids: ids(51) }, 'item_ids', '1 to 50');
    await expectRefusal(tool, { item_ids: [us.video, 'abc'] }, 'item_ids', '6 to 25 digits');
    await expectRefusal(tool, { item_ids: [Number(us.video)] }, 'item_ids', 'already lost its last digits');
    const connection = await fresh();
    const { result, sent } = await connection.watch(tool, { account: 'us', item_ids: ids(50) });
    expect(result.isError, result.text).toBe(false);
    expect(sent.map(({ body }) => body)).toMatchObject([{ item_ids: ids(50) }]);
  });

  test.each([
    { tool: 'get_account_violation_list', first: 1 },
    { tool: 'get_video_list_analytics', first: 0 },
    { tool: 'get_product_analytics_list', first: 0 },
  ])('$tool has no page before $first', async ({ tool, first }) => {
    await expectRefusal(tool, { page: first - 1 }, 'page');
    await expectRefusal(tool, { page: first + 0.5 }, 'page');
    await expectRefusal(tool, { page: 'first' }, 'page');
    const connection = await fresh();
    const { sent } = await connection.watch(tool, { account: 'us' });
    expect(sent.map(({ body }) => body)).toMatchObject([{ page: first }]);
  });

  test('count is 1 to 100, offset not negative; both are always sent', async () => {
    const tool = 'get_showcase_product_list';
    for (const count of [0, 101, -1, 2.5, '2.5']) await expectRefusal(tool, { count }, 'count');
    for (const offset of [-1, 0.5]) await expectRefusal(tool, { offset }, 'offset');
    const connection = await fresh();
    const { sent } = await connection.watch(tool, { account: 'us' });
    expect(sent.map(({ body }) => body)).toMatchObject([{ count: 20, offset: 0 }]);
  });

  test('rules is one of the nine orders, by publication unless told otherwise', async () => {
    const tool = 'get_video_list_analytics';
    await expectRefusal(tool, { rules: 'VIDEO_LIST_REVENUE' }, 'rules', 'VIDEO_LIST_GMV');
    await expectRefusal(tool, { rules: 'gmv' }, 'rules');
    const orders = ['PUBLISH_TIME', 'GMV', 'DIRECT_GMV', 'VV_CNT', 'ITEM_SOLD_CNT'].concat([
      'CTR',
      'COMPLETION_RATE',
      'LIKE_CNT',
      'NEW_FOLLOWER_CNT',
    ]);
    const connection = await fresh();
    for (const order of orders) {
      const { sent } = await connection.watch(tool, { account: 'us', rules: `VIDEO_LIST_${order}` });
      expect(sent.map(({ body }) => body)).toMatchObject([{ rules: `VIDEO_LIST_${order}` }]);
    }
    const { sent } = await connection.watch(tool, { account: 'us' });
    expect(sent.map(({ body }) => body)).toMatchObject([{ rules: 'VIDEO_LIST_PUBLISH_TIME' }]);
  });
});

describe("the vendor's documentation examples", () => {
  const cookie =
    'sessionid=0a1b2c3d4e5f; sessionid_ss=0a1b2c3d4e5f; msToken=Zm9vYmFy-x_1==; ttwid=1%7Cabc%7C17; tt-target-idc=useast5';
  const start_date = '04-01-2025';
  const item_id = us.video;
  const product_id = us.product;
  const examples: readonly {
    readonly tool: string;
    readonly args: Arguments;
    readonly own?: Arguments;
  }[] = [
    { tool: 'get_account_health_status', args: {} },
    { tool: 'get_account_violation_list', args: { page: 1 } },
    { tool: 'get_account_insights_overview', args: { start_date } },
    { tool: 'get_live_analytics_summary', args: { start_date } },
    { tool: 'get_video_analytics_summary', args: {} },
    { tool: 'get_video_list_analytics', args: { start_date, page: 0 } },
    { tool: 'get_video_list_analytics', args: { start_date, page: 0, rules: 'VIDEO_LIST_PUBLISH_TIME' } },
    {
      tool: 'get_product_analytics_list',
      args: { start_date: '2025-04-01', end_date: '2025-04-30', page: 0 },
      // The example leaves the last day out, as the vendor does.
      own: { start_date: '2025-04-01', end_date: '2025-05-01', page: 0 },
    },
    { tool: 'get_creator_account_info', args: {} },
    { tool: 'get_showcase_product_list', args: { count: 20, offset: 0 } },
    { tool: 'get_video_associated_product_list', args: { start_date, item_ids: [item_id] } },
    { tool: 'get_video_audience_stats', args: { start_date, item_id } },
    { tool: 'get_video_detailed_stats', args: { start_date, item_id } },
    { tool: 'get_video_to_product_stats', args: { start_date, item_id, product_id } },
    { tool: 'get_product_related_videos', args: { start_date, item_id, product_id } },
  ];

  test.each(examples)('$tool $args', async ({ tool, args, own = args }) => {
    const connection = await fresh();
    for (const proxy of ['', undefined]) {
      const { result, sent } = await connection.watch(tool, {
        cookie,
        ...args,
        ...(proxy === undefined ? {} : { proxy }),
      });
      expect(result.isError, result.text).toBe(false);
      expect(result.structured).toMatchObject({ account: 'inline' });
      // `rules` is said out loud even where the example leaves it to the vendor.
      expect(sent.map(({ body }) => body)).toMatchObject([{ cookie, proxy: '', ...own }]);
      expect(result.whole).not.toContain('0a1b2c3d4e5f');
    }
  });
});

describe('summaries', () => {
  test('summarize_month asks for the month and the one before', async () => {
    const connection = await fresh();
    const { result, sent } = await connection.watch('summarize_month', { month: '2026-10' });
    expect(result.isError, result.text).toBe(false);
    expect(outline(sent)).toMatchInlineSnapshot(`
      [
        "get_account_insights_overview {"start_date":"10-01-2026"}",
        "get_account_insights_overview {"start_date":"09-01-2026"}",
        "get_live_analytics_summary {"start_date":"10-01-2026"}",
        "get_video_analytics_summary {}",
        "get_video_list_analytics {"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}",
        "get_product_analytics_list {"start_date":"2026-10-01","end_date":"2026-11-01","page":0}",
      ]
    `);
    expect(result.structured).toMatchObject({ calls: sent.length });
  });

  test('summarize_account_health asks for status and violations', async () => {
    const connection = await fresh();
    const { result, sent } = await connection.watch('summarize_account_health');
    expect(result.isError, result.text).toBe(false);
    expect(outline(sent)).toMatchInlineSnapshot(`
      [
        "get_account_health_status {}",
        "get_video_analytics_summary {}",
        "get_account_violation_list {"page":1}",
      ]
    `);
    expect(result.structured).toMatchObject({ calls: sent.length });
  });

  test.each([
    {
      tool: 'summarize_month',
      calls: [{ month: '2026-10' }, { account: 'sg' }, { account: 'br', month: '2026-10' }],
    },
    { tool: 'summarize_account_health', calls: [{}, { account: 'sg' }, { account: 'br' }] },
    {
      tool: 'summarize_period',
      calls: [{ period: 'last_7_days' }, { account: 'sg', period: 'last_quarter' }, { account: 'br' }],
    },
    {
      tool: 'review_videos',
      calls: [
        { month: '2026-10' },
        { account: 'sg', month: '2026-10' },
        { account: 'br', period: 'last_30_days' },
      ],
    },
    { tool: 'compare_videos', calls: [{}, { account: 'br' }] },
    { tool: 'find_posting_times', calls: [{}, { account: 'sg' }] },
    { tool: 'profile_audience', calls: [{}, { account: 'sg', max_calls: 12 }] },
    { tool: 'review_products', calls: [{ period: 'last_month' }, { account: 'sg', period: 'last_month' }] },
    {
      tool: 'attribute_sales',
      calls: [
        { period: 'last_month', max_calls: 8 },
        { account: 'sg', period: 'last_month', max_calls: 8 },
      ],
    },
    {
      tool: 'explain_change',
      calls: [{ period: 'last_30_days' }, { account: 'sg', period: 'last_month' }],
    },
  ])('$tool answers this', async ({ tool, calls }) => {
    const answers: string[] = [];
    for (const args of calls) answers.push(await transcript(await fresh(), tool, [args]));
    await expect(answers.join('\n')).toMatchFileSnapshot(`snapshots/${tool}.txt`);
    expect(leaksIn(answers.join(), ['127.0.0.1', 'sandbox-api-key', 'cache_url'])).toEqual([]);
  });

  test.each(SUMMARIES)('$uri reads as $tool answers', async ({ tool, args, uri }) => {
    const [asTool, asResource] = await Promise.all([fresh(), fresh()]);
    const { text } = await asTool.call(tool, args);
    expect(text.length).toBeGreaterThan(200);
    expect(await asResource.read(uri)).toBe(text);
    expect(asResource.sent).toEqual(asTool.sent);
  });

  test('the month left out is the current one, and the account the default one', async () => {
    const connection = await fresh();
    const now = await connection.call('summarize_month');
    expect(now.structured).toMatchObject({ account: 'us', month: '2026-11', window: { from: '2026-11-01' } });
  });
});
