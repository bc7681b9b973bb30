import { at } from '../../json.ts';
import type { ReportMoment } from '../../mcp/define-report.ts';
import { type Month, monthOf } from '../../metrics/calendar.ts';
import {
  currenciesOf,
  type Denomination,
  denominationFor,
  denominationOfParts,
  isSameCurrency,
  writeFigures,
} from '../../metrics/denomination.ts';
import type { Figures } from '../../metrics/figures.ts';
import { shopOwnerNotes } from '../../metrics/notes.ts';
import {
  isMatching,
  type Reading,
  settlingNotes,
  todayAt,
  withOwnDates,
  writeVerdict,
} from '../../metrics/reading.ts';
import { finishedDays, type Series } from '../../metrics/series.ts';
import type { INSIGHTS, MetricTable } from '../../metrics/vocabulary.ts';
import { readText } from '../../untrusted-text.ts';
import { compareWithPrevious, dayProfile, outlookOf, trendOf } from './development.ts';
import { groupNotes, writeGroups } from './groups.ts';
import { capitalised, comparedLabel, type PeriodData, type PeriodParts, type PeriodScope } from './plan.ts';
import { rank, rowsAbout } from './rankings.ts';
import { finishedDaysWithData, revenuePerDay, todayNotes } from './today.ts';

const LIMITS = 'Commission is an estimate; refunds, payouts and paid commission are not in this data.';

/** The whole report from the readings. Pure. */
export function computePeriod(
  { scope, parts, failures, notAsked, plannedCalls }: PeriodData,
  { calls, clock }: ReportMoment,
) {
  const summary = describePeriod(scope, parts);
  return {
    ...summary,
    planned_calls: plannedCalls,
    calls,
    notes: [
      ...failures,
      ...notAsked,
      ...summary.notes,
      ...settlingNotes(parts.insights?.answered, todayAt(clock)),
    ],
  };
}

/** The report of a calendar month, which names it. */
export function computeMonth(data: PeriodData, moment: ReportMoment) {
  const month: Month = monthOf(data.scope.period.from);
  return { month, ...computePeriod(data, moment) };
}

