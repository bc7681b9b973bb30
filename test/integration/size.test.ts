import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { LONGEST_TEXT } from '../../src/render/markdown.ts';
import { usageText } from '../../src/render/usage.ts';
import { accountComparisonText } from '../../src/reports/account-comparison/text.ts';
import { connectToSandbox, connectToScript, envelope, type Result } from '../support/connect.ts';
import { post } from '../support/sandbox-calls.ts';
import { subjectOf } from '../support/subjects.ts';

/**
 * What answers cost, in bytes. The goals are in tokens (o200k), and `npm run bench` counts those; but a tokenizer is slow and
 * its versions drift. So each share is turned into bytes with the bytes that a token of this tool's reply, text and
 * structured content has, as the bench measured them: a text of 20 % of the tokens has 20 % × (bytes per token of the
 * text ÷ bytes per token of the reply) of the bytes. Ids and hashes have few bytes a token and prose has many.
 */
interface Measured {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Bytes per token. */
  readonly raw: number;
  readonly text: number;
  readonly structured: number;
  /** The shares in tokens that must not be passed. */
  readonly goals: { readonly text: number; readonly structured?: number };
}

// A list states its sums too.
const LIST = { text: 0.23, structured: 0.37 };
const MONTH = { start_date: '2026-10-01' };

function measuredFor(account: string): readonly Measured[] {
  const { video: item_id, product: product_id } = subjectOf(account);
  const period = { ...MONTH, end_date: '2026-10-31' };
  return [
    {
      tool: 'summarize_month',
      args: { month: '2026-10' },
      raw: 3.22,
      text: 2.26,
      structured: 3.02,
      goals: { text: 0.06 },
    },
    { tool: 'get_video_list_analytics', args: MONTH, raw: 2.94, text: 2.15, structured: 2.88, goals: LIST },
    { tool: 'get_product_analytics_list', args: period, raw: 3.23, text: 2.49, structured: 3.2, goals: LIST },
    { tool: 'get_showcase_product_list', args: {}, raw: 3.22, text: 2.61, structured: 3.49, goals: LIST },
    {
      tool: 'get_video_associated_product_list',
      args: { ...MONTH, item_ids: [item_id] },
      raw: 3.24,
      text: 2.38,
      structured: 3.13,
      goals: LIST,
    },
    {
      tool: 'get_product_related_videos',
      args: { ...MONTH, item_id, product_id },
      raw: 2.95,
      text: 2.53,
      structured: 3.11,
      goals: LIST,
    },
    // A violation is prose, two dates and an id: its reply has nothing to leave out, and the goals of a list are out of
    // reach without losing some of it. This holds what has been reached.
    {
      tool: 'get_account_violation_list',
      args: {},
      raw: 3.85,
      text: 3.02,
      structured: 3.28,
      goals: { text: 0.68, structured: 1 },
    },
  ];
}

const bytesOf = (text: string): number => Buffer.byteLength(text);

describe('in bytes, for every creator of the sandbox', () => {
  const cases = ['us', 'sg', 'br'].flatMap((account) =>
    measuredFor(account).map((measured) => ({ account, ...measured })),
  );

  it.each(cases)('$tool of $account', async ({ account, tool, args, raw, text, structured, goals }) => {
    // One connection each: the pace of a key would make them wait.
    const open = await connectToSandbox();
    onTestFinished(open.close);
    const { result, sent } = await open.watch(tool, { account, ...args });
    expect(result.isError, result.text).toBe(false);
    const replies = await Promise.all(
      sent.map(({ path, body }) => post(open.upstream, path.slice(path.lastIndexOf('/') + 1), body)),
    );
    const received = replies.reduce((sum, reply) => sum + bytesOf(reply.text), 0);
    // Only the sandbox says that it is one.
    const { sandbox, ...own } = result.structured ?? {};
    const said = bytesOf(result.text.replace(' · sandbox, invented data', ''));
    expect(said / received).toBeLessThanOrEqual((goals.text * text) / raw);
    if (goals.structured !== undefined) {
      const whole = bytesOf(JSON.stringify(own));
      expect(whole / received).toBeLessThanOrEqual((goals.structured * structured) / raw);
    }
  });
});

const DEFINITION_TOKENS = 5500;

