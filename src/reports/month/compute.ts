import { at } from '../../json.ts';
import type { ReportMoment } from '../../mcp/define-report.ts';
import { type Month, monthRange } from '../../metrics/calendar.ts';
import { denominationFor, denominationOfParts } from '../../metrics/currency.ts';
import { type Figures, writeFigures, writeMoney } from '../../metrics/figures.ts';
import { mapMoney } from '../../metrics/money.ts';
import {
  isMatching,
  type Reading,
  settlingNotes,
  todayAt,
  withOwnDates,
  writeVerdict,
} from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import { type Series, writeDays } from '../../metrics/series.ts';
import { shopOwnerNotes } from '../../metrics/shop-owner.ts';
import {
  DAY,
  type INSIGHTS,
  type LIVE,
  type PRODUCT_ROW,
  type VIDEO,
  type VIDEO_ROW,
} from '../../metrics/vocabulary.ts';
import { readText } from '../../untrusted-text.ts';
import { compareWithPrevious } from './change.ts';
import { dayProfile } from './day-profile.ts';
import { currencyNotes, otherWindow, partNotes } from './notes.ts';
import type { MonthData } from './plan.ts';
import { rank, rowsAbout } from './rankings.ts';

/** What a month is made of, as the gate let it through; a part that failed is missing. */
export interface MonthParts {
  readonly insights?: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly previous?: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly live?: Reading<Series<typeof LIVE>> | undefined;
  readonly video?: Reading<Series<typeof VIDEO>> | undefined;
  readonly videos?: Reading<Rows<typeof VIDEO_ROW>> | undefined;
  readonly products?: Reading<Rows<typeof PRODUCT_ROW>> | undefined;
}

const LIMITS = 'Commission is an estimate; refunds, payouts and paid commission are not in this data.';

/** The whole report from the readings. Pure. */
export function computeMonth({ month, parts, failures }: MonthData, { calls, clock }: ReportMoment) {
  const summary = summarizeMonth(month, parts);
  return {
    ...summary,
    calls,
    notes: [...failures, ...summary.notes, ...settlingNotes(parts.insights?.answered, todayAt(clock))],
  };
}

/** One calendar month from the readings of several endpoints. */
export function summarizeMonth(month: Month, parts: MonthParts) {
  const range = monthRange(month);
  const insights = isMatching(parts.insights) ? parts.insights : undefined;
  const live = isMatching(parts.live) ? parts.live : undefined;
  const video = isMatching(parts.video) ? parts.video : undefined;
  const main = denominationOfParts([insights, live, parts.videos, parts.products]);
  const totals: Figures<typeof INSIGHTS> = insights?.value.totals ?? {};
  const compared = compareWithPrevious(insights, parts.previous, main);
  const topVideos = rank(rowsAbout(parts.videos, 'video', insights), { by: 'gmv', of: totals, main });
  const topProducts = rank(rowsAbout(parts.products, 'product', insights), {
    by: 'revenue',
    of: totals,
    main,
  });
  const others = [
    otherWindow('The earnings', parts.insights, main),
    otherWindow('The LIVE figures', parts.live, main),
    otherWindow('The video figures', parts.video, main),
  ].filter((one) => one !== undefined);
  const window = insights?.value.window ??
    live?.value.window ?? { ...range, utc_offset: '+00:00', complete: false };
  const revenueDays = insights?.value.coverage.get('revenue');
  const revenue = totals.revenue;

  return {
    month,
    window,
    currency: main.currency,
    totals: {
      ...writeFigures(totals, main),
      revenue_per_day:
        revenue === undefined || revenueDays === undefined
          ? undefined
          : writeMoney(
              mapMoney(revenue, (amount) => amount.div(revenueDays)),
              main,
            ),
      views: video?.value.totals.views,
      new_followers: video?.value.totals.new_followers,
    },
    live: live && writeFigures(live.value.totals, denominationFor(live.value.denomination, main)),
    previous: compared.previous,
    change: compared.change,
    ...dayProfile(insights?.value.isDaily === true ? insights.value.days : [], main),
    days: insights ? writeDays(insights.value.days, DAY, main) : [],
    other_windows: others.length > 0 ? others : undefined,
    top_videos_window: topVideos.window,
    top_videos: topVideos.rows.map(({ row, share }) => ({
      video_id: row.id,
      title: readText(at(row.source, 'video_meta', 'name')),
      ...writeFigures(row.figures, topVideos.denomination),
      share,
    })),
    top_products_window: topProducts.window,
    top_products: topProducts.rows.map(({ row, share }) => ({
      product_id: row.id,
      title: readText(at(row.source, 'product', 'name')),
      ...writeFigures(row.figures, topProducts.denomination),
      share,
    })),
    concentration: {
      top_video_share: topVideos.rows[0]?.share ?? null,
      top_product_share: topProducts.rows[0]?.share ?? null,
    },
    verdicts: [
      writeVerdict('earnings', parts.insights),
      writeVerdict('month before', parts.previous),
      writeVerdict('LIVE', parts.live),
      writeVerdict('video', parts.video),
      writeVerdict('video list', parts.videos),
      writeVerdict('product list', parts.products),
    ],
    notes: [
      ...new Set([
        LIMITS,
        ...partNotes(undefined, parts.insights),
        ...partNotes('The month before', parts.previous),
        ...partNotes('LIVE', parts.live),
        ...partNotes('Video', parts.video),
        ...compared.notes,
        ...topVideos.notes,
        ...topProducts.notes,
        ...(parts.products === undefined ? [] : shopOwnerNotes(withOwnDates(parts.products).rows)),
        ...currencyNotes(parts, main),
      ]),
    ],
  };
}
