import { CALLS_AT_A_TIME } from '../../shared-state/call-limits.ts';

/** The least time for an account while others wait: enough for a few calls of the usual length. */
const LEAST_TURN_MS = 20_000;

/**
 * When the turn of an account ends, so that accounts that do not answer leave time for those that wait, and for the
 * levels, which are asked for last.
 * @param waiting how many accounts have not had their turn, this one included
 */
export function endOfTurn(now: number, endsAt: number, waiting: number): number {
  const share = (endsAt - now) / (Math.ceil(waiting / CALLS_AT_A_TIME) + 1);
  return Math.min(endsAt, now + Math.max(share, LEAST_TURN_MS));
}
