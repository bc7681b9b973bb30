import {
  asList,
  at,
  isJsonObject,
  type JsonObject,
  jsonObjects,
  readBoolean,
  readCount,
  readNumber,
} from '../json.ts';
import { readId, readText, readUrl } from '../untrusted-text.ts';
import { readBuckets } from './buckets.ts';
import type { DateRange } from './calendar.ts';
import {
  countOf,
  type Denomination,
  denominationOf,
  type Figures,
  moneyOf,
  readFigures,
  writeFigures,
  writeMoney,
} from './figures.ts';
import { readMoney } from './money.ts';
import type { Row } from './rows.ts';
import { ASSOCIATED_ROW } from './vocabulary.ts';
import { type Clock, listWindowOf } from './window.ts';

/** Codes with a documented meaning; another code is passed on as `code 3`. */
const STOCK: Readonly<Record<number, string>> = { 1: 'in stock', 2: 'out of stock' };
const REVIEW: Readonly<Record<number, string>> = { 1: 'approved', 4: 'unavailable' };

function meaning(code: unknown, words: Readonly<Record<number, string>>): string | undefined {
  const value = readNumber(code);
  return value === undefined ? undefined : (words[value] ?? `code ${value}`);
}

/** One product of the showcase in our words (upstream-api.md 6.9); its commission rate comes in basis points. */
export function readShowcaseProduct(product: JsonObject) {
  const basisPoints = readCount(at(product, 'affiliate_info', 'commission_rate'));
  const labels = asList(at(product, 'labels')).flatMap(
    (label) => readText(label) ?? readText(at(label, 'name')) ?? [],
  );
  return {
    product_id: readId(at(product, 'product_id')),
    title: readText(at(product, 'title')),
    price: readText(at(product, 'format_available_price')),
    commission_rate: basisPoints === undefined ? undefined : basisPoints / 10_000,
    commission: readText(at(product, 'affiliate_info', 'commission_with_currency')),
    stock: meaning(at(product, 'stock_status'), STOCK),
    stock_count: readCount(at(product, 'stock_num')),
    review: meaning(at(product, 'review_status'), REVIEW),
    category: readText(at(product, 'category_info', 'name')),
    shop_name: readText(at(product, 'seller_info', 'shop_name')),
    seller_id: readId(at(product, 'seller_info', 'seller_id')),
    source: readText(at(product, 'source')),
    can_be_added: readBoolean(at(product, 'can_added')),
    labels: labels.length > 0 ? labels : undefined,
  };
}

/** Rows that all sold nothing are how shop-owner accounts look in the product list (upstream-api.md 7.10). */
export function shopOwnerNotes(rows: readonly Row[]): readonly string[] {
  const soldNothing = ({ figures }: Row): boolean =>
    countOf(figures, 'items_sold') === 0 &&
    [...(moneyOf(figures, 'revenue')?.values() ?? [])].every((amount) => amount.eq(0));
  if (rows.length === 0 || !rows.every(soldNothing)) return [];
  return [
    'Every product shows zero sales. For shop-owner accounts this list is always zero: their sales are in get_video_associated_product_list and get_video_to_product_stats.',
  ];
}

/**
 * The products of given videos (upstream-api.md 6.10): `videoToProductsMap` as one object, as a list, or keyed by video id.
 * @param asked the ids that were asked for; the vendor leaves out videos without products
 */
