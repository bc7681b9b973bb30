import { at } from '../../json.ts';
import type { ReportMoment } from '../../mcp/define-report.ts';
import { span } from '../../metrics/calendar.ts';
import {
  type Denomination,
  denominationFor,
  denominationOfParts,
  writeFigures,
} from '../../metrics/denomination.ts';
import { shopOwnerNotes } from '../../metrics/notes.ts';
import { type NamedReading, notesOfParts } from '../../metrics/part-notes.ts';
import { isMatching, settlingNotes, todayAt, withOwnDates, writeVerdict } from '../../metrics/reading.ts';
import { isUnreported } from '../../metrics/series.ts';
import { readText } from '../../untrusted-text.ts';
import { isAboutPeriod, publishedLater } from './choose-pairs.ts';
import { ledgerOf, remainderNotes } from './ledger.ts';
import { type PairRow, pairRows } from './pair-rows.ts';
import type { AttributionData, AttributionParts } from './plan.ts';

/** Each HTTP 200 costs at least this (upstream-api.md 1.9). */
const PRICE_FROM_USD = 0.001;

const ATTRIBUTION_METHOD =
  "GMV is credited to a video for up to 14 days after a click, so one order can count for several videos: figures of one product are not added up across videos. Remainder = video revenue − GMV of the listed videos. Commission per 100 clicks = the pair's revenue × its product's commission per revenue ÷ clicks × 100, from 100 clicks and 10 orders; its range comes from the 95 % interval of orders per click.";

/** The whole attribution from the readings. Pure. */
export function computeAttribution(data: AttributionData, { calls, clock }: ReportMoment) {
  const { name, period, plan, parts, failures } = data;
  const today = todayAt(clock);
  const planned = plan.reduce((sum, part) => sum + part.calls, 0);
  const head = {
    period: { name, from: period.from, to: period.to },
    plan: [...plan],
    planned_calls: planned,
    price_from_usd: Number((planned * PRICE_FROM_USD).toFixed(3)),
    calls,
  };
  if (parts === undefined) {
    return {
      ...head,
      videos: [],
      pairs: [],
      pairs_left_out: 0,
      pairs_missing: 0,
      verdicts: [],
      notes: [
        'A plan: no call was made. It is the most calls that the report can make; cached responses cost nothing, and videos with fewer products take fewer calls.',
      ],
    };
  }
  const { earnings, videos, listEarnings, products, linked, pairs, leftOut } = parts;
  const main = denominationOfParts([earnings, videos, products, ...pairs.map(({ reading }) => reading)]);
  const channels = isMatching(earnings) ? earnings.value : undefined;
  const { rows, notes: pairNotes } = pairRows(data, parts, main, today);
  const product = productOf(data, parts, main);
  return {
    ...head,
    window: channels?.window,
    currency: main.currency,
    channels:
      channels &&
      (({ revenue, live_revenue, video_revenue, other_revenue }) => ({
        revenue,
        live_revenue,
        video_revenue,
        other_revenue,
      }))(writeFigures(channels.totals, denominationFor(channels.denomination, main))),
    ...ledgerOf(data, parts, main, today),
    product,
    pairs: rows,
    pairs_left_out: leftOut.filter(isWithout(rows)).length,
    pairs_missing: pairs.filter(({ reading }) => !isMatching(reading)).length,
    verdicts: [
      writeVerdict('earnings', earnings),
      writeVerdict('video list', videos),
      ...(listEarnings === earnings ? [] : [writeVerdict('earnings of the days of the list', listEarnings)]),
      writeVerdict('product list', products),
      writeVerdict('products of the videos', linked),
      ...pairs
        .map(({ video_id, product_id, reading }) => writeVerdict(`pair ${video_id} ${product_id}`, reading))
        .filter(({ verdict }) => verdict !== 'same'),
    ],
    notes: [
      ...new Set([
        ...failures,
        ATTRIBUTION_METHOD,
        ...notesOfParts(
          [
            ['Earnings', earnings],
            ['Video list', videos],
            ['Earnings of the days of the list', listEarnings === earnings ? undefined : listEarnings],
            ['Product list', products],
            ['Products of the videos', linked],
            ...pairs.map(({ video_id, product_id, reading }): NamedReading => {
              // Pairs about other days are counted, but not in the table.
              return [
                `Video ${video_id} with product ${product_id}`,
                isMatching(reading) ? reading : undefined,
              ];
            }),
          ],
          true,
        ),
        ...(videos === undefined || isAboutPeriod(videos, period)
          ? []
          : [
              isMatching(videos)
                ? `The video list comes by whole months: the videos are about ${span(withOwnDates(videos).window)}, the pairs about ${span(period)}.`
                : `The pairs are about ${span(period)}.`,
            ]),
        ...laterNotes(videos, period),
        ...pairNotes,
        ...noPairNotes(data, parts),
        ...remainderNotes(videos, listEarnings, main, today),
        ...(leftOut.length === 0
          ? []
          : [
              `${leftOut.length === 1 ? 'One more pair of these videos was' : `${leftOut.length} more pairs of these videos were`} not requested one by one: the request makes at most ${data.limit} calls. A larger max_calls reaches more.`,
            ]),
        ...(product === undefined
          ? []
          : [
              'Shares of a product are not added up: an order that follows clicks in two videos is in both of them. What LIVE and product cards sold of one product is not in the data.',
            ]),
        ...(products === undefined || shopOwnerNotes(withOwnDates(products).rows).length === 0
          ? []
          : [
              'The product list shows no sales at all, as it does for shop-owner accounts: the pairs have them, and there is no commission per click.',
            ]),
        ...settlingNotes(earnings?.answered, today),
      ]),
    ],
  };
}

/** Videos of a longer list that were published after the requested days, and so cannot have sold in them. */
function laterNotes(
  videos: AttributionParts['videos'],
  period: AttributionData['period'],
): readonly string[] {
  const { size } = publishedLater(videos, period);
  return size === 0
    ? []
    : [
        `Listed videos that were published after ${period.to}: ${size}. They cannot have sold before, so their products were not requested.`,
      ];
}

const isWithout =
  (rows: readonly PairRow[]) =>
  (pair: { readonly video_id: string; readonly product_id: string }): boolean =>
    !rows.some((row) => row.video_id === pair.video_id && row.product_id === pair.product_id);

/** What was not found. */
function noPairNotes(
  { itemId, productId }: AttributionData,
  { earnings, linked, videos, pairs, leftOut }: AttributionParts,
): readonly string[] {
  if (isUnreported(earnings))
    return ['No day of this period has data yet, so no pair of a video and a product was requested.'];
  if (linked === undefined || pairs.length + leftOut.length > 0) return [];
  if (productId !== undefined && videos !== undefined && itemId === undefined)
    return [`None of the ${withOwnDates(videos).rows.length} videos that were looked at has this product.`];
  if (itemId !== undefined)
    return [`The vendor names no ${productId === undefined ? 'products' : 'such product'} for this video.`];
  return [];
}

/** The entry of the requested product in the product list. */
function productOf(
  { productId }: AttributionData,
  { products, pairs }: AttributionParts,
  main: Denomination,
) {
  if (productId === undefined) return undefined;
  const list = isMatching(products) ? products.value : undefined;
  const row = list?.rows.find(({ id }) => id === productId);
  return {
    product_id: productId,
    title: readText(at(row?.source ?? {}, 'product', 'name')) ?? pairs[0]?.product_title,
    ...(list === undefined || row === undefined
      ? {}
      : writeFigures(row.figures, denominationFor(list.denomination, main))),
  };
}
