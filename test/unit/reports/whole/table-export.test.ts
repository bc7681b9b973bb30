import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { exportTable } from '../../../../src/tools/export_table.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import { daily, daysUpTo, earningDay, listOf, monthAsked } from '../../../support/written-replies.ts';

/** Exports from the request to what is said of the file, on 24 November 2026. */

const daysOf = (body: string) => daysUpTo(monthAsked(body), '2026-11-22');

const world = (own: Replies = {}): Replies => ({
  insights: (body) => daily(...daysOf(body), () => earningDay()),
  video_list: (body) => listOf(...daysOf(body), []),
  showcase: () => ({ products: [], total: 0 }),
  ...own,
});
const run = (args: JsonObject, own: Replies = {}) =>
  runnerOf(world(own))(exportTable, { format: 'csv', ...args });

test('the days of a month', async () => {
  const { structured, text, sent } = await run({ table: 'days', month: '2026-10' });
  expect(sent).toEqual(['get_account_insights_overview {"start_date":"10-01-2026"}']);
  expect(structured).toMatchObject({
    account: 'main',
    window: { from: '2026-10-01', to: '2026-10-31' },
    currency: 'USD',
    rows: 31,
    complete: true,
    verdicts: [{ part: 'days', verdict: 'same' }],
  });
  expect(structured['columns']).toMatchInlineSnapshot(`
    [
      "date",
      "to",
      "revenue (USD)",
      "LIVE revenue (USD)",
      "video revenue (USD)",
      "other revenue (USD)",
      "commission base (USD)",
      "commission, est. (USD)",
      "affiliate commission base (unproven) (USD)",
      "sold",
      "impressions",
      "clicks",
      "affiliate orders (unproven)",
    ]
  `);
  expect(text).toContain('- These figures may still change until about 2026-11-30.');
});

test('days of which a month failed, and days of another month', async () => {
  const failed = await run(
    { table: 'days', from: '2026-09-01', to: '2026-10-31' },
    {
      insights: (body) => (monthAsked(body) === '2026-09' ? 403 : daily(...daysOf(body), () => earningDay())),
    },
  );
  expect(failed.structured).toMatchObject({ rows: 31, complete: false });
  expect(failed.text).toContain(
    'Not all rows are in it. The earnings part of 2026-09 is missing. The API key may not use this endpoint',
  );
  const other = await run(
    { table: 'days', month: '2026-10' },
    { insights: () => daily('2026-08-01', '2026-08-31', () => earningDay()) },
  );
  expect(other.structured).toMatchObject({
    rows: 31,
    complete: false,
    window: { from: '2026-08-01', to: '2026-08-31' },
  });
  expect(other.text).toContain(
    'Not all rows are in it. The vendor returned 2026-08-01 to 2026-08-31, not 2026-10-01 to 2026-10-31 as requested.',
  );
  const none = await run({ table: 'days', month: '2026-10' }, { insights: () => 403 });
  expect(none.text).toMatch(/^The API key may not use this endpoint/);
});

const PART = "The vendor's video list cannot be limited to days";

test.each([
  [{ table: 'videos' }, '{"start_date":"11-24-2026","page":0,"rules":"VIDEO_LIST_GMV"}', false],
  [
    { table: 'videos', period: 'this_month' },
    '{"start_date":"11-24-2026","page":0,"rules":"VIDEO_LIST_GMV"}',
    false,
  ],
  [
    { table: 'videos', month: '2026-10' },
    '{"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}',
    false,
  ],
  [
    { table: 'videos', from: '2026-10-02', to: '2026-10-31' },
    '{"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}',
    true,
  ],
  [
    { table: 'videos', from: '2026-10-01', to: '2026-10-30' },
    '{"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}',
    true,
  ],
  // The days so far are all that there are of a month.
  [
    { table: 'videos', from: '2026-11-01', to: '2026-11-24' },
    '{"start_date":"11-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}',
    false,
  ],
  [
    { table: 'videos', from: '2026-11-01', to: '2026-11-23' },
    '{"start_date":"11-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}',
    true,
  ],
  [
    { table: 'products', month: '2026-10' },
    '{"start_date":"2026-10-01","end_date":"2026-11-01","page":0}',
    false,
  ],
  [
    { table: 'products', month: '2026-11' },
    '{"start_date":"2026-11-01","end_date":"2026-11-25","page":0}',
    false,
  ],
  [{ table: 'showcase' }, '{"count":100,"offset":0}', false],
  [{ table: 'violations' }, '{"page":1}', false],
])('%j asks for %s', async (args, parameters, isPart) => {
  const { sent, text } = await run(args);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.slice(sent[0].indexOf('{'))).toBe(parameters);
  expect(text.includes(PART)).toBe(isPart);
});

test('a name of days takes a call to find out which they are', async () => {
  const { sent, text } = await run({ table: 'videos', period: 'last_7_days' });
  expect(sent.map((call) => call.split(' ')[0])).toEqual([
    'get_account_insights_overview',
    'get_video_list_analytics',
  ]);
  expect(text).toContain(
    `${PART}: it was requested for 2026-11, of which 2026-11-16 to 2026-11-22 is a part. The window says which days the rows are about.`,
  );
  const open = await run({ table: 'products', from: '2026-11-10' });
  expect(open.sent[1]).toContain('{"start_date":"2026-11-10","end_date":"2026-11-23","page":0}');
});

test('videos of two months are refused', async () => {
  const { text, sent } = await run({ table: 'videos', from: '2026-09-30', to: '2026-10-01' });
  expect(sent).toEqual([]);
  expect(text).toBe(
    'The video list covers one calendar month, and the period is not within one. Ask for each month on its own, with month.',
  );
});
