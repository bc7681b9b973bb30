import Big from 'big.js';
import { at, readUnixSeconds } from '../../json.ts';
import type { ReportMoment } from '../../mcp/define-report.ts';
import {
  clip,
  type DateRange,
  dateAt,
  daysBetween,
  type IsoDate,
  instantAt,
  span,
} from '../../metrics/calendar.ts';
import { ratioWhereBoth } from '../../metrics/common-days.ts';
import { sixDigits, writeFigures } from '../../metrics/denomination.ts';
import { moneyOf } from '../../metrics/figures.ts';
import { toNumber } from '../../metrics/money.ts';
import { isMatching, notesOf, todayAt, withOwnDates, writeVerdict } from '../../metrics/reading.ts';
import { daysUntil, ratioOf } from '../../metrics/sums.ts';
import { readText } from '../../untrusted-text.ts';
import { wholeMonthOf } from '../period/plan.ts';
import type { VideoReviewData } from './plan.ts';
import { mediansOf, recoverableOf, reviewedVideo, weakStepOf } from './review.ts';

const VIDEO_REVIEW_METHOD =
  'Medians are those of the listed videos with at least 1,000 views and a product, from 5 of them on. A step is weak when it is more than a quarter below its median. Recoverable GMV is (median GMV per view − own) × views: an upper bound, not a forecast.';

const NO_WEAK_STEP =
  'A recoverable video without a weak step has no known step more than a quarter below its median: smaller gaps add up, or it sells at a lower price per item, which is not a step of the review.';

/** The whole review from the readings. Pure. */
export function computeVideoReview(
  { name, period, videos, insights, failures }: VideoReviewData,
  { calls, clock }: ReportMoment,
) {
  const list = withOwnDates(videos);
  const { denomination, window, offset, rows, total, isWhole, nextPage } = list;
  const currency = denomination.currency ?? '';
  const reviewed = rows.map((row) => reviewedVideo(row, currency));
  const medians = mediansOf(reviewed);
  const money = (value: number): number => toNumber(new Big(value), currency);
  const rate =
    isMatching(videos) && isMatching(insights)
      ? ratioWhereBoth(insights.value.days, 'commission_estimated', 'revenue')
      : undefined;
  const lines = reviewed
    .map((video) => {
      const { row, views, gmv, flags } = video;
      const published = readUnixSeconds(at(row.source, 'video_meta', 'publish_time'));
      const recoverable = recoverableOf(video, medians);
      return {
        video_id: row.id,
        title: readText(at(row.source, 'video_meta', 'name')),
        published: published === undefined ? undefined : instantAt(published, offset),
        ...writeFigures(row.figures, denomination),
        gmv_per_1000_views: views > 0 && gmv !== undefined ? money((gmv / views) * 1000) : undefined,
        direct_share:
          row.partial.has('direct_gmv') || row.partial.has('gmv')
            ? undefined
            : shareOf(ratioOf(moneyOf(row.figures, 'direct_gmv'), moneyOf(row.figures, 'gmv'))),
        weak_step: weakStepOf(video, medians),
        flags: flags.length > 0 ? [...flags] : undefined,
        recoverable_gmv: recoverable > 0 ? money(recoverable) : undefined,
        recoverable_commission: recoverable > 0 && rate !== undefined ? money(recoverable * rate) : undefined,
      };
    })
    .sort((a, b) => (b.recoverable_gmv ?? 0) - (a.recoverable_gmv ?? 0));
  // The sum of the rounded amounts, so that it matches the rows.
  const sumOfShown = (key: 'recoverable_gmv' | 'recoverable_commission'): number =>
    toNumber(
      lines.reduce((sum, line) => sum.plus(line[key] ?? 0), new Big(0)),
      currency,
    );
  // Publish times are valid for any days, figures only for whole months.
  const cadenceDays = (isMatching(videos) && clip(period, window)) || window;
  const isMixed = denomination.mixed.length > 0;
  const hasRecoverable = !isMixed && medians.gmvPerView !== undefined;
  return {
    month: wholeMonthOf(period),
    period: { name, from: period.from, to: period.to },
    window,
    currency: denomination.currency,
    listed: rows.length,
    total,
    medians: {
      videos: medians.videos,
      completion_rate: roundedRate(medians.steps.completion_rate),
      click_through_rate: roundedRate(medians.steps.click_through_rate),
      items_per_view: roundedRate(medians.steps.items_per_view),
      gmv_per_1000_views: medians.gmvPerView === undefined ? undefined : money(medians.gmvPerView * 1000),
    },
    recoverable_gmv: hasRecoverable ? sumOfShown('recoverable_gmv') : undefined,
    recoverable_commission:
      hasRecoverable && rate !== undefined ? sumOfShown('recoverable_commission') : undefined,
    cadence: isWhole
      ? cadenceOf(
          rows.flatMap(({ source }) => {
            const seconds = readUnixSeconds(at(source, 'video_meta', 'publish_time'));
            return seconds === undefined ? [] : [dateAt(seconds, offset)];
          }),
          cadenceDays,
          todayAt(clock),
        )
      : undefined,
    videos: isMixed ? [] : lines,
    calls,
    verdicts: [writeVerdict('video list', videos), writeVerdict('earnings', insights)],
    notes: [
      ...failures,
      VIDEO_REVIEW_METHOD,
      ...[...medians.fewer].map(
        ([name, count]) =>
          `The median of ${name} is of ${count} of the ${medians.videos} videos: the others have no value for it.`,
      ),
      ...notesOf(videos),
      ...(isMatching(videos) && period.unit !== 'month'
        ? [
            `The video list comes by whole months: the figures are about ${span(window)}, posts a week about ${span(cadenceDays)}.`,
          ]
        : []),
      ...(isWhole
        ? []
        : [
            `${rows.length} of ${total ?? 'more'} videos were read, those with the highest GMV; medians and sums are theirs.${nextPage === undefined ? '' : ' pages reads more.'}`,
          ]),
      ...(lines.some((line) => line.recoverable_gmv !== undefined && line.weak_step === undefined)
        ? [NO_WEAK_STEP]
        : []),
      ...(rate === undefined
        ? ['No recoverable commission: there are no earnings for the days of the video list.']
        : []),
      ...(isMixed ? ['The list has several currencies: its videos are not reviewed together.'] : []),
    ],
  };
}

const roundedRate = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : sixDigits(value);

const shareOf = (share: number | undefined): number | undefined =>
  share === undefined || share < 0 || share > 1 ? undefined : sixDigits(share);

/** How often videos were published within some days, up to today. */
function cadenceOf(dates: readonly IsoDate[], window: DateRange, today: IsoDate) {
  const own = dates.filter((date) => date >= window.from && date <= window.to).sort();
  const days = daysUntil([window], today);
  const gaps = own.map((date, index) => daysBetween(own[index - 1] ?? date, date));
  return {
    published: own.length,
    per_week: Number(((own.length / days) * 7).toFixed(1)),
    longest_gap_days: own.length > 1 ? Math.max(...gaps) : undefined,
  };
}
