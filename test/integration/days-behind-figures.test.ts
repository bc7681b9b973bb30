import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { bucket, dates, money, segment } from '../support/month-reply.ts';
import { connectToReplies } from '../support/reply-server.ts';

/** Replies that claim all of October and have data on some of its days, as a host meets them. */

const OFFSET = 28_800;
const OCTOBER = dates('2026-10-01', '2026-10-31');

const earningsOf = (filled: readonly string[], without: readonly string[] = []) => ({
  segments: [
    segment(
      '2026-10-01',
      '2026-10-31',
      OFFSET,
      filled.map((date) =>
        bucket(date, date, OFFSET, {
          ...(without.includes(date) ? {} : { revenue: money('100'), commission_estimated: money('7') }),
          base_revenue: money('70'),
          overall_item_sold_cnt: 2,
        }),
      ),
    ),
  ],
});

const products = {
  segments: [
    segment(
      '2026-10-01',
      '2026-10-31',
      OFFSET,
      [
        bucket('2026-10-01', '2026-10-31', OFFSET, [
          { product: { id: '1729000000000000001', name: 'A lamp' }, revenue: money('50'), item_sold_cnt: 1 },
        ]),
      ],
      'timed_lists',
    ),
  ],
};

async function connect(earnings: object) {
  const connection = await connectToReplies((endpoint, body) => {
    if (endpoint === 'get_product_analytics_list') return products;
    const isOctober = body.includes('10-01-2026');
    return endpoint === 'get_account_insights_overview' && isOctober ? earnings : { segments: [] };
  });
  onTestFinished(connection.close);
  return connection;
}

const verdicts = z.array(
  z.object({
    part: z.string(),
    verdict: z.string(),
    answered: z.object({ from: z.string(), to: z.string() }).optional(),
  }),
);
const monthResult = z.object({
  totals: z.record(z.unknown()),
  top_products: z.array(z.object({ revenue: z.number(), share: z.number().nullable() })),
  other_windows: z.array(z.object({ days_with_data: z.number() })).optional(),
  verdicts,
  notes: z.array(z.string()),
});

describe('a month of which few days have data', () => {
  it.each([
    ['the first six', OCTOBER.slice(0, 6), '2026-10-01', '2026-10-06'],
    ['the last six', OCTOBER.slice(-6), '2026-10-26', '2026-10-31'],
    ['six here and there', OCTOBER.filter((_, index) => index % 6 === 0), '2026-10-01', '2026-10-31'],
    ['fifteen', OCTOBER.slice(2, 17), '2026-10-03', '2026-10-17'],
  ])('is not called by its name: %s', async (_, filled, from, to) => {
    const connection = await connect(earningsOf(filled));
    const alone = await connection.call('get_account_insights_overview', { start_date: '2026-10-01' });
    expect(alone.structured).toMatchObject({
      window: { from, to, days_with_data: filled.length },
      verdict: { verdict: 'narrower', answered: { from, to } },
      totals: { revenue: filled.length * 100 },
    });
    expect(alone.text).toContain(`The reply has data on ${filled.length} days only`);

    const { structured, text } = await connection.call('summarize_month', { month: '2026-10' });
    const month = monthResult.parse(structured);
    expect(month.totals['revenue']).toBeUndefined();
    expect(month.other_windows?.[0]?.days_with_data).toBe(filled.length);
    expect(month.verdicts[0]).toEqual({ part: 'earnings', verdict: 'narrower', answered: { from, to } });
    expect(month.top_products).toEqual([expect.objectContaining({ revenue: 50, share: null })]);
    expect(text).toContain(`The earnings cover ${from} to ${to}`);
    expect(text).not.toContain('Revenue 600');
  });

  it('is, from half of its days on: the total says what it leaves out, and nothing is a share of it', async () => {
    const filled = OCTOBER.slice(10);
    const connection = await connect(earningsOf(filled));
    const month = monthResult.parse(
      (await connection.call('summarize_month', { month: '2026-10' })).structured,
    );
    expect(month.verdicts[0]).toEqual({ part: 'earnings', verdict: 'same' });
    expect(month.totals['revenue']).toBe(2100);
    expect(month.notes.join('\n')).toContain('No data for 10 days (2026-10-01');
    expect(month.notes).toContain(
      'The earnings have the revenue of 21 of the 31 days to 2026-10-31, the product list is about all of them: no shares.',
    );
    expect(month.top_products).toEqual([{ revenue: 50, share: null }]);
  });

  it('has a figure of few days with their number beside it', async () => {
    const connection = await connect(earningsOf(OCTOBER, OCTOBER.slice(6)));
    const { text, structured } = await connection.call('summarize_month', { month: '2026-10' });
    expect(text).toContain('Revenue 600.00 on 6 of 31 days');
    expect(text).toContain('Items sold 62\n');
    // 42.00 of the base of those days, which is 420.00 and not the 2,170.00 of the month.
    expect(text).toContain(
      'Commission, estimated 42.00 on 6 of 31 days (10% of the commission base on 6 of 31 days)',
    );
    expect(monthResult.parse(structured).top_products[0]?.share).toBeNull();
  });

  it('has shares where each of its days has revenue', async () => {
    const connection = await connect(earningsOf(OCTOBER));
    const { text, structured } = await connection.call('summarize_month', { month: '2026-10' });
    expect(monthResult.parse(structured).top_products[0]?.share).toBeCloseTo(50 / 3100, 6);
    expect(text).toContain('Revenue 3,100.00 (');
  });
});

describe('a part without dates', () => {
  it('is said to have none, and the offset is that of the parts that tell it', async () => {
    const connection = await connect(earningsOf(OCTOBER.slice(0, 6)));
    const { text } = await connection.call('summarize_month', { month: '2026-10' });
    expect(text).toContain('The LIVE figures do not say which days they cover.');
    expect(text).toContain('the video list does not say which days it covers.');
    expect(text).toContain('(UTC+8)');
  });
});
