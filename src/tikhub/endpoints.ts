import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { addDays, type DateRange, monthAround } from '../metrics/calendar.ts';
import {
  type Gate,
  gateAccountInfo,
  gateAudience,
  gateHealthStatus,
  gateInsights,
  gateLive,
  gatePair,
  gateProductList,
  gateRelatedVideos,
  gateShowcase,
  gateVideoDetail,
  gateVideoList,
  gateVideoProducts,
  gateVideoSummary,
  gateViolations,
} from '../metrics/replies.ts';
import type { FreshnessKind } from './payload.ts';

/** One of the 14 endpoints as data (upstream-api.md 6): its fields, how to write them, and what a payload contains. */
export interface Endpoint<Q extends Params, V> {
  readonly name: string;
  /** What the response is about, which decides how long it stays true. */
  readonly kind: FreshnessKind;
  /** Checks the container only: figures inside are read one by one, extra fields are kept. */
  readonly payload: z.ZodType<JsonObject, z.ZodTypeDef, unknown>;
  /** Compares a payload with what was requested; there is no other way to its figures. */
  readonly gate: Gate<V>;
  /** The endpoint's own fields as it wants them written. A method, so that every endpoint is one of any parameters. */
  writeParams(params: Q): Record<string, unknown>;
}

/** The fields of the single endpoints; dates are `YYYY-MM-DD` here. */
export interface Params {
  readonly start_date?: string;
  readonly end_date?: string;
  readonly page?: number;
  readonly rules?: VideoListRule;
  readonly count?: number;
  readonly offset?: number;
  readonly item_id?: string;
  readonly item_ids?: readonly string[];
  readonly product_id?: string;
}

/** The orders of the video list (upstream-api.md 6.6). */
export const VIDEO_LIST_RULES = [
  'VIDEO_LIST_PUBLISH_TIME',
  'VIDEO_LIST_GMV',
  'VIDEO_LIST_DIRECT_GMV',
  'VIDEO_LIST_VV_CNT',
  'VIDEO_LIST_ITEM_SOLD_CNT',
  'VIDEO_LIST_CTR',
  'VIDEO_LIST_COMPLETION_RATE',
  'VIDEO_LIST_LIKE_CNT',
  'VIDEO_LIST_NEW_FOLLOWER_CNT',
] as const;

export type VideoListRule = (typeof VIDEO_LIST_RULES)[number];

/** Every field that an endpoint takes is required: the vendor's defaults are for another account and another year. */
type Required<K extends keyof Params> = { readonly [key in K]-?: NonNullable<Params[key]> };
type NoParams = Readonly<Record<string, never>>;
type MonthParams = Required<'start_date'>;
type VideoParams = Required<'start_date' | 'item_id'>;
type VideoProductParams = Required<'start_date' | 'item_id' | 'product_id'>;

const jsonObject = z.record(z.unknown());
const objectList = z.array(jsonObject);

/** A payload without a list is valid if it has at least one of its own fields. */
const withOneOf = (...names: readonly string[]) =>
  jsonObject.superRefine((payload, context) => {
    if (names.some((name) => Object.hasOwn(payload, name))) return;
    context.addIssue({ code: z.ZodIssueCode.custom, path: [names[0] ?? ''], message: 'missing' });
  });

/** Two months of days, several times over; choosing among buckets takes quadratic time. */
const MAX_BUCKETS = 1000;

const isOfSaneLength = (segments: readonly Record<string, unknown>[]): boolean => {
  const lists = segments.flatMap(Object.values).filter((value) => Array.isArray(value));
  return segments.length + lists.reduce((sum, list) => sum + list.length, 0) <= MAX_BUCKETS;
};

const segments = z.object({ segments: objectList.refine(isOfSaneLength) }).passthrough();

/** `2026-10-31` as nearly all endpoints write it. */
function monthFirst(isoDate: string): string {
  const [year, month, day] = isoDate.split('-');
  return `${month}-${day}-${year}`;
}