it.each([
  ['one account', ['us']],
  ['all accounts of the sandbox', undefined],
])('the definitions with %s leave room for the rest', async (_, accounts) => {
  const open = await connectToSandbox(accounts === undefined ? {} : { accounts });
  onTestFinished(open.close);
  const { tools } = await open.host.listTools();
  const shown = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  expect(countTokens(JSON.stringify(shown))).toBeLessThanOrEqual(DEFINITION_TOKENS);
});

const OCTOBER = { start_timestamp: 1_790_812_800, end_timestamp: 1_793_491_200 };
const VIDEO = '7400000000000000001';
const MORE = /(video|product|pair)s? (is|are) in the structured content of the tool/;
const CUT = 'fit into a text of 40,000 characters; the structured content of the tool is complete';

/** A payload in which every tool finds rows of its own, as many and as wordy as wanted. */
function payloadOf(rows: number, words: string, more = false): Record<string, unknown> {
  const ids = Array.from({ length: rows }, (_, index) => `${7_400_000_000_000_000_000n + BigInt(index)}`);
  const product = (id: string): object => ({
    id,
    product_id: id,
    // What all rows share is said once; here they share nothing.
    title: `${id} ${words}`,
    name: `${id} ${words}`,
    format_available_price: words,
    seller_info: { shop_name: `${id} ${words}` },
    category_info: { name: words },
    labels: [`${id} ${words}`, words, words],
  });
  const money = { amount: '1.50', currency_code: 'USD' };
  return {
    user_id: VIDEO,
    user_name: words,
    permission_list: ids.map((_, index) => index),
    switch_info: JSON.stringify(Object.fromEntries(ids.map((id) => [`${words.slice(0, 40)}${id}`, words]))),
    risk_info: { risk_level_text: words },
    violation_score: 17,
    records: ids.map((record_id, index) => ({
      record_id,
      violation_time: OCTOBER.start_timestamp,
      violation_info: {
        violation_reason: `${index} ${words}`,
        violation_suggestion: words,
        violation_detail: words,
      },
      enforcement_title: [`${index} ${words}`],
      record_status: 1,
      appeal_status: index % 2,
      can_appeal: true,
      appeal_valid_time: 2 * OCTOBER.end_timestamp,
    })),
    total: rows,
    has_more: more,
    products: ids.map(product),
    videoToProductsMap: { item_id: VIDEO, products: ids.map(product) },
    segments: [
      {
        time_selector: { timezone_offset: 0, ...OCTOBER },
        list_control: { next_pagination: { has_more: more, total: rows } },
        timed_stats: [
          {
            ...OCTOBER,
            stats: {
              revenue: money,
              live_revenue: money,
              gmv: money,
              vv_cnt: 5,
              product_view_cnt: 9,
              direct_gmv: money,
            },
          },
        ],
        timed_lists: [
          {
            ...OCTOBER,
            stats: ids.map((item_id) => ({
              product: product(item_id),
              video_meta: { item_id, name: words, publish_time: OCTOBER.start_timestamp },
              video: { item_id, name: words },
              gmv: money,
              revenue: money,
              vv_cnt: 1,
            })),
          },
        ],
        timed_profile: [
          {
            ...OCTOBER,
            stats: { follower_regions: ids.map((id) => ({ key: `${words} ${id}`, value: '0.1' })) },
          },
        ],
      },
    ],
  };
}

const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  get_account_health_status: {},
  get_account_violation_list: {},
  get_account_insights_overview: MONTH,
  get_live_analytics_summary: MONTH,
  get_video_analytics_summary: {},
  get_video_list_analytics: MONTH,
  get_product_analytics_list: MONTH,
  get_creator_account_info: {},
  get_showcase_product_list: { count: 100 },
  get_video_associated_product_list: { ...MONTH, item_ids: [VIDEO] },
  get_video_audience_stats: { ...MONTH, item_id: VIDEO },
  get_video_detailed_stats: { ...MONTH, item_id: VIDEO },
  get_video_to_product_stats: { ...MONTH, item_id: VIDEO, product_id: VIDEO },
  get_product_related_videos: { ...MONTH, item_id: VIDEO, product_id: VIDEO },
  summarize_month: { month: '2026-10' },
  summarize_period: { period: 'last_month' },
  explain_change: { period: 'last_month' },
  review_videos: { month: '2026-10', pages: 1 },
  compare_videos: { previous: 1 },
  find_posting_times: { months: 1, pages: 1 },
  profile_audience: { month: '2026-10', max_calls: 12 },
  attribute_sales: { period: 'last_month', max_calls: 5 },
  review_products: { period: 'last_month', max_calls: 5 },
  export_table: { table: 'products', month: '2026-10' },
  summarize_account_health: {},
};
const TOOLS = Object.keys(ARGUMENTS);

