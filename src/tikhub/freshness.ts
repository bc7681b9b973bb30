import { at, jsonObjects, readUnixSeconds } from '../json.ts';

/** What a response tells of: the account's standing, its profile, its showcase, or figures of a period. */
export type Kind = 'standing' | 'profile' | 'showcase' | 'figures';

/** The dates that a call asks for, as `YYYY-MM-DD`. */
interface Period {
  readonly start_date?: string;
  readonly end_date?: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long a response stays true where the period does not matter; figures of an open period still grow. */
const FRESH: Readonly<Record<Kind, number>> = {
  standing: 2 * MINUTE_MS,
  profile: HOUR_MS,
  showcase: 10 * MINUTE_MS,
  figures: 10 * MINUTE_MS,
};

/** For figures that no longer change. */
const CLOSED_FRESH = 30 * DAY_MS;

/** The longest that any response may be used. */
export const LONGEST_FRESH = CLOSED_FRESH;

/** Figures come in up to two days late (upstream-api.md 7.2); after three a period has its last ones. */
const SETTLING = 3 * DAY_MS;

/** A day ends this much later in the westernmost zone than in Greenwich. */
const WESTERNMOST = 12 * HOUR_MS;

/**
 * How long a response may be used again, in milliseconds from when it was fetched. Figures keep only when both the
 * period asked for and the window that came back are closed: the vendor may answer for another one.
 * @param fetchedAt in milliseconds since 1970
 */
export function freshFor(kind: Kind, period: Period, payload: unknown, fetchedAt: number): number {
  if (kind !== 'figures') return FRESH[kind];
  const requested = requestedEnd(period);
  const covered = coveredEnd(payload);
  if (requested === undefined || covered === undefined) return FRESH.figures;
  return Math.max(requested, covered) + SETTLING < fetchedAt ? CLOSED_FRESH : FRESH.figures;
}

/** When the requested period is over everywhere: after `end_date`, or else after the month of `start_date`. */
function requestedEnd({ start_date, end_date }: Period): number | undefined {
  if (end_date !== undefined) return Date.parse(`${end_date}T00:00:00Z`) + DAY_MS + WESTERNMOST;
  if (start_date === undefined) return undefined;
  const [year = Number.NaN, month = Number.NaN] = start_date.split('-').map(Number);
  // Months count from 0 here, so this is the first of the next one.
  return Date.UTC(year, month, 1) + WESTERNMOST;
}

/** The latest end among a response's segments and their buckets, in milliseconds. */
function coveredEnd(payload: unknown): number | undefined {
  let latest: number | undefined;
  const see = (value: unknown): void => {
    const end = readUnixSeconds(value);
    if (end !== undefined && (latest === undefined || end > latest)) latest = end;
  };
  for (const segment of jsonObjects(at(payload, 'segments'))) {
    see(at(segment, 'time_selector', 'end_timestamp'));
    for (const name of ['timed_stats', 'timed_lists', 'timed_profile']) {
      for (const bucket of jsonObjects(segment[name])) see(bucket['end_timestamp']);
    }
  }
  return latest === undefined ? undefined : latest * 1000;
}
