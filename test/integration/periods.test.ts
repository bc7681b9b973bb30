import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Connection, connectToSandbox, type Result } from '../support/connect.ts';

/** It is 2026-11-22 in the sandbox of the tests; figures end on the 20th. */
const open = async (): Promise<Connection> => {
  const connection = await connectToSandbox({ cached: true });
  onTestFinished(connection.close);
  return connection;
};

const money = z.number().optional();
const summary = z.object({
  period: z.object({ from: z.string(), to: z.string(), by: z.string() }),
  window: z.object({ from: z.string(), to: z.string(), days_with_data: z.number() }),
  totals: z.object({
    revenue: z.number(),
    live_revenue: z.number(),
    video_revenue: z.number(),
    other_revenue: money,
    items_sold: z.number(),
    product_clicks: z.number(),
  }),
  previous: z.object({ window: z.object({ from: z.string(), to: z.string() }), days: z.number() }).optional(),
  days: z.array(z.object({ date: z.string(), revenue: z.number() })),
  weekdays: z.array(z.unknown()),
  trend: z.object({ months: z.array(z.unknown()) }).optional(),
  outlook: z.object({ reported_days: z.number(), remaining_days: z.number() }).optional(),
  top_products: z.array(z.object({ share: z.number().nullable() })),
  calls: z.number(),
  planned_calls: z.number(),
  notes: z.array(z.string()),
});

const read = (result: Result) => {
  expect(result.isError, result.text).toBe(false);
  return summary.parse(result.structured);
};
const summarize = async (connection: Connection, args: Readonly<Record<string, unknown>>) =>
  read(await connection.call('summarize_period', args));
const cents = (amount: number): number => Math.round(amount * 100);

/** Text that a model reads at most: 1,500 tokens, with the two bytes and a half that a token of these texts has. */
const LONGEST = 3750;

describe('the days of a period', () => {
  test.each([
    ['last_7_days', '2026-11-14', '2026-11-20', '2026-11-07', 'day'],
    ['last_30_days', '2026-10-22', '2026-11-20', '2026-09-22', 'day'],
    ['last_90_days', '2026-08-23', '2026-11-20', '2026-05-25', 'week'],
    ['last_week', '2026-11-09', '2026-11-15', '2026-11-02', 'day'],
    ['last_quarter', '2026-07-01', '2026-09-30', '2026-04-01', 'week'],
    ['year_to_date', '2026-01-01', '2026-11-20', '2025-02-11', 'month'],
  ])('%s', async (period, from, to, before, by) => {
    const result = await summarize(await open(), { period });
    expect(result.period).toMatchObject({ from, to, by });
    expect(result.previous?.window.from).toBe(before);
  });

  test('are those asked for with from and to, and end on the last reported day without to', async () => {
    const connection = await open();
    const both = await summarize(connection, { from: '10-05-2026', to: '2026-10-18' });
    expect(both.period).toMatchObject({ from: '2026-10-05', to: '2026-10-18' });
    expect(both.previous?.window).toEqual({ from: '2026-09-21', to: '2026-10-04' });
    const open_ended = await summarize(connection, { from: '2026-11-18' });
    expect(open_ended.period).toMatchObject({ from: '2026-11-18', to: '2026-11-20' });
  });

  test('are the current month when nothing is asked for', async () => {
    const result = await summarize(await open(), {});
    expect(result.period).toMatchObject({ from: '2026-11-01', to: '2026-11-30' });
    expect(result.outlook).toMatchObject({ reported_days: 20, remaining_days: 10 });
  });

  test.each([
    [{ period: 'last_week', from: '2026-11-01' }, 'period was given together with from or to'],
    [{ from: '2026-11-10', to: '2026-11-01' }, 'is before from'],
    [{ from: '2027-01-01' }, 'has not begun yet'],
    [{ to: '2026-11-01' }, 'to was given without from'],
    [{ period: 'last_fortnight' }, 'last_14_days'],
  ])('%j is refused without a call', async (args, words) => {
    const connection = await open();
    const result = await connection.call('summarize_period', args);
    expect(result.isError).toBe(true);
    expect(result.text).toContain(words);
    expect(connection.sent).toEqual([]);
  });

  test('that another is held against need a first day, and say so without a call', async () => {
    const connection = await open();
    const result = await connection.call('explain_change', { against_to: '2026-10-10' });
    expect(result.text).toContain('against_to was given without against_from');
    expect(connection.sent).toEqual([]);
  });
});

