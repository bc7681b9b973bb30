import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calendarMonth, readIsoDate, weekday } from '../../../src/sandbox/calendar.ts';
import { CREATORS } from '../../../src/sandbox/creators.ts';
import { createLedger, type Ledger } from '../../../src/sandbox/ledger.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { VIDEO_LIFE_DAYS } from '../../../src/sandbox/videos.ts';
import { ask, start } from '../../support/sandbox-calls.ts';
import {
  APPEAL_LAPSES_SOON,
  CHANGED_BY_A_FIFTH,
  FEWER_CLICKS,
  FEWER_POSTS,
  LOCKED_RATES,
  STEADY,
  storiesOf,
  ZERO_COMMISSION,
} from '../../support/sandbox-stories.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());

const dayOf = (date: string): number => readIsoDate(date) ?? Number.NaN;
const HALF_YEAR = { from: dayOf('2026-06-01'), to: dayOf('2026-11-21') };
const monthOf = (month: string) => calendarMonth(dayOf(`${month}-01`));

const LEDGERS = new Map(CREATORS.map((creator) => [creator.name, createLedger(creator, 1)]));
function ledgerOf(name: (typeof CREATORS)[number]['name']): Ledger {
  const ledger = LEDGERS.get(name);
  if (ledger === undefined) throw new Error(`no ledger of ${name}`);
  return ledger;
}

/** Revenue, impressions, CTR and posts of the later month over those of the earlier one. */
function ratios({ account, earlier, later }: typeof FEWER_POSTS) {
  const ledger = ledgerOf(account);
  const [before, after] = [earlier, later].map((month) => {
    const { all } = ledger.between(monthOf(month));
    const posts = ledger.publishedBetween(monthOf(month)).length;
    return { revenue: all.revenue, shows: all.shows, ctr: all.clicks / all.shows, posts };
  });
  if (!before || !after) throw new Error('two months');
  return {
    revenue: after.revenue / before.revenue,
    shows: after.shows / before.shows,
    ctr: after.ctr / before.ctr,
    posts: after.posts / before.posts,
  };
}

describe('from September to October', () => {
  it('one account falls because it posts less', () => {
    const { revenue, shows, ctr, posts } = ratios(FEWER_POSTS);
    expect(revenue).toBeLessThan(0.78);
    expect(posts).toBeLessThan(0.3);
    expect(shows).toBeLessThan(0.6);
    expect(Math.abs(ctr - 1)).toBeLessThan(0.03);
  });

  it('one falls because fewer viewers click', () => {
    const { revenue, shows, ctr, posts } = ratios(FEWER_CLICKS);
    expect(revenue).toBeGreaterThan(0.8);
    expect(revenue).toBeLessThan(0.9);
    expect(posts).toBe(1);
    // More than half of the fall, on the scale on which the factors add up.
    expect(Math.log(ctr) / Math.log(revenue)).toBeGreaterThan(0.5);
    expect(Math.log(ctr)).toBeLessThan(2 * Math.log(shows));
  });

  it('one stands still, and only one moves by more than a fifth', () => {
    expect(Math.abs(ratios(STEADY).revenue - 1)).toBeLessThan(0.03);
    const moved = CREATORS.filter(
      ({ name }) => Math.abs(ratios({ ...STEADY, account: name }).revenue - 1) > 0.2,
    );
    expect(moved.map(({ name }) => name)).toEqual(CHANGED_BY_A_FIFTH);
  });
});

