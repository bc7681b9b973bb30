import type { z } from 'zod';
import type { Account } from '../credentials/account.ts';
import { ApiError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { DateRange } from '../metrics/calendar.ts';
import type { Reading } from '../metrics/reading.ts';

/** What a payload lacks: everything, or a part that its endpoint always sends. */
export interface PayloadFault {
  /** The missing part; undefined for an empty payload. */
  readonly missing: string | undefined;
}

/**
 * What makes a payload unusable for its endpoint (upstream-api.md 7.3); undefined for a good one.
 * @param schema of what the endpoint's payload must contain
 */
export function payloadFault(
  payload: unknown,
  schema: z.ZodType<JsonObject, z.ZodTypeDef, unknown>,
): PayloadFault | undefined {
  if (isEmptyPayload(payload)) return { missing: undefined };
  const { error } = schema.safeParse(payload);
  return error && { missing: error.issues[0]?.path.join('.') || 'payload object' };
}

function isEmptyPayload(payload: unknown): boolean {
  if (payload === undefined || payload === null || payload === '') return true;
  return typeof payload === 'object' && Object.keys(payload).length === 0;
}

/**
 * The payload of a response without a fault.
 * @param who the account's name, for the sentence about its session
 * @throws ApiError `session` for an empty success, `shape` for a missing container
 */
export function usablePayload(
  response: {
    readonly payload: unknown;
    readonly fault: PayloadFault | undefined;
    readonly requestId: string | undefined;
  },
  { name, renewal }: Account,
): JsonObject {
  const { payload, fault, requestId } = response;
  if (fault === undefined && isJsonObject(payload)) return payload;
  if (fault !== undefined && fault.missing === undefined) {
    throw new ApiError(
      'session',
      `TikTok sent an empty response for account "${name}", which usually means that its session has ended.`,
      { requestId, billed: 'yes', next: renewal },
    );
  }
  const missing = fault?.missing ?? 'payload object';
  throw new ApiError('shape', `The response has no usable "${missing}".`, { requestId });
}

/** What a response is about: the account's health, its profile, its showcase, or figures of a period. */
export type FreshnessKind = 'health' | 'profile' | 'showcase' | 'figures';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ONE_DAY_MS = 24 * HOUR_MS;

/** How long a response stays true where the period does not matter; figures of an open period still grow. */
const FRESH: Readonly<Record<FreshnessKind, number>> = {
  health: 2 * MINUTE_MS,
  profile: HOUR_MS,
  showcase: 10 * MINUTE_MS,
  figures: 10 * MINUTE_MS,
};

/** The figures of a closed period settle: the older it is, the less they change (upstream-api.md 7.14). */
const SETTLING = [
  { age: 3 * ONE_DAY_MS, fresh: HOUR_MS },
  { age: 30 * ONE_DAY_MS, fresh: 12 * HOUR_MS },
] as const;

/** For figures that no longer change; no response is used for longer. */
export const LONGEST_FRESH = 30 * ONE_DAY_MS;

/** A day ends this much later in the westernmost zone than in Greenwich. */
const WESTERNMOST = 12 * HOUR_MS;

/**
 * How long a response may be used again, in milliseconds from when it was fetched. Figures are kept for longer than a
 * few minutes only when they are about the days asked for, to the last of them.
 * @param asked the days of the call's parameters; undefined where the vendor chooses them, so that they differ tomorrow
 * @param fetchedAt in milliseconds since 1970
 */
export function freshFor(
  kind: FreshnessKind,
  asked: DateRange | undefined,
  { verdict, isComplete, answered }: Reading<unknown>,
  fetchedAt: number,
): number {
  if (kind !== 'figures') return FRESH[kind];
  if (asked === undefined || answered === undefined) return FRESH.figures;
  if (verdict !== 'same' || isComplete !== true) return FRESH.figures;
  const age = fetchedAt - (Date.parse(`${answered.to}T00:00:00Z`) + ONE_DAY_MS + WESTERNMOST);
  if (age < 0) return FRESH.figures;
  return SETTLING.find((step) => age <= step.age)?.fresh ?? LONGEST_FRESH;
}
