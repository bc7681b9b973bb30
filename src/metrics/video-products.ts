import { at, isJsonObject, type JsonObject, jsonObjects, readNumber } from '../json.ts';
import { readId, readText, readUrl } from '../untrusted-text.ts';
import { readAskedSegments, stretchesAbout } from './asked-buckets.ts';
import { utcOffsetText } from './calendar.ts';
import { type Denomination, denominationOf, writeFigures, writeMoney } from './denomination.ts';
import { type Figures, readFigures, type UnreadableValue, unreadableNotes } from './figures.ts';
import { type Money, readMoney, UNREADABLE } from './money.ts';
import { missingDaysNotes, segmentNotes } from './notes.ts';
import { type Asked, type Clock, type Reading, readingOf, verdictOfList } from './reading.ts';
import type { Bucket, Segments } from './segments.ts';
import { mergeFigures, sumFigures } from './sums.ts';
import { ASSOCIATED_ROW } from './vocabulary.ts';

interface Pair {
  readonly videoId: string;
  readonly product: JsonObject;
  readonly figures: Figures<typeof ASSOCIATED_ROW>;
}

/**
 * The products of given videos (upstream-api.md 6.10): `videoToProductsMap` as one object, as a list, or keyed by video id.
 * @param itemIds the videos that were requested; the vendor leaves out videos without products
 * @throws ApiError `mismatch` for several creators
 */