describe.each(CREATORS)('the account $name', (creator) => {
  const stories = storiesOf(creator.name);
  const ledger = ledgerOf(creator.name);
  const autumn = { from: dayOf('2026-09-01'), to: dayOf('2026-11-21') };
  const salesBy = (days: typeof autumn) =>
    new Map(ledger.productsBetween(days).map(({ product, sales }) => [product.id, sales]));

  it('has a video that many watch and nobody clicks on', () => {
    const { reach, sales } = ledger.video(stories.videoWithoutClicks, autumn);
    expect(ledger.findVideo(stories.videoWithoutClicks)?.products).toHaveLength(1);
    expect(reach.views).toBeGreaterThan(20_000);
    expect(sales.shows).toBeGreaterThan(20_000);
    expect(sales.clicks).toBe(0);
  });

  it('has a product that is the best per click by far, also in single videos', () => {
    const perClick = [...salesBy(autumn)]
      .filter(([, { clicks }]) => clicks >= 100)
      .map(([id, { commission, clicks }]) => ({ id, value: commission / clicks }))
      .sort((a, b) => b.value - a.value);
    expect(perClick[0]?.id).toBe(stories.bestProductPerClick);
    expect(perClick[0]?.value).toBeGreaterThan(1.2 * (perClick[1]?.value ?? Number.NaN));
    const pairs = ledger
      .videosBetween(autumn)
      .flatMap(({ video }) =>
        video.products.map(({ id }) => ({ id, sales: ledger.pair(video.id, id, autumn) })),
      )
      .filter(({ sales }) => sales.clicks >= 100 && sales.orders >= 10)
      .sort((a, b) => b.sales.commission / b.sales.clicks - a.sales.commission / a.sales.clicks);
    expect(pairs.length).toBeGreaterThan(5);
    expect(pairs[0]?.id).toBe(stories.bestProductPerClick);
  });

  it('has a product that is clicked on and never ordered', () => {
    const sales = salesBy(autumn).get(stories.productWithoutOrders);
    expect(sales?.clicks).toBeGreaterThan(300);
    expect(sales?.orders).toBe(0);
  });

  it('has showcase items that are dead, sold out or unavailable', async () => {
    const reply = await ask(sandbox, creator.name, 'get_showcase_product_list', { count: 50 });
    const shown = z
      .object({
        products: z.array(
          z.object({ product_id: z.string(), stock_status: z.number(), review_status: z.number() }),
        ),
      })
      .parse(reply);
    const stateOf = (id: string) => shown.products.find(({ product_id }) => product_id === id);
    const [before, since] = [
      { from: dayOf('2026-04-01'), to: dayOf('2026-07-01') },
      { from: dayOf('2026-07-01'), to: dayOf('2026-11-21') },
    ].map(salesBy);
    expect(stateOf(stories.deadProduct)).toMatchObject({ stock_status: 1, review_status: 1 });
    expect(before?.get(stories.deadProduct)?.revenue).toBeGreaterThan(0);
    expect(since?.has(stories.deadProduct)).toBe(false);
    expect(stateOf(stories.soldOutProduct)).toMatchObject({ stock_status: 2 });
    expect(stateOf(stories.unavailableProduct)).toMatchObject({ review_status: 4 });
    for (const id of [stories.soldOutProduct, stories.unavailableProduct]) {
      expect(salesBy(autumn).get(id)?.revenue).toBeGreaterThan(0);
    }
  });

  it('has good hours, which half a year of posts shows', () => {
    const days = { from: dayOf('2026-05-20'), to: dayOf('2026-11-14') };
    const { weekdays, from, to } = stories.goodHours;
    const [good, others]: [number[], number[]] = [[], []];
    for (const video of ledger.publishedBetween(days)) {
      const hour = Math.floor(((((video.publishedAt + creator.offset) % 86_400) + 86_400) % 86_400) / 3600);
      const { reach } = ledger.video(video.id, { from: video.day, to: video.day + VIDEO_LIFE_DAYS });
      const isGood = weekdays.includes(weekday(video.day)) && hour >= from && hour < to;
      (isGood ? good : others).push(reach.views);
    }
    const median = (values: number[]): number =>
      values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
    expect(good.length + others.length).toBeGreaterThanOrEqual(30);
    expect(good.length).toBeGreaterThanOrEqual(5);
    expect(median(good)).toBeGreaterThan(1.7 * median(others));
  });
});

describe('single facts', () => {
  it('some products sell without commission', () => {
    for (const account of ['us', 'sg'] as const) {
      const rows = ledgerOf(account).productsBetween(HALF_YEAR);
      const row = rows.find(({ product }) => product.name === ZERO_COMMISSION[account]);
      expect(row?.sales.revenue).toBeGreaterThan(0);
      expect(row?.sales.commission).toBe(0);
    }
  });

  it('some earn at a locked rate above the one advertised', () => {
    for (const account of ['us', 'sg'] as const) {
      const { name, advertised, earned } = LOCKED_RATES[account];
      const rows = ledgerOf(account).productsBetween(HALF_YEAR);
      const row = rows.find(({ product }) => product.name === name);
      expect(row?.product.commissionBasisPoints).toBe(advertised);
      expect((row?.sales.commission ?? 0) / (row?.sales.base ?? 0)).toBeCloseTo(earned / 10_000, 3);
      expect(earned).toBeGreaterThan(advertised);
    }
  });

  it.each(['2026-11-22T12:00:00Z', '2026-11-22T03:30:00Z', '2027-03-09T23:59:00Z', '2025-01-01T00:00:00Z'])(
    'an appeal lapses within 72 hours at %s',
    async (now) => {
      const at = new Date(now);
      const other = await start(at);
      const { account, violation_type, hours } = APPEAL_LAPSES_SOON;
      const { records } = z
        .object({
          records: z.array(
            z.object({
              can_appeal: z.boolean(),
              appeal_valid_time: z.coerce.number(),
              violation_info: z.object({ violation_type: z.string() }),
            }),
          ),
        })
        .parse(await ask(other, account, 'get_account_violation_list', { page: 1 }));
      const soon = records.filter(
        (record) =>
          record.can_appeal &&
          record.appeal_valid_time * 1000 > at.getTime() &&
          record.appeal_valid_time * 1000 - at.getTime() <= hours * 3_600_000,
      );
      expect(soon.map(({ violation_info }) => violation_info.violation_type)).toEqual([violation_type]);
      await other.close();
    },
  );
});