export function readVideoProducts(
  payload: JsonObject,
  asked: readonly string[],
  range: DateRange,
  clock: Clock,
) {
  const reading = readBuckets(payload, 'timed_lists', clock.offset);
  const found = new Map<
    string,
    { readonly videoId: string; readonly product: JsonObject; readonly figures: Figures }
  >();
  const maps = placesOf(payload).flatMap(
    (place) => at(place, 'videoToProductsMap') ?? at(place, 'video_to_products_map') ?? [],
  );
  for (const map of maps) {
    for (const [videoId, entry] of entriesOf(map)) {
      const stats = jsonObjects(at(entry, 'stats'));
      for (const product of jsonObjects(at(entry, 'products'))) {
        const key = `${videoId} ${readId(at(product, 'id'))}`;
        const own = stats.find((stat) => readId(at(stat, 'product', 'id')) === readId(at(product, 'id')));
        if (!found.has(key))
          found.set(key, { videoId, product, figures: readFigures(own ?? {}, ASSOCIATED_ROW) });
      }
    }
  }
  const pairs = [...found.values()];
  const prices = pairs.flatMap(({ product }) =>
    ['price_min', 'price_max'].flatMap((name) => readMoney(at(product, name)) ?? []),
  );
  const denomination = denominationOf([
    ...pairs.map((pair) => pair.figures),
    new Map(prices.map((price, index) => [String(index), price])),
  ]);
  const { window, notes } = listWindowOf(reading, range, clock.now);
  const withProducts = new Set(pairs.map((pair) => pair.videoId));
  const products = pairs.map(({ videoId, product, figures }) => ({
    video_id: videoId,
    product_id: readId(at(product, 'id')),
    title: readText(at(product, 'name')),
    ...priceRangeOf(product, denomination),
    ...writeFigures(figures, denomination),
    url: readUrl(at(product, 'product_detail_page_url')),
  }));
  const pattern = urlPatternOf(products);
  return {
    window,
    currency: denomination.currency,
    creator_id: reading.creatorId,
    url_pattern: pattern,
    products: pattern === undefined ? products : products.map(({ url, ...product }) => product),
    without_products: asked.filter((videoId) => !withProducts.has(videoId)),
    notes: [...notes],
  };
}

/** Wherever the map has been seen: in the payload, a segment, a bucket or a bucket's rows. */
function placesOf(payload: JsonObject): readonly JsonObject[] {
  const segments = jsonObjects(at(payload, 'segments'));
  const buckets = segments.flatMap((segment) => jsonObjects(at(segment, 'timed_lists')));
  return [payload, ...segments, ...buckets, ...buckets.flatMap((bucket) => jsonObjects(at(bucket, 'stats')))];
}

/** The entries of a map, each with its video id: one object with its id inside (a list of those arrives one by one), or a map keyed by id. */
function entriesOf(map: unknown): readonly (readonly [videoId: string, entry: JsonObject])[] {
  if (!isJsonObject(map)) return [];
  const own = readId(at(map, 'item_id'));
  if (own !== undefined) return [[own, map]];
  return Object.entries(map).flatMap(([key, entry]) =>
    isJsonObject(entry) ? [[readId(at(entry, 'item_id')) ?? key, entry] as const] : [],
  );
}

/** What every link is with the product's own id in its place; undefined when a row has no link, or another kind. */
function urlPatternOf(
  products: readonly { readonly product_id: string | undefined; readonly url: string | undefined }[],
): string | undefined {
  const patterns = new Set(
    products.map(({ product_id, url }) =>
      product_id !== undefined && url?.split(product_id).length === 2
        ? url.replace(product_id, '{product_id}')
        : undefined,
    ),
  );
  const [pattern, ...others] = patterns;
  return others.length === 0 ? pattern : undefined;
}

/** One price, or the ends of a range. */
function priceRangeOf(product: JsonObject, denomination: Denomination) {
  const from = priceOf(at(product, 'price_min'), denomination);
  const to = priceOf(at(product, 'price_max'), denomination);
  return JSON.stringify(from) === JSON.stringify(to) ? { price: from } : { price_min: from, price_max: to };
}

/** A price as money where it is a money object, else as it is shown. */
function priceOf(value: unknown, denomination: Denomination) {
  const money = readMoney(value);
  return money === undefined
    ? (readText(value) ?? readNumber(value) ?? readText(at(value, 'amount_formatted')))
    : writeMoney(money, denomination);
}