/** What one tool makes of one payload. */
async function asked(tool: string, payload: object, more: object = {}): Promise<Result> {
  const open = await connectToScript();
  try {
    open.answer({ body: envelope(payload) });
    return await open.call(tool, { ...ARGUMENTS[tool], ...more });
  } finally {
    await open.close();
  }
}

/** The ids of the rows that a result's structured content has. */
const idsIn = (structured: unknown): string[] =>
  z
    .record(z.array(z.record(z.unknown())).catch([]))
    .transform((lists) => Object.values(lists).flat())
    .parse(structured)
    .flatMap((row) => ['record_id', 'video_id', 'product_id'].flatMap((name) => row[name] ?? []))
    .map(String);

function expectHonest({ isError, text, structured }: Result): void {
  expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
  if (isError) return;
  // Either it shows every row or it says that it does not.
  if (!text.includes(CUT) && !MORE.test(text))
    expect(idsIn(structured).filter((id) => !text.includes(id))).toEqual([]);
}

describe('no text is longer than 40,000 characters', () => {
  it.each(TOOLS)('%s with a thousand wordy rows', async (tool) => {
    const result = await asked(tool, payloadOf(900, 'Words with | and \\'));
    expect(result.isError, result.text).toBe(false);
    expectHonest(result);
  });

  it.each(TOOLS.filter((tool) => tool.startsWith('get_')))('%s with raw: true', async (tool) => {
    const payload = payloadOf(150, 'Words '.repeat(20));
    const { text, structured, isError } = await asked(tool, payload, { raw: true });
    expect(isError, text).toBe(false);
    expect(structured?.['raw']).toEqual(payload);
    expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
    expect(text).toMatch(
      /: the vendor's payload is too long for a text of 40,000 characters\. .* beginning\.\n\n\{"account"/,
    );
  });

  const written = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 600 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
  );
  it('whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TOOLS),
        fc.oneof(fc.nat(40), fc.nat(300)),
        fc.oneof(
          written,
          fc
            .tuple(fc.constantFrom('|', '\\', '😀', '*', '&', '\u200b', 'a '), fc.nat(600))
            .map(([one, count]) => one.repeat(count)),
        ),
        async (tool, rows, words) => expectHonest(await asked(tool, payloadOf(rows, words))),
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  it.each(['health', 'months/2026-10'])('the resource %s of hostile replies', async (path) => {
    const open = await connectToScript();
    onTestFinished(open.close);
    open.answer({ body: envelope(payloadOf(300, 'Words '.repeat(60))) });
    const text = await open.read(`tiktok-creator://main/${path}`);
    expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
  });

  it('a comparison of very many accounts, and their usage', () => {
    const names = Array.from({ length: 3000 }, (_, index) => `account-${index}`);
    const compared = accountComparisonText({
      month: '2026-10',
      exceptions: [],
      currencies: [
        { currency: 'USD', accounts: names.map((account, index) => ({ rank: index + 1, account })) },
      ],
      failed: names.map((account) => ({ account, error: 'No answer. '.repeat(20) })),
      calls: 8000,
      notes: names.map((account) => `The health of ${account} is missing.`),
    });
    const counts = Object.fromEntries(names.map((account, index) => [account, { upstream_calls: index }]));
    const used = usageText(
      { since: 'now', totals: { upstream_calls: 1 }, by_endpoint: {}, by_account: counts },
      false,
    );
    for (const text of [compared, used]) {
      expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
      expect(text).toContain(CUT);
    }
    expect(compared).toMatch(/^Accounts compared · 2026-10/);
    expect(compared).toContain('\n\nNotes\n- The health of account-0 is missing.');
  });

  it('what a message says of arguments without number', async () => {
    const open = await connectToScript();
    onTestFinished(open.close);
    const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`argument-${index}`, 1]));
    const item_ids = Array.from({ length: 5000 }, (_, index) => `bad-${index}`);
    // Equal problems are said once, different ones only up to a number.
    for (const [args, says] of [
      [unknown, /and \d+ more/i],
      [{ item_ids }, /item_ids must be a string of 6 to 25 digits\. Correct/],
    ] as const) {
      const { isError, text } = await open.call('get_video_associated_product_list', args);
      expect(isError).toBe(true);
      expect(text).toMatch(says);
      expect(text.length).toBeLessThan(2000);
    }
  });
});

