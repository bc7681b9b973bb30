import { z } from 'zod';
import type { Kind } from './freshness.ts';

/** One of the 14 endpoints as data (upstream-api.md 6): its own fields, how they are written, and what a payload must contain. */
export interface Endpoint<Q extends Params, P> {
  readonly name: string;
  /** What the response tells of, which decides how long it stays true. */
  readonly kind: Kind;
  /** Checks the container only: figures inside are read one by one, extra fields are kept. */
  readonly payload: z.ZodType<P, z.ZodTypeDef, unknown>;
  /** The endpoint's own fields as it wants them written. A method, so that every endpoint is one of any parameters. */
  writeParams(params: Q): Record<string, unknown>;
}

/** The fields that endpoints have of their own; dates are `YYYY-MM-DD` here. */
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

type VideoListRule = (typeof VIDEO_LIST_RULES)[number];

/** Every field that an endpoint takes is required: the vendor's defaults are another account's and another year's. */
type Required<K extends keyof Params> = { readonly [key in K]-?: NonNullable<Params[key]> };
type NoParams = Readonly<Record<string, never>>;
type MonthParams = Required<'start_date'>;
type VideoParams = Required<'start_date' | 'item_id'>;
type VideoProductParams = Required<'start_date' | 'item_id' | 'product_id'>;

const jsonObject = z.record(z.unknown());
const objectList = z.array(jsonObject);

/** A payload without a list counts as whole when it has at least one of its own fields. */
const withOneOf = (...names: readonly string[]) =>
  jsonObject.superRefine((payload, context) => {
    if (names.some((name) => Object.hasOwn(payload, name))) return;
    context.addIssue({ code: z.ZodIssueCode.custom, path: [names[0] ?? ''], message: 'missing' });
  });

/** Two months of days, several times over; picking the right ones takes a time that grows with the square. */
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

const asIs = (isoDate: string): string => isoDate;

/** An endpoint with the parameters `Q`; the second pair of parentheses lets the payload's type be inferred. */
const endpoint =
  <Q extends Params>(name: string, kind: Kind, writeDate = monthFirst) =>
  <P>(payload: Endpoint<Q, P>['payload']): Endpoint<Q, P> => ({
    name,
    kind,
    payload,
    writeParams({ start_date, end_date, ...rest }) {
      return {
        ...(start_date === undefined ? {} : { start_date: writeDate(start_date) }),
        ...(end_date === undefined ? {} : { end_date: writeDate(end_date) }),
        ...rest,
      };
    },
  });

export const accountHealthStatus = endpoint<NoParams>(
  'get_account_health_status',
  'standing',
)(withOneOf('risk_info', 'violation_score', 'creator_status'));
export const accountViolationList = endpoint<Required<'page'>>(
  'get_account_violation_list',
  'standing',
)(z.object({ records: objectList }).passthrough());
export const accountInsightsOverview = endpoint<MonthParams>(
  'get_account_insights_overview',
  'figures',
)(segments);
export const liveAnalyticsSummary = endpoint<MonthParams>('get_live_analytics_summary', 'figures')(segments);
export const videoAnalyticsSummary = endpoint<NoParams>('get_video_analytics_summary', 'figures')(segments);
export const videoListAnalytics = endpoint<Required<'start_date' | 'page' | 'rules'>>(
  'get_video_list_analytics',
  'figures',
)(segments);
export const productAnalyticsList = endpoint<Required<'start_date' | 'end_date' | 'page'>>(
  'get_product_analytics_list',
  'figures',
  asIs,
)(segments);
export const creatorAccountInfo = endpoint<NoParams>(
  'get_creator_account_info',
  'profile',
)(withOneOf('user_id', 'user_name', 'nick_name'));
export const showcaseProductList = endpoint<Required<'count' | 'offset'>>(
  'get_showcase_product_list',
  'showcase',
)(z.object({ products: objectList }).passthrough());
export const videoAssociatedProductList = endpoint<Required<'start_date' | 'item_ids'>>(
  'get_video_associated_product_list',
  'figures',
)(segments);
export const videoAudienceStats = endpoint<VideoParams>('get_video_audience_stats', 'figures')(segments);
export const videoDetailedStats = endpoint<VideoParams>('get_video_detailed_stats', 'figures')(segments);
export const videoToProductStats = endpoint<VideoProductParams>(
  'get_video_to_product_stats',
  'figures',
)(segments);
export const productRelatedVideos = endpoint<VideoProductParams>(
  'get_product_related_videos',
  'figures',
)(segments);

/** The JSON body: identity and the endpoint's own fields, all of them explicit. */
export function writeBody<Q extends Params, P>(
  { writeParams }: Endpoint<Q, P>,
  identity: { readonly cookie: string; readonly proxy: string | undefined },
  params: Q,
): Record<string, unknown> {
  return { cookie: identity.cookie, proxy: identity.proxy ?? '', ...writeParams(params) };
}