export function readVideoProducts(
  payload: JsonObject,
  itemIds: readonly string[],
  asked: Asked,
  clock: Clock,
) {
  const { segments, today } = readAskedSegments(payload, 'timed_lists', asked, clock, []);
  const { pairs, others, unreadable, different, isMerged, answered, missingDays } = readPairs(
    payload,
    segments,
    asked,
    new Set(itemIds),
  );
  const prices = pairs.flatMap(({ product }) =>
    ['price_min', 'price_max'].flatMap((name) => priceAt(product, name) ?? []),
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
  const without = itemIds.filter((videoId) => !withProducts.has(videoId));
  const told = new Set(segments.itemIds);
  const notCovered = without.filter((videoId) => told.size > 0 && !told.has(videoId));
  const range = answered ?? asked.period ?? { from: today, to: today };
  const value = {
    window: { ...range, utc_offset: utcOffsetText(segments.offset), complete: range.to < today },
    currency: denomination.currency,
    creator_id: segments.creatorIds[0],
    url_pattern: pattern,
    products: pattern === undefined ? products : products.map(({ url, ...product }) => product),
    without_products: without.filter((videoId) => !notCovered.includes(videoId)),
  };
  const notes = [
    ...(others.length > 0
      ? [
          `Left out: products of ${others.length === 1 ? 'a video that was' : `${others.length} videos that were`} not requested (${others.slice(0, 3).join(', ')}).`,
        ]
      : []),
    ...(notCovered.length > 0
      ? [
          `The reply does not cover ${notCovered.join(', ')}: ${notCovered.length === 1 ? 'its' : 'their'} products are unknown.`,
        ]
      : []),
    ...(isMerged ? ['Figures of several stretches are added up.'] : []),
    ...(different.length > 0
      ? [
          `The reply has different figures for the same video and product (${different.slice(0, 3).join(', ')}); one of them is used.`,
        ]
      : []),
    ...missingDaysNotes(missingDays),
    ...unreadableNotes(unreadable),
    ...segmentNotes(segments),
  ];
  const verdict = verdictOfList(answered, asked.period, missingDays, today);
  return readingOf(value, verdict, { asked: asked.period, answered, notes, isComplete: range.to < today });
}

/** The result of {@link readVideoProducts}. */
export type VideoProducts = ReturnType<typeof readVideoProducts> extends Reading<infer V> ? V : never;

/** A product of a video as it was listed, with its figures in each stretch. */
interface ListedProduct {
  readonly videoId: string;
  readonly product: JsonObject;
  readonly parts: Map<string, Figures<typeof ASSOCIATED_ROW>[]>;
}

function readPairs(payload: JsonObject, segments: Segments, asked: Asked, wanted: ReadonlySet<string>) {
  const found = new Map<string, ListedProduct>();
  const others = new Set<string>();
  const unreadable: UnreadableValue[] = [];
  const { places, answered, missingDays } = placesOf(payload, segments, asked);
  for (const { place, stretch } of places) {
    for (const [videoId, entry] of mapsIn(place).flatMap(entriesOf)) {
      if (!wanted.has(videoId)) {
        others.add(videoId);
        continue;
      }
      const stats = jsonObjects(at(entry, 'stats'));
      for (const [productId, product] of productsOf(entry, stats)) {
        // Products without an id are kept apart.
        const key = `${videoId} ${productId ?? `without id ${found.size}`}`;
        const known = found.get(key) ?? { videoId, product, parts: new Map() };
        found.set(key, known);
        const own = stats.filter(
          (stat) => productId !== undefined && readId(at(stat, 'product', 'id')) === productId,
        );
        for (const stat of own) {
          const reading = readFigures(stat, ASSOCIATED_ROW);
          unreadable.push(...reading.unreadable);
          known.parts.set(stretch, [...(known.parts.get(stretch) ?? []), reading.figures]);
        }
      }
    }
  }
  const different: string[] = [];
  const pairs = [...found.values()].map(({ videoId, product, parts }): Pair => {
    const merged = [...parts.values()].map((same) => mergeFigures(same, ASSOCIATED_ROW));
    if (merged.some(({ isDifferent }) => isDifferent)) different.push(readId(at(product, 'id')) ?? '');
    const figures = sumFigures(
      merged.map((one) => one.figures),
      ASSOCIATED_ROW,
    );
    return { videoId, product, figures };
  });
  const isMerged = [...found.values()].some(({ parts }) => parts.size > 1);
  return { pairs, others: [...others], unreadable, different, isMerged, answered, missingDays };
}

/** The products of an entry with their ids, including those that only the figures name. */
function productsOf(entry: JsonObject, stats: readonly JsonObject[]) {
  const listed = jsonObjects(at(entry, 'products')).map(
    (product) => [readId(at(product, 'id')), product] as const,
  );
  const ids = new Set(listed.map(([id]) => id));
  const unlisted = jsonObjects(stats.map((stat) => at(stat, 'product'))).map(
    (product) => [readId(at(product, 'id')), product] as const,
  );
  return [...listed, ...unlisted.filter(([id]) => id !== undefined && !ids.has(id))];
}

/**
 * All places where a map has been seen: in the buckets or their rows, where those of the requested days count, or else
 * beside them.
 */
function placesOf(payload: JsonObject, segments: Segments, { period }: Asked) {
  const placesIn = ({ source, stats }: Bucket): readonly JsonObject[] => [source, ...stats];
  const hasMap = (place: JsonObject): boolean => mapsIn(place).some((map) => Object.keys(map).length > 0);
  const isFilled = (bucket: Bucket): boolean => placesIn(bucket).some(hasMap);
  const around = [payload, ...jsonObjects(at(payload, 'segments'))];
  if (around.some(hasMap) && !segments.buckets.some(isFilled)) {
    const places = around.map((place) => ({ place, stretch: '' }));
    return { places, answered: segments.claimed, missingDays: 0 };
  }
  const { buckets, ...about } = stretchesAbout(segments, period, isFilled);
  const places = buckets.flatMap((bucket) =>
    placesIn(bucket).map((place) => ({ place, stretch: bucket.from })),
  );
  return { places, ...about };
}

/** The maps in a place, under either name. */
const mapsIn = (place: JsonObject): readonly JsonObject[] =>
  jsonObjects(at(place, 'videoToProductsMap') ?? at(place, 'video_to_products_map'));

/** The entries of a map, each with its video id: one object with its id inside (a list of those arrives one by one), or a map keyed by id. */
function entriesOf(map: JsonObject): readonly (readonly [videoId: string, entry: JsonObject])[] {
  const own = readId(at(map, 'item_id'));
  if (own !== undefined) return [[own, map]];
  return Object.entries(map).flatMap(([key, entry]) =>
    isJsonObject(entry) ? [[readId(at(entry, 'item_id')) ?? key, entry] as const] : [],
  );
}

/**
 * The link that all rows share, with a placeholder for the product's id; undefined if a row has no link, or another
 * kind.
 */
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

const priceAt = (product: JsonObject, name: string): Money | undefined => {
  const money = readMoney(at(product, name));
  return money === UNREADABLE ? undefined : money;
};

/** A product's price, or the ends of its price range. */
function priceRangeOf(product: JsonObject, denomination: Denomination) {
  const from = priceOf(at(product, 'price_min'), denomination);
  const to = priceOf(at(product, 'price_max'), denomination);
  return JSON.stringify(from) === JSON.stringify(to) ? { price: from } : { price_min: from, price_max: to };
}

/** A price as results have it: money if it is a money object, otherwise the text to display. */
function priceOf(value: unknown, denomination: Denomination) {
  const money = readMoney(value);
  return money === undefined || money === UNREADABLE
    ? (readText(value) ?? readNumber(value) ?? readText(at(value, 'amount_formatted')))
    : writeMoney(money, denomination);
}
