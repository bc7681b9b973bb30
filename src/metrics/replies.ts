import { at, type JsonObject, jsonObjects, readBoolean, readUnixSeconds } from '../json.ts';
import { readId } from '../untrusted-text.ts';
import { type AccountInfo, readAccountInfo } from './account-info.ts';
import { type Audience, readAudience } from './audience.ts';
import type { DateRange } from './calendar.ts';
import { type AnyFigures, countOf, moneyOf } from './figures.ts';
import { type HealthStatus, readHealthStatus } from './health-status.ts';
import { publishedAfter } from './posts.ts';
import { type Clock, isMatching, mapReading, type Reading } from './reading.ts';
import { type Rows, readRows } from './rows.ts';
import { readSeries, type Series } from './series.ts';
import { readShowcase, type ShowcaseList } from './showcase.ts';
import { readVideoProducts, type VideoProducts } from './video-products.ts';
import { readViolations, type ViolationList } from './violations.ts';
import {
  type FigureName,
  INSIGHTS,
  LIVE,
  type MetricTable,
  PAIR,
  PRODUCT_ROW,
  RELATED_ROW,
  VIDEO,
  VIDEO_DETAIL,
  VIDEO_ROW,
} from './vocabulary.ts';

/** The parameters of a call that its reply is compared with. */
export interface Call {
  /** The days that the reply must be about; undefined where the vendor chooses them. */
  readonly period: DateRange | undefined;
  readonly page?: number | undefined;
  readonly rules?: string | undefined;
  readonly item_id?: string | undefined;
  readonly item_ids?: readonly string[] | undefined;
  readonly product_id?: string | undefined;
}

/** The gate of an endpoint: reads its payload, with the verdict on whether it is what was requested. */
export type Gate<V> = (payload: JsonObject, call: Call, clock: Clock) => Reading<V>;

const seriesGate =
  <T extends MetricTable>(table: T): Gate<Series<T>> =>
  (payload, { period, item_id: itemId, product_id: productId }, clock) =>
    readSeries(payload, table, { period, itemId, productId }, clock);

/** Figures over time, and whether the account has a shop of its own. */
export interface Insights extends Series<typeof INSIGHTS> {
  readonly isBoundShop: boolean | undefined;
}

export const gateInsights: Gate<Insights> = (payload, { period }, clock) => {
  const isBound = isBoundShop(payload);
  return mapReading(readSeries(payload, INSIGHTS, { period }, clock), (series) => ({
    ...series,
    isBoundShop: isBound,
  }));
};
export const gateLive = seriesGate(LIVE);
export const gateVideoSummary = seriesGate(VIDEO);
export const gateVideoDetail = seriesGate(VIDEO_DETAIL);
export const gatePair = seriesGate(PAIR);

/** The figure that each order of the video list sorts by; the list has no likes. */
const SORT_FIGURES: ReadonlyMap<string, FigureName> = new Map<string, FigureName>([
  ['VIDEO_LIST_GMV', 'gmv'],
  ['VIDEO_LIST_DIRECT_GMV', 'direct_gmv'],
  ['VIDEO_LIST_VV_CNT', 'views'],
  ['VIDEO_LIST_ITEM_SOLD_CNT', 'items_sold'],
  ['VIDEO_LIST_CTR', 'click_through_rate'],
  ['VIDEO_LIST_COMPLETION_RATE', 'completion_rate'],
  ['VIDEO_LIST_NEW_FOLLOWER_CNT', 'new_followers'],
]);

/** The value by which a row is sorted; undefined if the row does not have it. */
function sortValue(rules: string | undefined) {
  if (rules === undefined) return undefined;
  if (rules === 'VIDEO_LIST_PUBLISH_TIME') {
    return (_figures: AnyFigures, source: JsonObject) =>
      readUnixSeconds(at(source, 'video_meta', 'publish_time'));
  }
  const name = SORT_FIGURES.get(rules);
  return name === undefined ? undefined : (figures: AnyFigures) => sortNumber(figures, name);
}

function sortNumber(figures: AnyFigures, name: FigureName): number | undefined {
  const money = moneyOf(figures, name);
  if (money === undefined) return countOf(figures, name);
  const [amount, ...others] = money.values();
  // Amounts of several currencies have no order.
  return others.length > 0 ? undefined : (amount?.toNumber() ?? 0);
}

export const gateVideoList: Gate<Rows<typeof VIDEO_ROW>> = (payload, { period, page, rules }, clock) => {
  const reading = readRows(
    payload,
    VIDEO_ROW,
    (row) => readId(at(row, 'video_meta', 'item_id')),
    { period, page, sortedBy: sortValue(rules) },
    clock,
  );
  const late = isMatching(reading) ? publishedAfter(reading.value, period) : undefined;
  if (late === undefined) return reading;
  const note = `The list has a video published on ${late}, after the last requested day, so these are probably figures of other days.`;
  return { ...reading, isComplete: false, notes: [...reading.notes, note] };
};

/** The vendor sorts it by revenue (upstream-api.md 6.7). */
export const gateProductList: Gate<Rows<typeof PRODUCT_ROW>> = (payload, { period, page }, clock) =>
  readRows(
    payload,
    PRODUCT_ROW,
    (row) => readId(at(row, 'product', 'id')),
    { period, page, sortedBy: (figures) => sortNumber(figures, 'revenue') },
    clock,
  );

export const gateRelatedVideos: Gate<Rows<typeof RELATED_ROW>> = (
  payload,
  { period, item_id: itemId, product_id: productId },
  clock,
) =>
  readRows(
    payload,
    RELATED_ROW,
    (row) => readId(at(row, 'video', 'item_id')) ?? readId(at(row, 'video', 'video_id')),
    { period, itemId, productId, isAboutOthers: true },
    clock,
  );

export const gateVideoProducts: Gate<VideoProducts> = (payload, { period, item_ids: itemIds = [] }, clock) =>
  readVideoProducts(payload, itemIds, { period }, clock);

export const gateAudience: Gate<Audience> = (payload, { period, item_id: itemId }, clock) =>
  readAudience(payload, { period, itemId }, clock);

export const gateHealthStatus: Gate<HealthStatus> = (payload) => readHealthStatus(payload);
export const gateViolations: Gate<ViolationList> = (payload, _call, clock) => readViolations(payload, clock);
export const gateAccountInfo: Gate<AccountInfo> = (payload) => readAccountInfo(payload);
export const gateShowcase: Gate<ShowcaseList> = (payload) => readShowcase(payload);

/** `meta.is_bound_shop`, at the top or inside a segment (upstream-api.md 6.3). */
export function isBoundShop(payload: JsonObject): boolean | undefined {
  const places = [payload, ...jsonObjects(at(payload, 'segments'))];
  return places
    .map((place) => readBoolean(at(place, 'meta', 'is_bound_shop')))
    .find((value) => value !== undefined);
}
