import { at, type JsonObject, jsonObjects, readNonNegative, readNumber } from '../json.ts';
import { readText } from '../untrusted-text.ts';
import { readBuckets } from './buckets.ts';
import type { DateRange } from './calendar.ts';
import { type Clock, listWindowOf } from './window.ts';

/**
 * The viewers of a video (upstream-api.md 6.11). Shares of single days cannot be averaged without view counts,
 * so of several profiles the one over the longest stretch counts.
 */
export function readAudience(payload: JsonObject, asked: DateRange, clock: Clock) {
  const reading = readBuckets(payload, 'timed_profile', clock.offset);
  const filled = reading.buckets.filter((bucket) => bucket.stats.length > 0);
  const profile = [...filled].sort((a, b) => b.days - a.days).at(0);
  const range = profile === undefined ? reading.range : { from: profile.from, to: profile.to };
  const { window, notes } = listWindowOf({ ...reading, range }, asked, clock.now);
  const stats = profile?.stats[0] ?? {};
  return {
    window,
    creator_id: reading.creatorId,
    genders: partsOf(at(stats, 'follower_genders')),
    ages: partsOf(at(stats, 'follower_ages')),
    regions: partsOf(at(stats, 'follower_regions')),
    profile_type: readNumber(at(stats, 'profile_type')),
    notes:
      profile === undefined ? [...notes, 'No audience data for this video in this period yet.'] : [...notes],
  };
}

/** `{key, value}` pairs as shares, largest first. */
function partsOf(value: unknown): { key: string; share: number }[] {
  const parts = jsonObjects(value).flatMap((part) => {
    const key = readText(at(part, 'key'));
    const share = readNonNegative(at(part, 'value'));
    return key === undefined || share === undefined ? [] : [{ key, share }];
  });
  return parts.sort((a, b) => b.share - a.share);
}
