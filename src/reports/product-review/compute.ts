import Big from 'big.js';
import { at } from '../../json.ts';
import type { ReportMoment } from '../../mcp/define-report.ts';
import { ratioWhereBoth } from '../../metrics/common-days.ts';
import { denominationOfParts, writeFigures } from '../../metrics/denomination.ts';
import { shopOwnerNotes } from '../../metrics/notes.ts';
import {
  isMatching,
  notesOf,
  type Reading,
  settlingNotes,
  todayAt,
  withOwnDates,
  writeVerdict,
} from '../../metrics/reading.ts';
import { isUnreported, type Series } from '../../metrics/series.ts';
import type { ShowcaseProduct } from '../../metrics/showcase.ts';
import { daysUntil } from '../../metrics/sums.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';
import { readText } from '../../untrusted-text.ts';
import type { ProductReviewData } from './plan.ts';
import { isSold, reviewedProduct } from './review-product.ts';

const REVIEW_METHOD =
  "Effective rate = estimated commission ÷ (revenue × the account's commission base per revenue), from 5 items on; it differs from the advertised rate from one percentage point on. The product list has no clicks: attribute_sales has commission per click.";

const LOCK =
  'A product that earns above its advertised rate can have a locked rate. Taking it out of the showcase forfeits the lock.';

/** The whole review from the readings. Pure. */
export function computeProductReview(data: ProductReviewData, { calls, clock }: ReportMoment) {
  const { name, period, earnings, products, showcase, before, snapshot, failures } = data;
  const main = denominationOfParts([products.reading, earnings]);
  const list = isMatching(products.reading) ? products.reading.value : undefined;
  const isOneCurrency = list !== undefined && main.mixed.length === 0;
  const ownerNotes = list === undefined ? [] : shopOwnerNotes(list.rows);
  const isTold = ownerNotes.length === 0 && !isUnreported(earnings);
  const offers = showcase.reading === undefined ? [] : withOwnDates(showcase.reading).products;
  // Future days have no sales.
  const days = daysUntil([list?.window ?? period], todayAt(clock));
  const lists = {
    currency: main.currency ?? '',
    baseShare: baseShareOf(earnings),
    days,
    knowsUnsold: list !== undefined && products.isWhole && isTold,
    knowsShowcase: showcase.isWhole,
  };
  const byId = new Map(
    offers.flatMap((offer) => (offer.product_id === undefined ? [] : [[offer.product_id, offer] as const])),
  );
  const sold = (isOneCurrency ? list.rows : []).map(({ id, source, figures }) => {
    const offer = byId.get(id);
    return {
      product_id: id,
      title: readText(at(source, 'product', 'name')) ?? offer?.title,
      ...writeFigures(figures, main),
      ...reviewedProduct(figures, offer, lists),
      ...offerOf(offer),
    };
  });
  const listed = new Set(sold.map(({ product_id }) => product_id));
  const unlisted = [...byId]
    .filter(([id]) => !listed.has(id))
    .map(([id, offer]) => ({
      product_id: id,
      title: offer.title,
      ...reviewedProduct(undefined, offer, lists),
      ...offerOf(offer),
    }));
  const rows = [...sold, ...unlisted];
  const flagged = rows.flatMap(({ flags = [] }) => flags);
  return {
    period: { name, from: period.from, to: period.to },
    window: list?.window,
    currency: main.currency,
    days,
    // Only reviewed products are counted.
    sold: isTold && isOneCurrency ? sold.filter(isSold).length : undefined,
    in_showcase: offers.length,
    products: rows,
    flagged: Object.fromEntries(
      [...new Set(flagged)].map((flag) => [flag, flagged.filter((one) => one === flag).length]),
    ),
    changes: snapshot?.changes.map((change) => ({ ...change })),
    seen_before: before?.seen,
    calls,
    verdicts: [writeVerdict('product list', products.reading), writeVerdict('earnings', earnings)],
    notes: [
      ...new Set([
        ...failures,
        REVIEW_METHOD,
        ...(flagged.some((flag) => flag === 'rate_above_advertised' || flag === 'lock_ending') ? [LOCK] : []),
        ...(products.reading === undefined ? [] : notesOf(products.reading)),
        ...(showcase.reading?.notes ?? []),
        ...(list !== undefined && main.mixed.length > 0
          ? ['The product list has several currencies: its products are not reviewed together.']
          : []),
        ...(ownerNotes.length === 0
          ? []
          : [
              'The product list shows no sales at all, as it does for shop-owner accounts: what sold is in attribute_sales.',
            ]),
        ...(isUnreported(earnings)
          ? ['No day of this period has data: what sold is unknown, not zero.']
          : []),
        ...(list === undefined || products.isWhole
          ? []
          : [
              `The product list has more than the ${list.rows.length} products that were read, so none is called unsold.`,
            ]),
        ...(showcase.reading === undefined || showcase.isWhole
          ? []
          : [`The showcase has more than the ${offers.length} products that were read.`]),
        snapshotNote(data),
        ...settlingNotes(products.reading?.answered, todayAt(clock)),
      ]),
    ],
  };
}

function snapshotNote({ snapshot, before, showcase }: ProductReviewData): string {
  if (showcase.reading === undefined)
    return 'Without the showcase there is nothing to compare with the last time.';
  if (snapshot === undefined)
    return 'What changed since the last time is not known: that needs a cache directory (TIKTOK_CREATOR_CACHE).';
  return before === undefined
    ? 'The showcase is seen for the first time with this session; the next review tells what has changed.'
    : `Changes are those since reviews of the last 30 days, the latest of them ${before.seen}; what happened and was undone in between is not seen.`;
}

/** Commission base per revenue of the same days. */
function baseShareOf(earnings: Reading<Series<typeof INSIGHTS>> | undefined): Big | undefined {
  if (!isMatching(earnings)) return undefined;
  const share = ratioWhereBoth(earnings.value.days, 'base_revenue', 'revenue');
  return share === undefined || share <= 0 || share > 1 ? undefined : new Big(share);
}

/** The showcase entry of a product. */
const offerOf = (offer: ShowcaseProduct | undefined) =>
  offer === undefined
    ? { in_showcase: false }
    : {
        in_showcase: true,
        price: offer.price,
        commission_rate: offer.commission_rate,
        stock: offer.stock,
        review: offer.review,
        labels: offer.labels,
      };
