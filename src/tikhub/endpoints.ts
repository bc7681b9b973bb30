import { z } from 'zod';
import type { Kind } from './freshness.ts';

/** The 14 endpoints as data (upstream-api.md 6): how a body is written and what a payload must contain. */
export interface Endpoint<P> {
  readonly name: string;
  /** How this endpoint writes `start_date` and `end_date`; all others use month first. */
  readonly isoDates: boolean;
  /** What the answer tells of, which decides how long it stays true. */
  readonly kind: Kind;
  /** Checks the container only: figures inside are read one by one, extra fields are kept. */
  readonly payload: z.ZodType<P, z.ZodTypeDef, unknown>;
}

/** The endpoint's own fields; dates are ISO here and written as the endpoint wants them. */
export interface Params {
  readonly start_date?: string;
  readonly end_date?: string;
  readonly page?: number;
  readonly rules?: string;
  readonly count?: number;
  readonly offset?: number;
  readonly item_id?: string;
  readonly item_ids?: readonly string[];
  readonly product_id?: string;
}

const wire = z.record(z.unknown());
const jsonObjects = z.array(wire);

/** A payload without a list counts as whole when it has at least one of its own fields. */
const withOneOf = (...names: readonly string[]) =>
  wire.superRefine((payload, context) => {
    if (names.some((name) => Object.hasOwn(payload, name))) return;
    context.addIssue({ code: z.ZodIssueCode.custom, path: [names[0] ?? ''], message: 'missing' });
  });

const define = <P>(
  name: string,
  kind: Kind,
  payload: Endpoint<P>['payload'],
  isoDates = false,
): Endpoint<P> => ({ name, kind, payload, isoDates });

/** Two months of days, several times over; picking the right ones takes a time that grows with the square. */
const MAX_BUCKETS = 1000;

const isOfSaneLength = (segments: readonly Record<string, unknown>[]): boolean => {
  const lists = segments.flatMap(Object.values).filter((value) => Array.isArray(value));
  return segments.length + lists.reduce((sum, list) => sum + list.length, 0) <= MAX_BUCKETS;
};

const segmented = (name: string, isoDates = false) =>
  define(name, 'figures', z.object({ segments: jsonObjects.refine(isOfSaneLength) }).passthrough(), isoDates);

export const accountHealthStatus = define(
  'get_account_health_status',
  'standing',
  withOneOf('risk_info', 'violation_score', 'creator_status'),
);
export const accountViolationList = define(
  'get_account_violation_list',
  'standing',
  z.object({ records: jsonObjects }).passthrough(),
);
export const accountInsightsOverview = segmented('get_account_insights_overview');
export const liveAnalyticsSummary = segmented('get_live_analytics_summary');
export const videoAnalyticsSummary = segmented('get_video_analytics_summary');
export const videoListAnalytics = segmented('get_video_list_analytics');
export const productAnalyticsList = segmented('get_product_analytics_list', true);
export const creatorAccountInfo = define(
  'get_creator_account_info',
  'profile',
  withOneOf('user_id', 'user_name', 'nick_name'),
);
export const showcaseProductList = define(
  'get_showcase_product_list',
  'showcase',
  z.object({ products: jsonObjects }).passthrough(),
);
export const videoAssociatedProductList = segmented('get_video_associated_product_list');
export const videoAudienceStats = segmented('get_video_audience_stats');
export const videoDetailedStats = segmented('get_video_detailed_stats');
export const videoToProductStats = segmented('get_video_to_product_stats');
export const productRelatedVideos = segmented('get_product_related_videos');

/** `2026-10-31` as this endpoint writes it. */
function writeDate(isoDate: string, isoDates: boolean): string {
  const [year, month, day] = isoDate.split('-');
  return isoDates ? isoDate : `${month}-${day}-${year}`;
}

/** The JSON body: identity and every own field, said out loud, because the vendor's defaults are another account's and another year's. */
export function writeBody<P>(
  endpoint: Endpoint<P>,
  identity: { readonly cookie: string; readonly proxy: string | undefined },
  params: Params,
): Record<string, unknown> {
  const { start_date, end_date, ...rest } = params;
  return {
    cookie: identity.cookie,
    proxy: identity.proxy ?? '',
    ...(start_date === undefined ? {} : { start_date: writeDate(start_date, endpoint.isoDates) }),
    ...(end_date === undefined ? {} : { end_date: writeDate(end_date, endpoint.isoDates) }),
    ...rest,
  };
}
