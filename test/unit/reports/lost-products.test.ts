import { expect, it } from 'vitest';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { withOwnDates } from '../../../src/metrics/reading.ts';
import { gateProductList, gateShowcase } from '../../../src/metrics/replies.ts';
import { healthAlerts } from '../../../src/reports/account-health/alerts.ts';
import { lostProducts } from '../../../src/reports/product-review/lost-products.ts';
import {
  parseShowcaseSnapshot,
  showcaseSnapshot,
} from '../../../src/reports/product-review/showcase-changes.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-12-20T00:00:00Z'), offset: 0 };
const OCTOBER = monthRange('2026-10');
const { from, to } = OCTOBER;

/** The list of the products with their revenue, asked for the days of a month. */
const soldIn = (period: typeof OCTOBER, revenues: Readonly<Record<string, string>>) => {
  const rows = Object.entries(revenues).map(([id, revenue]) => ({
    product: { id, name: 'Lamp' },
    item_sold_cnt: 1,
    revenue: money(revenue),
  }));
  const payload = { segments: [segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists')] };
  return gateProductList(payload, { period, page: 0 }, CLOCK);
};

/** The showcase, each product with the code of its review: 4 is unavailable. */
const showcaseOf = (reviews: Readonly<Record<string, number>>) => {
  const products = Object.entries(reviews).map(([product_id, review_status]) => ({
    product_id,
    review_status,
  }));
  return withOwnDates(gateShowcase({ products }, { period: undefined }, CLOCK)).products;
};

const [LAMP, CHAIR, SOFA] = ['1729000000000000001', '1729000000000000002', '1729000000000000003'] as const;

it('finds the products that had revenue and are unavailable', () => {
  const sold = soldIn(OCTOBER, { [LAMP]: '20.00', [CHAIR]: '0.00', [SOFA]: '5.00' });
  const offers = showcaseOf({ [LAMP]: 4, [CHAIR]: 4, [SOFA]: 1 });
  expect(lostProducts(sold, offers)).toEqual({ from, to, product_ids: [LAMP] });
});

it('knows nothing of figures of other days', () => {
  const sold = soldIn(monthRange('2026-11'), { [LAMP]: '20.00' });
  expect(lostProducts(sold, showcaseOf({ [LAMP]: 4 }))).toBeUndefined();
  expect(lostProducts(undefined, showcaseOf({ [LAMP]: 4 }))).toBeUndefined();
});

it('keeps them with what was seen of the showcase, and reads what was kept without them', () => {
  const seen = '2026-12-20T00:00:00+00:00';
  const snapshot = showcaseSnapshot(undefined, [], true, seen);
  const lost = { from, to, product_ids: [LAMP] };
  expect(parseShowcaseSnapshot(JSON.stringify({ ...snapshot, lost })).lost).toEqual(lost);
  expect(parseShowcaseSnapshot(JSON.stringify(snapshot)).lost).toBeUndefined();
});

it('is an alert that names when that was, without words of other people', () => {
  const seen = '2026-12-20T00:00:00+00:00';
  const meaning = { scale: { kind: 'unclear', reason: '' }, next_threshold: null } as const;
  const alertsOf = (product_ids: readonly string[]) =>
    healthAlerts(meaning, undefined, { from, to, seen, product_ids });
  expect(alertsOf([LAMP])).toEqual([
    {
      kind: 'product_unavailable',
      fact: `A product with revenue in 2026-10-01 to 2026-10-31 was unavailable when the showcase was last reviewed, ${seen}: ${LAMP}.`,
    },
  ]);
  expect(alertsOf([LAMP, CHAIR, SOFA, '4'])[0]?.fact).toContain('4 products');
  expect(alertsOf([LAMP, CHAIR, SOFA, '4'])[0]?.fact).not.toContain(', 4.');
});
