import { at, readNumber, readUnixSeconds } from '../json.ts';
import { addDays, type DateRange, dateOfDay } from './calendar.ts';

const HOUR_LENGTH = 3600;
const DAY_LENGTH = 24 * HOUR_LENGTH;

/** A bucket shorter than this is part of a day. */
const SHORTEST_DAY = 20 * HOUR_LENGTH;

const isOffset = (seconds: number): boolean => seconds >= -12 * HOUR_LENGTH && seconds <= 14 * HOUR_LENGTH;

/** Seconds east of UTC from −12:00 to +14:00; a number that small can only be hours (upstream-api.md 4.13). */
export function offsetOf(value: unknown): number | undefined {
  const parsed = readNumber(value);
  if (parsed === undefined || !Number.isInteger(parsed)) return undefined;
  const seconds = Math.abs(parsed) <= 14 ? parsed * HOUR_LENGTH : parsed;
  return isOffset(seconds) ? seconds : undefined;
}

/**
 * The offset at which most of some instants are midnights, where no reply tells it.
 * @param known the account's: it is kept where it fits, and else decides between two that do
 */
export function inferOffset(starts: readonly number[], known: number | undefined): number {
  const counts = new Map<number, number>();
  for (const start of starts) counts.set(start % DAY_LENGTH, (counts.get(start % DAY_LENGTH) ?? 0) + 1);
  const [time] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  if (time === undefined) return known ?? 0;
  const near = known ?? 0;
  const candidates = [0, -time, DAY_LENGTH - time].filter(
    (offset) => isOffset(offset) && (time + offset) % DAY_LENGTH === 0,
  );
  return candidates.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? near;
}

interface LocalSpan extends DateRange {
  readonly days: number;
  /** Less than a day. */
  readonly isShort: boolean;
  /** An edge was not a midnight at this offset, as with daylight saving. */
  readonly isRounded: boolean;
}

/** The local days between two instants, each rounded to the nearest midnight. */
export function readSpan(value: unknown, offset: number): LocalSpan | undefined {
  const start = readUnixSeconds(at(value, 'start_timestamp'));
  const end = readUnixSeconds(at(value, 'end_timestamp'));
  if (start === undefined || end === undefined || end <= start) return undefined;
  const first = Math.round((start + offset) / DAY_LENGTH);
  const days = Math.max(1, Math.round((end + offset) / DAY_LENGTH) - first);
  const from = dateOfDay(first);
  return {
    from,
    to: addDays(from, days - 1),
    days,
    isShort: end - start < SHORTEST_DAY,
    isRounded: (start + offset) % DAY_LENGTH !== 0 || (end + offset) % DAY_LENGTH !== 0,
  };
}
