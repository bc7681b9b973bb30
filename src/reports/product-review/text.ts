import type { z } from 'zod';
import { compose, headerOf } from '../../render/markdown.ts';
import { table } from '../../render/table.ts';
import { callsInWords, counted, escapeText, grouped, moreInContent, percent } from '../../render/values.ts';
import { isSold, PRODUCT_FLAGS } from './review-product.ts';
import type { productReviewSchema } from './schema.ts';

type ProductReviewResult = z.output<z.ZodObject<typeof productReviewSchema>> & {
  readonly account: string;
  readonly notes: readonly string[];
};
type ReviewedRow = ProductReviewResult['products'][number];

/** The most lines of a table and of a list in the text; the structured content has all. */
const MOST_PRODUCTS = 10;
const MOST_NAMED = 4;
const MOST_TOLD = 8;

/** Longest title in a line, as in a table. */
const TITLE_IN_LINE = 100;

/** A review of products as text: what they earn, what stands out, what has changed. */
export function productReviewText(result: ProductReviewResult): string {
  const { currency, products, days, sold, in_showcase: offered, calls } = result;
  const selling = products.filter(isSold);
  const rows = selling.slice(0, MOST_PRODUCTS).map((row) => ({
    product_id: row.product_id,
    title: row.title,
    revenue: row.revenue,
    items_sold: row.items_sold,
    average_item_price: row.average_item_price,
    commission_per_item: row.commission_per_item,
    effective_rate: row.effective_rate,
    advertised: row.commission_rate === undefined ? undefined : percent(row.commission_rate),
    stock: row.stock,
  }));
  const shown = new Set([...rows.map(({ product_id }) => product_id), ...namedIn(products)]);
  const more = products.filter(({ product_id }) => !shown.has(product_id)).length;
  const blocks = [
    `${headerOf('Products reviewed', result)} · ${callsInWords(calls)}`,
    `${sold === undefined ? 'Products' : counted(sold, 'product')} sold in ${counted(days, 'day')}${sold === undefined ? ' not counted' : ''}, ${grouped(offered)} in the showcase`,
    ...(rows.length === 0 ? [] : [`Sold, highest revenue first\n${table(rows, currency)}`]),
    ...flagBlock(products, days),
    ...(more > 0
      ? [
          `(${rows.length === 0 ? counted(more, 'product') : counted(more, 'more product')} ${more === 1 ? 'is' : 'are'} in the structured content of the tool.)`,
        ]
      : []),
    ...changeBlock(result),
  ];
  return compose(blocks, result.notes);
}

const productName = ({
  product_id,
  title,
}: {
  readonly product_id: string;
  readonly title?: string | undefined;
}) => (title === undefined ? product_id : `${escapeText(title, TITLE_IN_LINE)} (${product_id})`);

/** What a flag means for one product. */
const FLAG_WORDS: Readonly<Record<(typeof PRODUCT_FLAGS)[number], (days: number) => string>> = {
  out_of_stock_with_sales: () => 'Out of stock now, with sales in the period',
  unavailable_with_sales: () => 'Unavailable now, with sales in the period',
  sales_without_commission: () => 'Sold without commission',
  not_sold: (days) => `In the showcase, not sold in ${counted(days, 'day')}`,
  rate_above_advertised: () => 'Earns above the advertised rate',
  rate_below_advertised: () => 'Earns below the advertised rate',
  lock_ending: () => 'Label: the locked commission ends soon',
  not_in_showcase: () => 'Sold, not in the showcase',
};

/** The products that a flag's line names. */
const flaggedWith = (flag: (typeof PRODUCT_FLAGS)[number], products: readonly ReviewedRow[]) => {
  const own = products.filter(({ flags = [] }) => flags.includes(flag));
  return { own, first: own.slice(0, MOST_NAMED) };
};

const namedIn = (products: readonly ReviewedRow[]): readonly string[] =>
  PRODUCT_FLAGS.flatMap((flag) => flaggedWith(flag, products).first.map(({ product_id }) => product_id));

function flagBlock(products: readonly ReviewedRow[], days: number): readonly string[] {
  const lines = PRODUCT_FLAGS.flatMap((flag) => {
    const { own, first } = flaggedWith(flag, products);
    if (own.length === 0) return [];
    const rates = flag === 'rate_above_advertised' || flag === 'rate_below_advertised';
    const named = first.map((row) => `${productName(row)}${rates ? ratesOf(row) : ''}`);
    const others = own.length > named.length ? `, ${grouped(own.length - named.length)} more` : '';
    return [`- ${FLAG_WORDS[flag](days)}: ${named.join(', ')}${others}`];
  });
  return lines.length === 0 ? [] : [`What stands out\n${lines.join('\n')}`];
}

const ratesOf = ({ effective_rate: effective = 0, commission_rate: advertised = 0 }: ReviewedRow): string =>
  ` ${percent(effective)} against ${percent(advertised)}`;

function changeBlock({ changes = [] }: ProductReviewResult): readonly string[] {
  if (changes.length === 0) return [];
  const write = (value: string | number | undefined): string =>
    typeof value === 'number' ? percent(value) : escapeText(value ?? 'unknown', TITLE_IN_LINE);
  const lines = changes.slice(0, MOST_TOLD).map((change) => {
    const { what, before, after, seen, seen_before } = change;
    const words =
      what === 'added' || what === 'removed'
        ? what
        : `${what.replaceAll('_', ' ')} ${write(before)} → ${write(after)}`;
    return `- ${productName(change)}: ${words}, seen ${seen.slice(0, 10)}, last seen as before ${seen_before.slice(0, 10)}`;
  });
  const more = changes.length - lines.length;
  return [`Changed in the showcase\n${lines.join('\n')}${moreInContent(more, 'change')}`];
}