describe('figures of a period', () => {
  test('tile: two weeks are the last and the one before, three months are the quarter', async () => {
    const connection = await open();
    const add = (...parts: readonly z.output<typeof summary>[]) => ({
      revenue: parts.reduce((sum, { totals }) => sum + cents(totals.revenue), 0),
      live: parts.reduce((sum, { totals }) => sum + cents(totals.live_revenue), 0),
      items: parts.reduce((sum, { totals }) => sum + totals.items_sold, 0),
      clicks: parts.reduce((sum, { totals }) => sum + totals.product_clicks, 0),
    });
    const none = { compare: 'none', sections: [] };
    const [seven, before, fourteen] = await Promise.all([
      summarize(connection, { period: 'last_7_days', ...none }),
      summarize(connection, { from: '2026-11-07', to: '2026-11-13', ...none }),
      summarize(connection, { period: 'last_14_days', ...none }),
    ]);
    expect(add(seven, before)).toEqual(add(fourteen));
    const months = await Promise.all(
      ['2026-07', '2026-08', '2026-09'].map(async (month) =>
        read(await connection.call('summarize_month', { month })),
      ),
    );
    expect(add(...months)).toEqual(add(await summarize(connection, { period: 'last_quarter', ...none })));
  });

  test('have channels that add up to the revenue, days that add up to it, and shares of at most all of it', async () => {
    for (const account of ['us', 'sg', 'br']) {
      const { totals, days, top_products } = await summarize(await open(), {
        account,
        period: 'last_30_days',
      });
      const channels = [totals.live_revenue, totals.video_revenue, totals.other_revenue ?? 0];
      expect(channels.reduce((sum, value) => sum + cents(value), 0)).toBe(cents(totals.revenue));
      expect(days.reduce((sum, { revenue }) => sum + cents(revenue), 0)).toBe(cents(totals.revenue));
      expect(top_products.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeLessThanOrEqual(1);
    }
  });

  test('have a profile of weekdays from 28 days on, and a trend from 3 closed months on', async () => {
    const connection = await open();
    expect((await summarize(connection, { from: '2026-10-25', to: '2026-11-20' })).weekdays).toEqual([]);
    expect((await summarize(connection, { from: '2026-10-24', to: '2026-11-20' })).weekdays).toHaveLength(7);
    const two = await summarize(connection, { from: '2026-08-02', to: '2026-10-31' });
    expect(two.trend).toBeUndefined();
    const three = await summarize(connection, { from: '2026-08-01', to: '2026-10-31' });
    expect(three.trend?.months).toHaveLength(3);
  });

  test('have a pace from 5 reported days on', async () => {
    const connection = await open();
    const month = (days: number) => ({ from: `2026-11-${21 - days}`, to: '2026-11-28' });
    expect((await summarize(connection, month(4))).outlook).toBeUndefined();
    expect((await summarize(connection, month(5))).outlook).toMatchObject({
      reported_days: 5,
      remaining_days: 8,
    });
  });
});

describe('the calls of a period', () => {
  test.each([
    ['last_7_days', 8],
    ['last_30_days', 8],
    ['last_90_days', 12],
    ['last_quarter', 12],
  ])(
    '%s takes at most %d, says how many before and after, and none the second time',
    async (period, most) => {
      const connection = await open();
      const first = await summarize(connection, { period });
      expect(first.calls).toBe(connection.sent.length);
      expect(first.planned_calls).toBe(first.calls);
      expect(first.calls).toBeLessThanOrEqual(most);
      const again = await connection.call('summarize_period', { period });
      expect(read(again)).toMatchObject({ calls: 0, planned_calls: first.calls });
      expect(again.text).toContain(`0 upstream calls, ${first.calls} without the cache`);
      expect(Buffer.byteLength(again.text)).toBeLessThanOrEqual(LONGEST);
    },
  );

  test('are shared: what one question has asked for, another does not ask for again', async () => {
    const connection = await open();
    await summarize(connection, { period: 'last_30_days' });
    const before = connection.sent.length;
    await connection.call('summarize_month', { month: '2026-11' });
    // The month has its own product and video list; earnings, LIVE and the video part are there.
    expect(
      connection.sent
        .slice(before)
        .map(({ path }) => path.split('/').at(-1))
        .sort(),
    ).toEqual(['get_product_analytics_list', 'get_video_list_analytics']);
  });

  test('are fewer without sections, and none is made twice past the cache', async () => {
    const connection = await open();
    const { calls } = await summarize(connection, {
      period: 'last_7_days',
      compare: 'none',
      sections: [],
      fresh: true,
    });
    expect(calls).toBe(1);
    expect(connection.sent).toHaveLength(1);
  });

  test('explaining the change after the summary takes at most 3 more', async () => {
    for (const [period, most] of [
      ['last_30_days', 2],
      ['last_7_days', 2],
      ['last_month', 3],
    ] as const) {
      const connection = await open();
      await summarize(connection, { period });
      const before = connection.sent.length;
      const result = await connection.call('explain_change', { period });
      expect(result.isError, result.text).toBe(false);
      expect(connection.sent.length - before, period).toBeLessThanOrEqual(most);
      expect(Buffer.byteLength(result.text)).toBeLessThanOrEqual(LONGEST + 500);
    }
  });
});

describe('what accounts for a change', () => {
  const split = z.object({
    change: z.number(),
    effects: z.array(z.object({ factor: z.string(), accounts_for: z.number() })),
  });
  const change = z.object({
    revenue: z.object({ absolute: z.number() }),
    commission: z.object({ absolute: z.number() }),
    channels: split,
    revenue_factors: split,
    commission_factors: split,
    live_factors: split.optional(),
  });

  test.each(['us', 'sg', 'br'])('adds up to the cent for %s', async (account) => {
    const connection = await open();
    for (const period of ['last_30_days', 'last_month', 'last_quarter']) {
      const result = await connection.call('explain_change', { account, period });
      const { revenue, commission, channels, revenue_factors, commission_factors } = change.parse(
        result.structured,
      );
      const sum = ({ effects }: z.output<typeof split>): number =>
        effects.reduce((total, { accounts_for: effect }) => total + cents(effect), 0);
      expect(sum(channels)).toBe(cents(revenue.absolute));
      expect(sum(revenue_factors)).toBe(cents(revenue.absolute));
      expect(sum(commission_factors)).toBe(cents(commission.absolute));
      expect(result.text).not.toMatch(/\b(because|caused|due to)\b/i);
    }
  });
});
