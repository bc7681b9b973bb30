import { type DayRange, overlap } from './calendar.ts';
import type { Creator } from './creators.ts';
import type { Ledger } from './ledger.ts';
import type { Video } from './videos.ts';

/** A creator's data as far as it reaches now. */
export interface AccountView {
  readonly creator: Creator;
  readonly ledger: Ledger;
  readonly now: Date;
  /** The days that have data already. */
  readonly data: DayRange;
}

/** The video with this id, unless it is yet to be published. */
export function publishedVideo({ ledger, now }: AccountView, id: string): Video | undefined {
  const video = ledger.findVideo(id);
  return video && video.publishedAt * 1000 <= now.getTime() ? video : undefined;
}

/** The part of the requested days that has data; all of them, not covered, when none has. */
export function coveredDays(
  { data }: AccountView,
  requested: DayRange,
): { readonly days: DayRange; readonly covered: boolean } {
  const days = overlap(requested, data);
  return days.from < days.to ? { days, covered: true } : { days: requested, covered: false };
}
