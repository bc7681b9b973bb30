import fc from 'fast-check';
import { type Days, eachDay } from './days.ts';
import { type Frame, type Layer, layersOf, writeSelector, writeSpan } from './layout.ts';
import { pick } from './random.ts';

/** A figure of a row. */
interface RowField {
  readonly name: string;
  readonly wire: string;
  readonly kind: 'money' | 'count' | 'rate';
  /** A rate that has no mean. */
  readonly isSingle?: boolean;
}

/** An endpoint that lists rows, written down from the vendor's documentation. */
export interface RowsEndpoint {
  readonly name: string;
  readonly fields: readonly RowField[];
  /** The row's own object with its id. */
  readonly identify: (id: unknown) => object;
}

export const ROWS_ENDPOINTS = {
  videos: {
    name: 'get_video_list_analytics',
    fields: [
      { name: 'views', wire: 'vv_cnt', kind: 'count' },
      { name: 'click_through_rate', wire: 'ctr', kind: 'rate' },
      { name: 'gmv', wire: 'gmv', kind: 'money' },
      { name: 'direct_gmv', wire: 'direct_gmv', kind: 'money' },
      { name: 'items_sold', wire: 'item_sold_cnt', kind: 'count' },
      { name: 'completion_rate', wire: 'completion_rate', kind: 'rate' },
      { name: 'new_followers', wire: 'new_follower_cnt', kind: 'count' },
    ],
    identify: (item_id) => ({ video_meta: { item_id, name: 'A video' } }),
  },
  products: {
    name: 'get_product_analytics_list',
    fields: [
      { name: 'revenue', wire: 'revenue', kind: 'money' },
      { name: 'commission_estimated', wire: 'commission', kind: 'money' },
      { name: 'items_sold', wire: 'item_sold_cnt', kind: 'count' },
    ],
    identify: (id) => ({ creator_id: '7499000000000000001', product: { id, name: 'A product' } }),
  },
  related: {
    name: 'get_product_related_videos',
    fields: [
      { name: 'likes', wire: 'video_like_cnt', kind: 'count' },
      { name: 'comments', wire: 'video_comment_cnt', kind: 'count' },
      { name: 'shares', wire: 'video_share_cnt', kind: 'count' },
    ],
    identify: (item_id) => ({ video: { item_id } }),
  },
  productsOfVideos: {
    name: 'get_video_associated_product_list',
    fields: [
      { name: 'revenue', wire: 'revenue', kind: 'money' },
      { name: 'gmv', wire: 'gmv', kind: 'money' },
      { name: 'direct_gmv', wire: 'direct_gmv', kind: 'money' },
      { name: 'commission_estimated', wire: 'commission', kind: 'money' },
      { name: 'items_sold', wire: 'item_sold_cnt', kind: 'count' },
      { name: 'product_impressions', wire: 'product_show_cnt', kind: 'count' },
      { name: 'product_clicks', wire: 'product_click_cnt', kind: 'count' },
      { name: 'click_through_rate', wire: 'ctr', kind: 'rate', isSingle: true },
    ],
    identify: (id) => ({ product: { id } }),
  },
} as const satisfies Readonly<Record<string, RowsEndpoint>>;

/** A reply that lists rows, and the truth behind it. */
export interface RowsStory {
  readonly frame: Frame;
  readonly layers: readonly Layer[];
  readonly seed: number;
  /** How many of 16 cells are told. */
  readonly told: number;
  /** How many of 16 rows have activity on a day. */
  readonly activity: number;
  readonly ids: number;
  /** Pieces that each segment arrives in, each with the first row of all again. */
  readonly pages: number;
  /** How many of 16 rows lack their id. */
  readonly nameless: number;
  readonly idsAreNumbers: boolean;
  readonly page: number;
  readonly next: { readonly has_more: unknown; readonly next_page?: unknown; readonly total?: unknown };
}

