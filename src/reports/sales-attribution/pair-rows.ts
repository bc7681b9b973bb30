import { at } from '../../json.ts';
import type { DateRange, IsoDate } from '../../metrics/calendar.ts';
import { ratioWhereBoth } from '../../metrics/common-days.ts';
import {
  type Denomination,
  denominationFor,
  isSameCurrency,
  writeFigures,
} from '../../metrics/denomination.ts';
import { type AnyFigures, moneyOf } from '../../metrics/figures.ts';
import { isMatching, withOwnDates } from '../../metrics/reading.ts';
import { addFigureMoney, ratioOf } from '../../metrics/sums.ts';
import { readText } from '../../untrusted-text.ts';
import { whyNoShares } from '../period/rankings.ts';
import { isAboutPeriod, type PairName, plainAmount } from './choose-pairs.ts';
import { asShare, earningsPer100Clicks, ordersPerClick } from './pair-figures.ts';
import type { AttributionData, AttributionParts } from './plan.ts';

/** A row of the table of videos and products. */
export type PairRow = ReturnType<typeof pairRows>['rows'][number];

/**
 * Videos with their products over the requested days, the highest revenue first: from a call for each pair, or from the
 * list of the videos' products if it is about the same days.
 */
export function pairRows(
  { period, productId }: AttributionData,
  { videos, products, linked, pairs, leftOut }: AttributionParts,
  main: Denomination,
  today: IsoDate,
) {
  const currency = main.currency ?? '';
  const titles = new Map(
    (videos === undefined ? [] : withOwnDates(videos).rows).map(({ id, source }) => [
      id,
      readText(at(source, 'video_meta', 'name')),
    ]),
  );
  const list =
    isMatching(products) && isSameCurrency(products.value.denomination, main) ? products.value : undefined;
  const productFigures = new Map(
    // Sums that leave out stretches are incomplete, and not used in rates.
    list?.rows.map(({ id, figures, partial }) => [
      id,
      {
        revenue: partial.has('revenue') ? undefined : figures.revenue,
        commission_estimated: partial.has('commission_estimated') ? undefined : figures.commission_estimated,
      },
    ]),
  );
  const head = ({ video_id, product_id, product_title }: PairName) => ({
    video_id,
    title: titles.get(video_id),
    product_id,
    product_title,
  });
  const usable = pairs.flatMap((pair) =>
    isMatching(pair.reading) ? [{ ...pair, series: pair.reading.value }] : [],
  );
  const own = usable.map(({ series, ...pair }) => {
    const { days, totals, denomination } = series;
    const of = productFigures.get(pair.product_id);
    const isOneCurrency = isSameCurrency(denomination, main) && main.currency !== undefined;
    const rate = isOneCurrency ? ratioOf(of?.commission_estimated, of?.revenue) : undefined;
    const isOfSameDays =
      productId !== undefined &&
      list !== undefined &&
      whyNoShares(list.window, 'product', series, 'revenue', today) === undefined;
    return {
      ...head(pair),
      ...writeFigures(totals, denominationFor(denomination, main)),
      direct_share: asShare(ratioWhereBoth(days, 'direct_revenue', 'revenue')),
      share_of_product: isOfSameDays ? asShare(ratioOf(moneyOf(totals, 'revenue'), of?.revenue)) : undefined,
      click_to_order_rate: ordersPerClick(days),
      ...earningsPer100Clicks(days, rate, currency),
      figures_from: 'pair' as const,
    };
  });
  const beside = unaskedRows(linked, leftOut, period, main).map(({ pair, ...row }) => ({
    ...head(pair),
    ...row,
  }));
  const elsewhere = pairs.filter(({ reading }) => reading !== undefined && !isMatching(reading)).length;
  return {
    rows: [...own, ...beside].sort((a, b) => plainAmount(b.revenue) - plainAmount(a.revenue)),
    notes: [
      ...(elsewhere === 0
        ? []
        : [
            `Pairs that came back for other days than requested, and are left out of the table: ${elsewhere}.`,
          ]),
      ...(isAboutPeriod(videos, period) ? repeatNotes(usable, videos) : []),
    ],
  };
}

/** Pairs without a call of their own, from the list of the videos' products if it is about the same days. */
function unaskedRows(
  linked: AttributionParts['linked'],
  leftOut: readonly PairName[],
  period: DateRange,
  { currency }: Denomination,
) {
  if (!isMatching(linked) || !isAboutPeriod(linked, period) || linked.value.currency !== currency) return [];
  const { products } = linked.value;
  return leftOut.flatMap((pair) => {
    const row = products.find(
      ({ video_id, product_id }) => video_id === pair.video_id && product_id === pair.product_id,
    );
    const revenue = row?.revenue ?? row?.gmv;
    if (row === undefined || revenue === undefined) return [];
    const { items_sold, product_impressions, product_clicks } = row;
    return [
      {
        pair,
        revenue,
        items_sold,
        product_impressions,
        product_clicks,
        figures_from: 'video' as const,
      },
    ];
  });
}

/** Whether the pairs of a video sold more than it did: each may then be the product's total (upstream-api.md 7.9). */
function repeatNotes(
  pairs: readonly { readonly video_id: string; readonly series: { readonly totals: AnyFigures } }[],
  videos: AttributionParts['videos'],
): readonly string[] {
  if (videos === undefined) return [];
  const over = withOwnDates(videos).rows.filter(({ id, figures }) => {
    const own = pairs.filter(({ video_id }) => video_id === id).map(({ series }) => series.totals);
    const ratio = ratioOf(addFigureMoney(own, 'revenue'), moneyOf(figures, 'gmv'));
    return ratio !== undefined && ratio > 1;
  });
  return over.length === 0
    ? []
    : [
        `The products of ${over.length === 1 ? 'one video' : `${over.length} videos`} sold more than the video itself: the vendor may repeat the whole of a product for each of its videos, so read the figures of pairs as upper bounds.`,
      ];
}
