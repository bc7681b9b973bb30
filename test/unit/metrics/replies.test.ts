import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { notesOf, type Reading, withOwnDates } from '../../../src/metrics/reading.ts';
import {
  gateAccountInfo,
  gateAudience,
  gateHealthStatus,
  gateInsights,
  gateLive,
  gatePair,
  gateProductList,
  gateRelatedVideos,
  gateShowcase,
  gateVideoDetail,
  gateVideoList,
  gateVideoProducts,
  gateVideoSummary,
  gateViolations,
} from '../../../src/metrics/replies.ts';
import type { Series } from '../../../src/metrics/series.ts';
import type { MetricTable } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 3600 };
const [FROM, TO] = ['2026-10-01', '2026-10-02'];
const CALL = { period: { from: FROM, to: TO } };
const DISORDER = 'The vendor sent the rows in a different order than requested.';

const daily = (stats: JsonObject): JsonObject => ({
  segments: [
    segment(
      FROM,
      TO,
      0,
      dates(FROM, TO).map((date) => bucket(date, date, 0, stats)),
    ),
  ],
});
const listed = (rows: readonly JsonObject[], pagination: JsonObject): JsonObject => ({
  segments: [
    {
      ...segment(FROM, TO, 0, [bucket(FROM, TO, 0, rows)], 'timed_lists'),
      list_control: { next_pagination: pagination },
    },
  ],
});
const list = (...rows: readonly JsonObject[]): JsonObject => listed(rows, { has_more: false });
const video = (id: string, figures: JsonObject): JsonObject => ({ video_meta: { item_id: id }, ...figures });
const inOrder = (rules: string | undefined, ...rows: readonly JsonObject[]): readonly string[] =>
  notesOf(gateVideoList(list(...rows), { ...CALL, rules }, CLOCK));

describe('the order of the video list', () => {
  it.each([
    ['VIDEO_LIST_GMV', { gmv: money('9') }, { gmv: money('10') }],
    ['VIDEO_LIST_DIRECT_GMV', { direct_gmv: money('9') }, { direct_gmv: money('10') }],
    ['VIDEO_LIST_VV_CNT', { vv_cnt: 9 }, { vv_cnt: 10 }],
    ['VIDEO_LIST_ITEM_SOLD_CNT', { item_sold_cnt: 9 }, { item_sold_cnt: 10 }],
    ['VIDEO_LIST_CTR', { ctr: '0.09' }, { ctr: '0.1' }],
    ['VIDEO_LIST_COMPLETION_RATE', { completion_rate: '0.09' }, { completion_rate: '0.1' }],
    ['VIDEO_LIST_NEW_FOLLOWER_CNT', { new_follower_cnt: 9 }, { new_follower_cnt: 10 }],
    ['VIDEO_LIST_PUBLISH_TIME', {}, {}],
  ])('by %s is from the largest down', (rules, small, large) => {
    const less = { video_meta: { item_id: '1', publish_time: 1_790_000_000 }, ...small };
    const more = { video_meta: { item_id: '2', publish_time: 1_790_000_001 }, ...large };
    expect(inOrder(rules, more, less)).toEqual([]);
    expect(inOrder(rules, less, more)).toEqual([DISORDER]);
    // A row without the value comes last.
    expect(inOrder(rules, less, video('3', {}))).toEqual([]);
    expect(inOrder(rules, video('3', {}), less)).toEqual([DISORDER]);
    expect(inOrder(undefined, less, more)).toEqual([]);
  });

  it('is not known for likes, which the list does not have', () => {
    const rows = [video('1', { vv_cnt: 1, gmv: money('1') }), video('2', { vv_cnt: 2, gmv: money('2') })];
    expect(inOrder('VIDEO_LIST_LIKE_CNT', ...rows)).toEqual([]);
  });

  it('of products is from the highest revenue down', () => {
    const product = (id: string, amount: string) => ({ product: { id }, revenue: money(amount) });
    const sent = (...rows: readonly JsonObject[]) => notesOf(gateProductList(list(...rows), CALL, CLOCK));
    expect(sent(product('1', '10'), product('2', '9'))).toEqual([]);
    expect(sent(product('2', '9'), product('1', '10'))).toEqual([DISORDER]);
  });

  it('counts money of no currency as zero', () => {
    const none = video('1', { gmv: { amount: '0' } });
    const some = video('2', { gmv: money('1') });
    const negative = video('3', { gmv: money('-1') });
    expect(inOrder('VIDEO_LIST_GMV', some, none, negative)).toEqual([]);
    expect(inOrder('VIDEO_LIST_GMV', none, some)).toEqual([DISORDER]);
    expect(inOrder('VIDEO_LIST_GMV', negative, none)).toEqual([DISORDER]);
  });

  it('puts the sums of several stretches in order, those in two currencies last', () => {
    const stretch = (day: string, ...rows: readonly JsonObject[]) => bucket(day, day, 0, rows);
    const gmv = (id: string, amount: string, currency = 'USD') => video(id, { gmv: money(amount, currency) });
    const payload = {
      segments: [
        segment(
          FROM,
          TO,
          0,
          [
            stretch(FROM, gmv('both', '90'), gmv('one', '5'), gmv('two', '4')),
            stretch(TO, gmv('two', '2'), gmv('both', '9', 'EUR'), video('none', { vv_cnt: 1 })),
          ],
          'timed_lists',
        ),
      ],
    };
    const reading = gateVideoList(payload, { ...CALL, rules: 'VIDEO_LIST_GMV' }, CLOCK);
    expect(withOwnDates(reading).rows.map(({ id }) => id)).toEqual(['two', 'one', 'both', 'none']);
    expect(notesOf(reading)).not.toContain(DISORDER);
  });
});

