import { sixDigits } from '../../metrics/denomination.ts';
import { type AnyFigures, countOf, moneyOf } from '../../metrics/figures.ts';
import { amountIn } from '../../metrics/money.ts';
import type { Row } from '../../metrics/rows.ts';
import { median } from '../../metrics/statistics.ts';
import { isFigureName, type VIDEO_ROW } from '../../metrics/vocabulary.ts';

/** The fewest views for meaningful rates of a video. */
const VIEWS_FOR_RATES = 1000;

/** The fewest videos for a meaningful median. */
const VIDEOS_FOR_MEDIAN = 5;

/** The fraction of the median below which a step is weak. */
const WEAK = 0.75;

/** The fewest clicks for a flag about missing sales. */
const CLICKS_FOR_FLAG = 100;

/** Below this many views, sales come from views of earlier weeks. */
const FEW_VIEWS = 100;

/** The steps from a view to a sale, in order. */
export const STEPS = ['completion_rate', 'click_through_rate', 'items_per_view'] as const;

type FunnelStep = (typeof STEPS)[number];

/** Something that stands out about a video. */
export const FLAGS = ['views_without_clicks', 'clicks_without_sales', 'sales_without_views'] as const;

/** The figures of a video that a review needs. */
export interface ReviewedVideo {
  readonly row: Row<typeof VIDEO_ROW>;
  readonly views: number;
  /** Undefined if the list does not have it, which is not zero. */
  readonly gmv: number | undefined;
  readonly steps: Readonly<Record<FunnelStep, number | undefined>>;
  readonly flags: readonly (typeof FLAGS)[number][];
  /** At least 1,000 views and a product, which a click or a sale proves. */
  readonly isEligible: boolean;
}

/** The figures of one video for the review. */
export function reviewedVideo(row: Row<typeof VIDEO_ROW>, currency: string): ReviewedVideo {
  // A sum that leaves out stretches is not used in a ratio.
  const figures: AnyFigures = Object.fromEntries(
    Object.entries(row.figures).filter(([name]) => !isFigureName(name) || !row.partial.has(name)),
  );
  const knownViews = countOf(figures, 'views');
  const views = knownViews ?? 0;
  const items = countOf(figures, 'items_sold');
  const rate = countOf(figures, 'click_through_rate');
  const money = moneyOf(figures, 'gmv');
  const gmv = money === undefined ? undefined : amountIn(money, currency).toNumber();
  const flags: (typeof FLAGS)[number][] = [];
  if (views >= VIEWS_FOR_RATES && rate === 0) flags.push('views_without_clicks');
  // The denominator of the rate is close to the views (upstream-api.md 6.6), so this approximates the clicks.
  if ((rate ?? 0) * views >= CLICKS_FOR_FLAG && items === 0) flags.push('clicks_without_sales');
  if ((gmv ?? 0) > 0 && knownViews !== undefined && knownViews < FEW_VIEWS) flags.push('sales_without_views');
  return {
    row,
    views,
    gmv,
    steps: {
      completion_rate: countOf(figures, 'completion_rate'),
      click_through_rate: rate,
      // Steps are those of eligible videos, which have views.
      items_per_view: items === undefined ? undefined : items / views,
    },
    flags,
    isEligible: views >= VIEWS_FOR_RATES && ((rate ?? 0) > 0 || (items ?? 0) > 0),
  };
}

/** The medians of the account's videos with enough views and a product. */
export interface Medians {
  readonly videos: number;
  readonly steps: Readonly<Record<FunnelStep, number | undefined>>;
  readonly gmvPerView: number | undefined;
  /** The number of videos behind a median, if not all. */
  readonly fewer: ReadonlyMap<FunnelStep | 'gmv_per_1000_views', number>;
}

/** Medians of the eligible videos; needs five. */
export function mediansOf(videos: readonly ReviewedVideo[]): Medians {
  const eligible = videos.filter(({ isEligible }) => isEligible);
  const middle = (values: readonly number[]): number | undefined =>
    values.length >= VIDEOS_FOR_MEDIAN ? median(values) : undefined;
  const fewer = new Map<FunnelStep | 'gmv_per_1000_views', number>();
  const medianOf = (
    name: FunnelStep | 'gmv_per_1000_views',
    values: readonly number[],
  ): number | undefined => {
    if (values.length > 0 && values.length < eligible.length) fewer.set(name, values.length);
    return middle(values);
  };
  const step = (name: FunnelStep): number | undefined =>
    medianOf(
      name,
      eligible.flatMap(({ steps }) => steps[name] ?? []),
    );
  return {
    videos: eligible.length,
    steps: {
      completion_rate: step('completion_rate'),
      click_through_rate: step('click_through_rate'),
      items_per_view: step('items_per_view'),
    },
    gmvPerView: medianOf(
      'gmv_per_1000_views',
      eligible.flatMap(({ gmv, views }) => (gmv === undefined ? [] : gmv / views)),
    ),
    fewer,
  };
}

/** The first step of an eligible video that is more than a quarter below the median. */
export function weakStepOf({ steps, isEligible }: ReviewedVideo, medians: Medians): FunnelStep | undefined {
  if (!isEligible) return undefined;
  return STEPS.find((name) => {
    const own = steps[name];
    const usual = medians.steps[name];
    return own !== undefined && usual !== undefined && usual > 0 && sixDigits(own / usual) < WEAK;
  });
}

/** How much more an eligible video would have sold at the median GMV per view: an upper bound. */
export function recoverableOf({ gmv, views, isEligible }: ReviewedVideo, { gmvPerView }: Medians): number {
  return isEligible && gmv !== undefined && gmvPerView !== undefined
    ? Math.max(0, gmvPerView * views - gmv)
    : 0;
}
