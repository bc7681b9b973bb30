import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { addDays, monthRange } from '../../src/metrics/calendar.ts';
import { bucket, dates, segment } from '../support/month-reply.ts';
import { connectWritten, earningDay, listOf, monthAsked, productRow } from '../support/written-replies.ts';

/** What is told of a week on its first days, none of which is in yet: unknown, not zero, and not the month's total. */

const LAST = '2026-11-22';
const LAMP = '1729000000000000001';

/** The month's total beside its days, of which the last are empty. */
function monthWithTotal(body: string): JsonObject {
  const { from, to } = monthRange(monthAsked(body));
  const days = dates(from, to).map((date) => bucket(date, date, 0, date <= LAST ? earningDay() : {}));
  return {
    segments: [segment(from, to, 0, [bucket(from, to, 0, earningDay())]), segment(from, to, 0, days)],
  };
}

/** The list of the days that are not in is empty, as it is for days without sales. */
const sold = (body: string): JsonObject => {
  const [from = '', end = from] = [...body.matchAll(/"(?:start|end)_date":"([\d-]+)"/g)]
    .map(([, date = '']) => date)
    .sort();
  // The end that is sent is the day after the last.
  return listOf(from, addDays(end, -1), from <= LAST ? [productRow(LAMP, '90.00')] : []);
};

const monday = () => connectWritten({ insights: monthWithTotal, product_analytics: sold });
const THIS_WEEK = { from: '2026-11-23', to: '2026-11-29' };

test('a week without a reported day has no figures, and the total of its month is not offered for it', async () => {
  const { call } = await monday();
  const { structured, text } = await call('summarize_period', { ...THIS_WEEK, sections: [] });
  expect(structured, text).toMatchObject({ window: { ...THIS_WEEK, days_with_data: 0 }, totals: {} });
  expect(text).toContain('No data was returned for 2026-11-23 to 2026-11-29; that is not the same as zero.');
  expect(text).not.toContain('The earnings cover');
});

test('no product is said to have lost what it sold before, while its days are not in', async () => {
  const { call } = await monday();
  const open = await call('explain_change', THIS_WEEK);
  expect(open.text).not.toContain('lost most');
  expect(open.structured).not.toHaveProperty('products');
  const closed = await call('explain_change', { from: '2026-11-09', to: '2026-11-15' });
  expect(closed.structured).toHaveProperty('products');
});

test('products that sold on days that are not in are not counted', async () => {
  const { call } = await monday();
  const open = await call('review_products', THIS_WEEK);
  expect(open.structured).not.toHaveProperty('sold');
  expect(open.text).toMatch(/^Products sold in \d+ days not counted,/m);
  expect(open.text).toContain('No day of this period has data: what sold is unknown, not zero.');
  const closed = await call('review_products', { from: '2026-11-15', to: '2026-11-15' });
  expect(closed.structured).toMatchObject({ sold: 1 });
  expect(closed.text).toContain('1 product sold in 1 day,');
});
