import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { connectToSandbox } from '../support/connect.ts';
import {
  connectWritten,
  daily,
  daysUpTo,
  earningDay,
  listOf,
  monthAsked,
  productRow,
  videoRow,
} from '../support/written-replies.ts';

/** What a report leaves out has one line that says why, and no call is made that can only bring nothing. */

const LAST = '2026-11-22';
const VIDEO = '7400000000000000011';
const LAMP = '1729000000000000001';
const WINDOW = { from: '2026-10-24', to: '2026-11-22' };

const world = (own: Readonly<Record<string, (body: string) => JsonObject>> = {}) =>
  connectWritten({
    video_to_product: () => daily('2026-11-01', LAST, () => ({ order_cnt: 1 })),
    insights: (body) => daily(...daysUpTo(monthAsked(body), LAST), () => earningDay()),
    video_list: () => listOf(WINDOW.from, WINDOW.to, [videoRow(VIDEO, '620.00')]),
    associated: () =>
      listOf('2026-11-01', LAST, [
        { videoToProductsMap: { item_id: VIDEO, products: [{ id: LAMP, name: 'Lamp' }], stats: [] } },
      ]),
    ...own,
  });

const NOT_REQUESTED = 'Top videos were not requested';

test('top videos are those of the list whose days were asked for', async () => {
  const { call } = await world();
  const shown = await call('summarize_period', { period: 'last_30_days', sections: ['top_videos'] });
  expect(shown.structured, shown.text).toMatchObject({
    period: WINDOW,
    top_videos: [{ video_id: VIDEO, gmv: 620 }],
  });
  expect(shown.text).not.toContain(NOT_REQUESTED);
  const other = await call('summarize_period', { period: 'last_28_days', sections: ['top_videos'] });
  expect(other.structured).toMatchObject({ top_videos: [] });
  expect(other.text).toContain('Top videos are left out: the video list covers 2026-10-24 to 2026-11-22');
});

test.each(['last_30_days', 'last_7_days'])(
  '%s says why there are no top videos, without a call',
  async (period) => {
    const { call, sent } = await world();
    const { structured, text } = await call('summarize_period', { period });
    expect(text).toContain(NOT_REQUESTED);
    expect(text.includes('sections with top_videos tries')).toBe(period === 'last_30_days');
    expect(JSON.stringify(sent)).not.toContain('get_video_list_analytics');
    expect(structured).toMatchObject({ top_videos: [], calls: sent.length, planned_calls: sent.length });
  },
);

test.each([{ period: 'last_month' }, { period: 'this_month' }, { from: '2026-10-01', to: '2026-10-31' }])(
  'the top videos of %o are requested',
  async (asked) => {
    const sandbox = await connectToSandbox();
    const { structured, text } = await sandbox.call('summarize_period', asked);
    expect(text).not.toContain(NOT_REQUESTED);
    expect(structured).toMatchObject({ calls: sandbox.sent.length, planned_calls: sandbox.sent.length });
    await sandbox.close();
  },
);

test('no pair is requested for days without data', async () => {
  const { call, sent } = await world({
    insights: (body) =>
      daily('2026-11-01', '2026-11-30', (date) =>
        date <= LAST && monthAsked(body) === '2026-11' ? earningDay() : {},
      ),
  });
  const { text } = await call('attribute_sales', { from: '2026-11-23', to: '2026-11-29' });
  expect(text).toContain('No day of this period has data yet, so no pair');
  expect(JSON.stringify(sent)).not.toContain('get_video_to_product_stats');
});

test('a change without movers says why', async () => {
  const { call } = await world({
    product_analytics: (body) => {
      const [from = '', end = from] = [...body.matchAll(/"(?:start|end)_date":"([\d-]+)"/g)]
        .map(([, date = '']) => date)
        .sort();
      return listOf(from, end, [productRow(LAMP, '0.00', { item_sold_cnt: 0 })]);
    },
  });
  const { text } = await call('explain_change', { from: '2026-11-09', to: '2026-11-15' });
  expect(text).toContain('What videos gained and lost is told only of two whole months');
});

test('medians and typical views are explained only where they are given', async () => {
  const { call } = await world();
  const times = await call('find_posting_times', {});
  expect(times.text).toContain('Unknown number of posts');
  expect(times.text).not.toContain('Medians per post');
  const profile = await call('profile_audience', { month: '2026-10' });
  expect(profile.text).not.toContain('Typical views:');
});

test.each(['showcase', 'violations'])(
  'an export of the %s with a month says that it is as of today',
  async (table) => {
    const sandbox = await connectToSandbox();
    const dated = await sandbox.call('export_table', { table, month: '2026-10' });
    expect(dated.text).toContain(`The ${table} table is as of today`);
    const plain = await sandbox.call('export_table', { table });
    expect(plain.text).not.toContain('as of today');
    await sandbox.close();
  },
);

test('an export of days has headings for people', async () => {
  const sandbox = await connectToSandbox();
  const { text } = await sandbox.call('export_table', { table: 'days', month: '2026-10' });
  expect(text).toContain('affiliate commission base (unproven)');
  expect(text).not.toContain('alc');
  await sandbox.close();
});