/** An endpoint with the parameters `Q`; the second pair of parentheses lets the value of its gate be inferred. */
const endpoint =
  <Q extends Params>(name: string, kind: FreshnessKind, writeDates: WriteDates = monthFirstDates) =>
  <V>(payload: Endpoint<Q, V>['payload'], gate: Gate<V>): Endpoint<Q, V> => ({
    name,
    kind,
    payload,
    gate,
    writeParams({ start_date, end_date, ...rest }) {
      return { ...writeDates({ start_date, end_date }), ...rest };
    },
  });

interface Dates {
  readonly start_date?: string | undefined;
  readonly end_date?: string | undefined;
}
type WriteDates = (dates: Dates) => Dates;

const monthFirstDates: WriteDates = ({ start_date }) =>
  start_date === undefined ? {} : { start_date: monthFirst(start_date) };

/** Year first, and the day after the last one: `end_date` is exclusive (upstream-api.md 6.20). */
const isoDatesWithExclusiveEnd: WriteDates = ({ start_date, end_date }) => ({
  ...(start_date === undefined ? {} : { start_date }),
  ...(end_date === undefined ? {} : { end_date: addDays(end_date, 1) }),
});

/** The days that parameters ask for; undefined where the vendor chooses them. */
export function periodOf({ start_date, end_date }: Params): DateRange | undefined {
  if (start_date === undefined) return undefined;
  return end_date === undefined ? monthAround(start_date) : { from: start_date, to: end_date };
}

/** The gate leaves out entries that are not objects, and says so. */
const entries = z.array(z.unknown());
const violationRecords = z.object({ records: entries }).passthrough();

export const accountHealthStatus = endpoint<NoParams>('get_account_health_status', 'health')(
  withOneOf('risk_info', 'violation_score', 'creator_status'),
  gateHealthStatus,
);
export const accountViolationList = endpoint<Required<'page'>>('get_account_violation_list', 'health')(
  violationRecords,
  gateViolations,
);
export const accountInsightsOverview = endpoint<MonthParams>('get_account_insights_overview', 'figures')(
  segments,
  gateInsights,
);
export const liveAnalyticsSummary = endpoint<MonthParams>('get_live_analytics_summary', 'figures')(
  segments,
  gateLive,
);
export const videoAnalyticsSummary = endpoint<NoParams>('get_video_analytics_summary', 'figures')(
  segments,
  gateVideoSummary,
);
export const videoListAnalytics = endpoint<Required<'start_date' | 'page' | 'rules'>>(
  'get_video_list_analytics',
  'figures',
)(segments, gateVideoList);
export const productAnalyticsList = endpoint<Required<'start_date' | 'end_date' | 'page'>>(
  'get_product_analytics_list',
  'figures',
  isoDatesWithExclusiveEnd,
)(segments, gateProductList);
export const creatorAccountInfo = endpoint<NoParams>('get_creator_account_info', 'profile')(
  withOneOf('user_id', 'user_name', 'nick_name'),
  gateAccountInfo,
);
export const showcaseProductList = endpoint<Required<'count' | 'offset'>>(
  'get_showcase_product_list',
  'showcase',
)(z.object({ products: entries }).passthrough(), gateShowcase);
export const videoAssociatedProductList = endpoint<Required<'start_date' | 'item_ids'>>(
  'get_video_associated_product_list',
  'figures',
)(segments, gateVideoProducts);
export const videoAudienceStats = endpoint<VideoParams>('get_video_audience_stats', 'figures')(
  segments,
  gateAudience,
);
export const videoDetailedStats = endpoint<VideoParams>('get_video_detailed_stats', 'figures')(
  segments,
  gateVideoDetail,
);
export const videoToProductStats = endpoint<VideoProductParams>('get_video_to_product_stats', 'figures')(
  segments,
  gatePair,
);
export const productRelatedVideos = endpoint<VideoProductParams>('get_product_related_videos', 'figures')(
  segments,
  gateRelatedVideos,
);

/** The JSON body: identity and the endpoint's own fields, all of them explicit. */
export function writeBody<Q extends Params, V>(
  { writeParams }: Endpoint<Q, V>,
  identity: { readonly cookie: string; readonly proxy: string | undefined },
  params: Q,
): Record<string, unknown> {
  return { cookie: identity.cookie, proxy: identity.proxy ?? '', ...writeParams(params) };
}
