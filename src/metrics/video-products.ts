import { at, isJsonObject, type JsonObject, jsonObjects, readNumber } from '../json.ts';
import { readId, readText, readUrl } from '../untrusted-text.ts';
import { utcOffsetText } from './calendar.ts';
import {
  type Denomination,
  denominationOf,
  type Figures,
  readFigures,
  type UnreadableValue,
  unreadableNotes,
  writeFigures,
  writeMoney,
} from './figures.ts';
import { checkIdentity } from './identity.ts';
import { type Money, readMoney, UNREADABLE } from './money.ts';
import { type Asked, type Clock, type Reading, readingOf, todayAt, verdictOf } from './reading.ts';
import { readSegments } from './segments.ts';
import { offsetNotes } from './series-notes.ts';
import { ASSOCIATED_ROW } from './vocabulary.ts';

interface Pair {
  readonly videoId: string;
  readonly product: JsonObject;
  readonly figures: Figures<typeof ASSOCIATED_ROW>;
}

/**
 * The products of given videos (upstream-api.md 6.10): `videoToProductsMap` as one object, as a list, or keyed by video id.
 * @param itemIds the videos that were asked for; the vendor leaves out videos without products
 * @throws ApiError `mismatch` for several creators
 */
export function readVideoProducts(
  payload: JsonObject,
  itemIds: readonly string[],
  asked: Asked,
  clock: Clock,
) {
  const segments = readSegments(payload, 'timed_lists', clock.offset);
  checkIdentity(segments, asked, []);
  const today = todayAt({ now: clock.now, offset: segments.offset });
  const { pairs, others, unreadable } = readPairs(payload, new Set(itemIds));
  const prices = pairs.flatMap(({ product }) =>
    ['price_min', 'price_max'].flatMap((name) => moneyAt(product, name) ?? []),
  );
  const denomination = denominationOf(
    pairs.map(({ figures }) => figures),
    prices,
  );
  const products = pairs.map(({ videoId, product, figures }) => ({
    video_id: videoId,
    product_id: readId(at(product, 'id')),
    title: readText(at(product, 'name')),
    ...priceRangeOf(product, denomination),
    ...writeFigures(figures, denomination),
    url: readUrl(at(product, 'product_detail_page_url')),
  }));
  const pattern = urlPatternOf(products);
  const withProducts = new Set(pairs.map((pair) => pair.videoId));
  const answered = segments.claimed;
  const range = answered ?? asked.period ?? { from: today, to: today };
  const value = {
    window: { ...range, utc_offset: utcOffsetText(segments.offset), complete: range.to < today },
    currency: denomination.currency,
    creator_id: segments.creatorIds[0],
    url_pattern: pattern,
    products: pattern === undefined ? products : products.map(({ url, ...product }) => product),
    without_products: itemIds.filter((videoId) => !withProducts.has(videoId)),
  };
  const notes = [
    ...(others.length > 0
      ? [
          `Left out: products of ${others.length === 1 ? 'a video' : `${others.length} videos`} that nobody asked for (${others.slice(0, 3).join(', ')}).`,
        ]
      : []),
    ...unreadableNotes(unreadable),
    ...offsetNotes(segments),
  ];
  const verdict = verdictOf(answered, asked.period, undefined, today);
  return readingOf(value, verdict, { asked: asked.period, answered, notes, isComplete: range.to < today });
}

/** The result of {@link readVideoProducts}. */
export type VideoProducts = ReturnType<typeof readVideoProducts> extends Reading<infer V> ? V : never;

function readPairs(payload: JsonObject, wanted: ReadonlySet<string>) {
  const found = new Map<string, Pair>();
  const others = new Set<string>();
  const unreadable: UnreadableValue[] = [];
  const maps = placesOf(payload).flatMap(
    (place) => at(place, 'videoToProductsMap') ?? at(place, 'video_to_products_map') ?? [],
  );
  for (const map of maps) {
    for (const [videoId, entry] of entriesOf(map)) {
      if (!wanted.has(videoId)) {
        others.add(videoId);
        continue;
      }
      const stats = jsonObjects(at(entry, 'stats'));
      for (const product of jsonObjects(at(entry, 'products'))) {
        const key = `${videoId} ${readId(at(product, 'id'))}`;
        if (found.has(key)) continue;
        const own = stats.find((stat) => readId(at(stat, 'product', 'id')) === readId(at(product, 'id')));
        const reading = readFigures(own ?? {}, ASSOCIATED_ROW);
        unreadable.push(...reading.unreadable);
        found.set(key, { videoId, product, figures: reading.figures });
      }
    }
  }
  return { pairs: [...found.values()], others: [...others], unreadable };
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

const moneyAt = (product: JsonObject, name: string): Money | undefined => {
  const money = readMoney(at(product, name));
  return money === UNREADABLE ? undefined : money;
};

/** One price, or the ends of a range. */
function priceRangeOf(product: JsonObject, denomination: Denomination) {
  const from = priceOf(at(product, 'price_min'), denomination);
  const to = priceOf(at(product, 'price_max'), denomination);
  return JSON.stringify(from) === JSON.stringify(to) ? { price: from } : { price_min: from, price_max: to };
}

/** A price as money where it is a money object, else as it is shown. */
function priceOf(value: unknown, denomination: Denomination) {
  const money = readMoney(value);
  return money === undefined || money === UNREADABLE
    ? (readText(value) ?? readNumber(value) ?? readText(at(value, 'amount_formatted')))
    : writeMoney(money, denomination);
}