export const rowsStories = (among: fc.Arbitrary<Frame>): fc.Arbitrary<RowsStory> =>
  among.chain((frame) =>
    fc.record({
      frame: fc.constant(frame),
      layers: layersOf(frame),
      seed: fc.nat(),
      told: fc.constantFrom(16, 16, 14, 8),
      activity: fc.constantFrom(0, 1, 4, 12),
      ids: fc.integer({ min: 0, max: 5 }),
      pages: fc.integer({ min: 1, max: 3 }),
      nameless: fc.constantFrom(0, 0, 2),
      idsAreNumbers: fc.boolean(),
      page: fc.nat(3),
      next: fc.record(
        {
          has_more: fc.constantFrom(true, false, 1, 0, '1', 'true', null),
          next_page: fc.constantFrom(1, 2, '3'),
          total: fc.constantFrom(0, 23, '40'),
        },
        { requiredKeys: ['has_more'] },
      ),
    }),
  );

/** The id of a row: beyond what a JavaScript number holds. */
export const idOf = (row: number): string => `74990000000000000${11 + row}`;

/** A row in a bucket of a layer. */
export interface Place {
  readonly layer: number;
  readonly index: number;
  readonly row: number;
}

const isActive = ({ seed, activity }: RowsStory, row: number, day: number): boolean =>
  pick(16, seed, row, day, 11) < activity;

/** The rows of a bucket: those with activity on one of its days. */
export const rowsIn = (story: RowsStory, days: Days): readonly number[] =>
  [...Array(story.ids).keys()].filter((row) => eachDay(days).some((day) => isActive(story, row, day)));

export const hasId = ({ seed, nameless }: RowsStory, { layer, index, row }: Place): boolean =>
  pick(16, seed, layer, index, row, 12) >= nameless;

export const isTold = ({ seed, told }: RowsStory, { layer, index, row }: Place, field: number): boolean =>
  pick(16, seed, layer, index, row, field, 13) < told;

/** The truth of a row over some days: cents or a count. */
export const rowSum = (story: RowsStory, row: number, field: number, days: Days): number =>
  eachDay(days)
    .filter((day) => isActive(story, row, day))
    .reduce((sum, day) => sum + pick(1000, story.seed, row, field, day, 14), 0);

/** The rate of a row in a stretch, in millionths. */
export const rowRate = ({ seed }: RowsStory, row: number, field: number, { from, to }: Days): number =>
  pick(1_000_001, seed, row, field, from, to, 15);

/** A row as a reply has it. */
export function writeRow(story: RowsStory, endpoint: RowsEndpoint, days: Days, place: Place): object {
  const { row } = place;
  const id = story.idsAreNumbers ? `#${idOf(row)}` : idOf(row);
  const cells = endpoint.fields.map(({ wire, kind }, field) => {
    if (!isTold(story, place, field)) return [wire, pick(2, story.seed, row, field, 16) === 0 ? null : 'n/a'];
    if (kind === 'rate') return [wire, (rowRate(story, row, field, days) / 1_000_000).toFixed(6)];
    const value = rowSum(story, row, field, days);
    return [wire, kind === 'count' ? value : { amount: (value / 100).toFixed(2), currency_code: 'BRL' }];
  });
  return { ...endpoint.identify(hasId(story, place) ? id : undefined), ...Object.fromEntries(cells) };
}

/** The reply as the text that the vendor sends: a text cannot lose the digits of an id written as a number. */
export function writeRows(story: RowsStory, endpoint: RowsEndpoint, filter: object = {}): string {
  const { frame, layers, pages, next } = story;
  const segments = layers.flatMap(({ claims, buckets }, layer) =>
    [...Array(pages).keys()].map((page) => ({
      time_selector: writeSelector(frame, claims),
      filter: { creator_id: '7499000000000000001', ...filter },
      list_control: { next_pagination: next },
      timed_lists: buckets.map((days, index) => {
        const rows = rowsIn(story, days);
        const own = rows.filter((_, order) => order % pages === page || order === 0);
        return {
          ...writeSpan(frame, days),
          stats: own.map((row) => writeRow(story, endpoint, days, { layer, index, row })),
        };
      }),
    })),
  );
  return JSON.stringify({ segments }).replaceAll(/"#(\d+)"/g, '$1');
}