/** Any period from the readings of several endpoints. */
export function describePeriod(scope: PeriodScope, parts: PeriodParts) {
  const { period, by, compare, sections } = scope;
  const insights = isMatching(parts.insights) ? parts.insights : undefined;
  const live = isMatching(parts.live) ? parts.live : undefined;
  const video = isMatching(parts.video) ? parts.video : undefined;
  const main = denominationOfParts([insights, live, parts.videos, parts.products]);
  const totals: Figures<typeof INSIGHTS> = insights?.value.totals ?? {};
  const compared = compareWithPrevious(insights, parts.previous, main, scope);
  const topVideos = rank(rowsAbout(parts.videos, 'video', insights, scope.today), {
    by: 'gmv',
    of: totals,
    main,
  });
  const topProducts = rank(rowsAbout(parts.products, 'product', insights, scope.today), {
    by: 'revenue',
    of: totals,
    main,
  });
  const others = [
    otherWindow('The earnings', parts.insights, main),
    otherWindow('The LIVE figures', parts.live, main),
    otherWindow('The video figures', parts.video, main),
  ].filter((one) => one !== undefined);
  const told = parts.insights ?? parts.live ?? parts.video;
  const offset = told === undefined ? '+00:00' : withOwnDates<Series<MetricTable>>(told).window.utc_offset;
  const window = insights?.value.window ??
    live?.value.window ?? { from: period.from, to: period.to, utc_offset: offset, complete: false };
  const label = comparedLabel(scope);

  return {
    period: {
      name: scope.name,
      from: period.from,
      to: period.to,
      by,
      compare,
      compared_with: scope.compared && label,
    },
    window,
    currency: main.currency,
    totals: {
      ...writeFigures(totals, main),
      revenue_per_day: insights && revenuePerDay(insights.value, main),
      views: video?.value.totals.views,
      new_followers: video?.value.totals.new_followers,
    },
    live: live && writeFigures(live.value.totals, denominationFor(live.value.denomination, main)),
    previous: compared.previous,
    change: compared.change,
    ...dayProfile(
      insights?.value.isDaily === true ? finishedDays(insights.value) : [],
      insights === undefined ? 0 : finishedDaysWithData(insights.value),
      main,
    ),
    days: insights ? writeGroups(insights.value, scope, main) : [],
    trend: insights && trendOf(insights.value, main),
    outlook: outlookOf(parts, scope, main),
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
      ...(scope.compared === undefined ? [] : [writeVerdict(label.replace('the ', ''), parts.previous)]),
      ...(sections.has('live') ? [writeVerdict('LIVE', parts.live)] : []),
      ...(sections.has('video') ? [writeVerdict('video', parts.video)] : []),
      ...(sections.has('top_videos') ? [writeVerdict('video list', parts.videos)] : []),
      ...(sections.has('top_products') ? [writeVerdict('product list', parts.products)] : []),
    ],
    notes: [
      ...new Set([
        LIMITS,
        ...partNotes(undefined, parts.insights),
        ...partNotes(capitalised(label), parts.previous),
        ...partNotes('LIVE', parts.live),
        ...partNotes('Video', parts.video),
        // A list that is left out says only why.
        ...(topVideos.window === undefined ? [] : partNotes('Video list', parts.videos)),
        ...(topProducts.window === undefined ? [] : partNotes('Product list', parts.products)),
        ...todayNotes(insights?.value),
        ...(insights === undefined ? [] : groupNotes(insights.value, scope)),
        ...compared.notes,
        ...topVideos.notes,
        ...topProducts.notes,
        ...(parts.products === undefined ? [] : shopOwnerNotes(withOwnDates(parts.products).rows)),
        ...currencyNotes(parts, main),
      ]),
    ],
  };
}

type AnyReading = Reading<unknown> | undefined;

/** The caveats of a part, each with its name in front. */
function partNotes(part: string | undefined, reading: AnyReading): readonly string[] {
  if (reading === undefined || !isMatching(reading)) return [];
  return part === undefined ? reading.notes : reading.notes.map((note) => `${part}: ${note}`);
}

/** Figures about other days than the period's: shown with their own dates, and used in nothing else. */
function otherWindow<T extends MetricTable>(
  part: string,
  reading: Reading<Series<T>> | undefined,
  main: Denomination,
) {
  if (reading === undefined || isMatching(reading)) return undefined;
  const { window, totals, denomination } = reading.ownWindow;
  const { from, to, days_with_data: days } = window;
  return {
    part,
    verdict: reading.verdict,
    window: { from, to },
    days_with_data: days,
    totals: writeFigures(totals, denominationFor(denomination, main)),
    notes: [...reading.notes],
  };
}

/** Parts in another currency than the result. */
function currencyNotes({ live, videos, products }: PeriodParts, main: Denomination): readonly string[] {
  const lives = isMatching(live) ? live.value.denomination : undefined;
  const others: readonly (readonly [string, Denomination | undefined])[] = [
    ['The LIVE part', lives],
    ['The video list', isMatching(videos) ? videos.value.denomination : undefined],
    ['The product list', isMatching(products) ? products.value.denomination : undefined],
  ];
  return others.flatMap(([part, own]) => {
    if (own === undefined) return [];
    // The LIVE part has its own note.
    if (own.mixed.length > 0 && own !== lives)
      return [`${part} has several currencies (${own.mixed.join(', ')}): it is left out of sums and shares.`];
    return own.currency === undefined || isSameCurrency(own, main)
      ? []
      : [
          `${part} is in ${currenciesOf(own)}, not in ${currenciesOf(main)}: it is left out of sums and shares.`,
        ];
  });
}
