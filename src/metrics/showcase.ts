import { asList, at, type JsonObject, jsonObjects, readBoolean, readCount, readNumber } from '../json.ts';
import { readId, readText } from '../untrusted-text.ts';
import { firstPerId } from './first-per-id.ts';
import { joinNotes } from './part-notes.ts';
import { type Reading, undatedReading, withOwnDates } from './reading.ts';
import { ValueReader } from './value-reader.ts';

/** Codes with a documented meaning; another code is passed on as `code 3`. */
const STOCK: Readonly<Record<number, string>> = { 1: 'in stock', 2: 'out of stock' };
const REVIEW: Readonly<Record<number, string>> = {
  1: 'approved',
  2: 'code 2, probably under review',
  3: 'code 3, probably changes under review',
  4: 'unavailable',
  5: 'code 5, probably not approved',
  6: 'code 6, probably zero commission',
  7: 'code 7, probably disabled in LIVE',
};

const meaning =
  (words: Readonly<Record<number, string>>) =>
  (code: unknown): string | undefined => {
    const value = readNumber(code);
    return value === undefined ? undefined : (words[value] ?? `code ${value}`);
  };

/** One product of the showcase in our words (upstream-api.md 6.9); its commission rate comes in basis points. */
function showcaseProductOf(product: JsonObject, values: ValueReader) {
  const labels = asList(at(product, 'labels')).flatMap(
    (label) => readText(label) ?? readText(at(label, 'name')) ?? [],
  );
  const codes = asList(at(product, 'labels')).flatMap((label) => readCount(at(label, 'type')) ?? []);
  return {
    product_id: values.read('product_id', at(product, 'product_id'), readId),
    title: values.read('title', at(product, 'title'), readText),
    price: readText(at(product, 'format_available_price')),
    commission_rate: values.read(
      'commission_rate',
      at(product, 'affiliate_info', 'commission_rate'),
      showcaseRateOf,
      'a rate from 0 to 100 %',
    ),
    commission: readText(at(product, 'affiliate_info', 'commission_with_currency')),
    stock: values.read('stock', at(product, 'stock_status'), meaning(STOCK)),
    stock_count: values.read('stock_count', at(product, 'stock_num'), readCount),
    review: values.read('review', at(product, 'review_status'), meaning(REVIEW)),
    category: readText(at(product, 'category_info', 'name')),
    shop_name: readText(at(product, 'seller_info', 'shop_name')),
    seller_id: readId(at(product, 'seller_info', 'seller_id')),
    source: readText(at(product, 'source')),
    can_be_added: values.read('can_be_added', at(product, 'can_added'), readBoolean),
    labels: labels.length > 0 ? labels : undefined,
    label_codes: codes.length > 0 ? codes : undefined,
  };
}

/** The share of the price that is paid; more basis points than 100 % are not a rate. */
function showcaseRateOf(value: unknown): number | undefined {
  const basisPoints = readCount(value);
  return basisPoints === undefined || basisPoints > 10_000 ? undefined : basisPoints / 10_000;
}

/** A product of the showcase. */
export type ShowcaseProduct = ReturnType<typeof showcaseProductOf>;

/** Products of the showcase, on one or several pages. */
export interface ShowcaseList {
  readonly products: readonly ShowcaseProduct[];
  /** The number of rows received, repeats included: paging counts these. */
  readonly received: number;
  /** The vendor's own count; undefined if it gives none. */
  readonly total: number | undefined;
}

/** Reads `get_showcase_product_list` (upstream-api.md 6.9). */
export function readShowcase(payload: JsonObject): Reading<ShowcaseList> {
  const rows = jsonObjects(at(payload, 'products'));
  const received = asList(at(payload, 'products')).length;
  const skipped = received - rows.length;
  const values = new ValueReader();
  const list = {
    products: firstPerProduct(rows.map((row) => showcaseProductOf(row, values))),
    received,
    total: values.read('total', at(payload, 'total'), readCount),
  };
  return undatedReading(list, [
    ...(skipped > 0 ? [`Entries of the list that are not products were left out: ${skipped}.`] : []),
    ...values.notes(),
  ]);
}

/** Two pages as one list; a product that recurs counts once. */
export function joinShowcase(
  earlier: Reading<ShowcaseList>,
  later: Reading<ShowcaseList>,
): Reading<ShowcaseList> {
  const before = withOwnDates(earlier);
  const after = withOwnDates(later);
  return undatedReading(
    {
      products: firstPerProduct([...before.products, ...after.products]),
      received: before.received + after.received,
      total: after.total ?? before.total,
    },
    joinNotes(earlier.notes, later.notes),
  );
}

const firstPerProduct = (products: readonly ShowcaseProduct[]): readonly ShowcaseProduct[] =>
  firstPerId(products, ({ product_id: id }) => id);
