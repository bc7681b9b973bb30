import type { JsonObject } from '../../src/json.ts';
import { monthRange } from '../../src/metrics/calendar.ts';
import { monthsFrom } from '../../src/metrics/periods.ts';
import {
  gateInsights,
  gateLive,
  gateProductList,
  gateVideoList,
  gateVideoSummary,
} from '../../src/metrics/replies.ts';
import { computeChange } from '../../src/reports/change/compute.ts';
import type { ChangeData } from '../../src/reports/change/plan.ts';
import type { PeriodReadings } from '../../src/reports/period/plan.ts';
import { bucket, dates, money, segment } from './month-reply.ts';

/** Months as the computation of a change gets them, each through its gate; it is long after them. */

const CLOCK = { now: new Date('2026-12-20T00:00:00Z'), offset: 0 };

type Figures = (date: string, index: number) => JsonObject;

/** A month whose days have these figures. */
export function monthReply(month: string, figures: Figures): JsonObject {
  const { from, to } = monthRange(month);
  return {
    segments: [
      segment(
        from,
        to,
        0,
        dates(from, to).map((date, index) => bucket(date, date, 0, figures(date, index))),
      ),
    ],
  };
}

/** A month as one stretch. */
function stretchReply(month: string, figures: JsonObject): JsonObject {
  const { from, to } = monthRange(month);
  return { segments: [segment(from, to, 0, [bucket(from, to, 0, figures)])] };
}

export const earningsOf = (month: string, figures: Figures) =>
  gateInsights(monthReply(month, figures), { period: monthRange(month) }, CLOCK);

export const stretchOf = (month: string, figures: JsonObject) =>
  gateInsights(stretchReply(month, figures), { period: monthRange(month) }, CLOCK);

export const livesOf = (month: string, figures: Figures) =>
  gateLive(monthReply(month, figures), { period: monthRange(month) }, CLOCK);

export const postsOf = (month: string, figures: Figures) =>
  gateVideoSummary(monthReply(month, figures), { period: monthRange(month) }, CLOCK);

/** What a list of a month is about, where not all of the month, and whether it goes on. */
interface ListForm {
  readonly from?: string;
  readonly to?: string;
  readonly hasMore?: boolean;
  /** When it was read. */
  readonly now?: string;
}

const listReply = (month: string, rows: readonly JsonObject[], form: ListForm): JsonObject => {
  const whole = monthRange(month);
  const { from = whole.from, to = whole.to, hasMore = false } = form;
  return {
    segments: [
      {
        ...segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists'),
        list_control: { next_pagination: { has_more: hasMore, next_page: 1 } },
      },
    ],
  };
};

/** The product list of a month: what each id sold. */
export const productsOf = (
  month: string,
  sold: Readonly<Record<string, string>>,
  form: ListForm = {},
  currency = 'USD',
) => {
  const rows = Object.entries(sold).map(([id, revenue]) => ({
    product: { id, name: `Product ${id}` },
    revenue: money(revenue, currency),
    item_sold_cnt: Number(revenue) === 0 ? 0 : 1,
  }));
  const clock = form.now === undefined ? CLOCK : { now: new Date(form.now), offset: 0 };
  return gateProductList(listReply(month, rows, form), { period: monthRange(month), page: 0 }, clock);
};

/** The video list of a month: rows of the vendor's. */
export const videosOf = (month: string, rows: readonly JsonObject[], form: ListForm = {}) =>
  gateVideoList(listReply(month, rows, form), { period: monthRange(month), page: 0 }, CLOCK);

/** October against another month; everything was asked for. */
export const octoberAgainst = (
  month: string,
  current: PeriodReadings,
  previous: PeriodReadings,
  other: Partial<ChangeData> = {},
) =>
  computeChange(
    {
      name: undefined,
      period: monthsFrom('2026-10', 1),
      against: monthsFrom(month, 1),
      current,
      previous,
      failures: [],
      reportedTo: '2026-10-31',
      asked: new Set(['products', 'live', 'videos', 'video_list', 'posts'] as const),
      notAsked: [],
      plannedCalls: 9,
      ...other,
    },
    { clock: CLOCK, calls: 4 },
  );