describe('a text that would be too long', () => {
  it('keeps its first lines and its notes, and says how many lines are missing', async () => {
    const { text, structured } = await asked('get_showcase_product_list', {
      products: payloadOf(100, 'Words '.repeat(30))['products'],
    });
    const rows = text.split('\n').filter((line) => line.startsWith('|74'));
    expect(rows.length).toBeGreaterThan(10);
    expect(text).toMatch(new RegExp(`\\(\\d+ more lines do not ${CUT}`));
    expect(text).toMatch(/\n\nNotes\n- The vendor gives no total for this list\.$/);
    expect(idsIn(structured)).toHaveLength(100);
  });

  it('ends a walk before the page that would make it so, and page.next goes on from there', async () => {
    const open = await connectToScript();
    onTestFinished(open.close);
    const pageOf = (page: number): object => {
      const words = `Page ${page} `.padEnd(150, 'of many words ');
      const { segments } = z
        .object({ segments: z.array(z.record(z.unknown())) })
        .parse(payloadOf(25, words, true));
      const stats = Array.from({ length: 25 }, (_, index) => ({
        product: { id: `${17_000_000 + page * 25 + index}`, name: words },
        revenue: { amount: `${page}${index}`, currency_code: 'USD' },
      }));
      return { segments: [{ ...segments[0], timed_lists: [{ ...OCTOBER, stats }] }] };
    };
    open.answer(...Array.from({ length: 20 }, (_, page) => ({ body: envelope(pageOf(page)) })));
    const { result, sent } = await open.watch('get_product_analytics_list', { ...MONTH, max_pages: 20 });
    const { page, notes } = z
      .object({
        page: z.object({ shown: z.number(), next: z.object({ page: z.number() }) }),
        notes: z.array(z.string()),
      })
      .parse(result.structured);
    const walked = page.shown / 25;
    expect(walked).toBeGreaterThan(5);
    expect(walked).toBeLessThan(20);
    expect(page.next).toEqual({ page: walked });
    expect(notes).toContain(
      `Stopped after page ${walked}: a text has at most 40,000 characters. page.next has the arguments for the next page.`,
    );
    // No call that the text has no room for.
    expect(sent).toHaveLength(walked);
    expect(result.text).not.toContain(CUT);
    expect(idsIn(result.structured).filter((id) => !result.text.includes(id))).toEqual([]);
    expect(result.text.length).toBeLessThanOrEqual(LONGEST_TEXT);
  });

  it('keeps a page that is paid for, though its text has no room', async () => {
    const open = await connectToScript();
    onTestFinished(open.close);
    const products = z
      .array(z.object({ product_id: z.string() }).passthrough())
      .parse(payloadOf(200, 'Words '.repeat(30))['products']);
    const short = products.slice(0, 100).map(({ product_id }) => ({ product_id }));
    open.answer(
      ...[short, products.slice(100)].map((page) => ({ body: envelope({ products: page, total: 500 }) })),
    );
    const args = { count: 100, max_pages: 4 };
    const { result, sent } = await open.watch('get_showcase_product_list', args);
    expect(sent.map(({ body }) => body['offset'])).toEqual([0, 100]);
    expect(idsIn(result.structured)).toHaveLength(200);
    expect(result.structured).toMatchObject({
      page: { shown: 200, next: { offset: 200 } },
      notes: [
        expect.stringMatching(/^Stopped after page 2: .* page\.next has the arguments for the next page\.$/),
      ],
    });
  });
});