describe('the gate of an endpoint', () => {
  const figures = {
    views: { vv_cnt: 1 },
    sold: { overall_item_sold_cnt: 2 },
    watched: { live_watch_cnt: 3 },
    liked: { like_cnt: 4 },
    ordered: { order_cnt: 5 },
  };

  it.each([
    ['insights', gateInsights, figures.sold, { items_sold: 4 }],
    ['LIVE', gateLive, figures.watched, { live_views: 6 }],
    ['videos', gateVideoSummary, figures.views, { views: 2 }],
    ['a video', gateVideoDetail, figures.liked, { likes: 8 }],
    ['a pair', gatePair, figures.ordered, { orders: 10 }],
  ] as const)('of %s reads its figures', (_, gate, stats, totals) => {
    const reading: Reading<Series<MetricTable>> = gate(daily(stats), CALL, CLOCK);
    expect([reading.asked, withOwnDates(reading).totals]).toEqual([CALL.period, totals]);
  });

  it('of insights tells whether the account has a shop of its own', () => {
    const bound = (meta: JsonObject) => {
      const payload = { ...daily(figures.sold), meta };
      const { isBoundShop, isDaily } = withOwnDates(gateInsights(payload, CALL, CLOCK));
      return [isBoundShop, isDaily];
    };
    expect(bound({ is_bound_shop: 1 })).toEqual([true, true]);
    expect(bound({})).toEqual([undefined, true]);
  });

  it('refuses another video or product than the one of the call', () => {
    const about = (ids: JsonObject) => daily({ ...figures.liked, ...figures.ordered, ...ids });
    const wanted = { ...CALL, item_id: '7', product_id: '8' };
    expect(() => gateVideoDetail(about({ item_id: '9' }), wanted, CLOCK)).toThrow('video 9, not 7');
    expect(() => gatePair(about({ item_id: '7', product_id: '9' }), wanted, CLOCK)).toThrow(
      'product 9, not 8',
    );
    const profile = segment(FROM, TO, 0, [bucket(FROM, TO, 0, { item_id: '9' })], 'timed_profile');
    expect(() => gateAudience({ segments: [profile] }, wanted, CLOCK)).toThrow('video 9, not 7');
  });

  it('of lists finds the ids and the next page', () => {
    const more = (...rows: readonly JsonObject[]) => listed(rows, { has_more: true });
    const products = gateProductList(more({ product: { id: '1' } }), { ...CALL, page: 2 }, CLOCK);
    expect(withOwnDates(products)).toMatchObject({ rows: [{ id: '1' }], nextPage: 3, isFromStart: false });
    const videos = gateVideoList(more(video('1', {})), { ...CALL, page: 4 }, CLOCK);
    expect(withOwnDates(videos)).toMatchObject({ rows: [{ id: '1' }], nextPage: 5, isFromStart: false });
  });

  it('of related videos takes either id, and creators who differ', () => {
    const related = gateRelatedVideos(
      list(
        { video: { item_id: '1', video_id: '9' }, creator_id: '5' },
        { video: { video_id: '2' }, creator_id: '6' },
      ),
      CALL,
      CLOCK,
    );
    expect(withOwnDates(related).rows.map(({ id }) => id)).toEqual(['1', '2']);
    const own = () => gateProductList(list({ creator_id: '5' }, { creator_id: '6' }), CALL, CLOCK);
    expect(own).toThrow('mixes figures of 2 creators');
  });

  it.each([
    ['item_id', 'video'],
    ['product_id', 'product'],
  ])('of related videos refuses those of another %s', (field, what) => {
    const payload = {
      segments: [
        {
          ...segment(FROM, TO, 0, [bucket(FROM, TO, 0, [{ video: { item_id: '3' } }])], 'timed_lists'),
          filter: { item_id: '7', product_id: '8', [field]: '9' },
        },
      ],
    };
    const related = () => gateRelatedVideos(payload, { ...CALL, item_id: '7', product_id: '8' }, CLOCK);
    expect(related).toThrow(`The vendor returned ${what} 9, not`);
  });

  it('of the products of videos has those of the requested ones', () => {
    const payload = {
      segments: [
        segment(
          FROM,
          TO,
          0,
          [{ ...bucket(FROM, TO, 0, []), videoToProductsMap: { 7: { products: [{ id: '1' }] } } }],
          'timed_lists',
        ),
      ],
    };
    const productsOf = (item_ids?: readonly string[]) => {
      const { products, without_products } = withOwnDates(
        gateVideoProducts(payload, { ...CALL, item_ids }, CLOCK),
      );
      return [products.map(({ product_id }) => product_id), without_products];
    };
    expect(productsOf(['7', '8'])).toEqual([['1'], ['8']]);
    expect(productsOf()).toEqual([[], []]);
    expect(gateVideoProducts(payload, CALL, CLOCK).asked).toEqual(CALL.period);
  });

  it('without days needs none', () => {
    const call = { period: undefined };
    expect(withOwnDates(gateHealthStatus({ violation_score: 7 }, call, CLOCK)).score).toBe(7);
    expect(withOwnDates(gateAccountInfo({ user_id: '7' }, call, CLOCK)).user_id).toBe('7');
    expect(withOwnDates(gateShowcase({ total: 7 }, call, CLOCK)).total).toBe(7);
    const violations = gateViolations({ records: [{ violation_time: 1_793_520_000 }] }, call, CLOCK);
    expect(withOwnDates(violations).violations[0]?.occurred_at).toBe('2026-11-01T09:00:00+01:00');
  });
});
