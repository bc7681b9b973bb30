import { at, type JsonObject, jsonObjects, readNumber } from '../json.ts';
import { readText } from '../untrusted-text.ts';
import { readAskedSegments } from './asked-buckets.ts';
import { clip, covers, type DateRange, utcOffsetText } from './calendar.ts';
import { segmentNotes } from './notes.ts';
import { type Asked, type Clock, type Reading, readingOf, verdictOf } from './reading.ts';
import type { Bucket } from './segments.ts';

/**
 * The viewers of a video (upstream-api.md 6.11). Shares of single days cannot be averaged without view counts, so only
 * one profile is used: the one for the requested days, or the nearest to them.
 * @throws ApiError `mismatch` for another video or several creators
 */
export function readAudience(payload: JsonObject, asked: Asked, clock: Clock): Reading<Audience> {
  const { segments, today } = readAskedSegments(payload, 'timed_profile', asked, clock);
  const filled = segments.buckets.filter(({ from, stats }) => from <= today && stats.length > 0);
  const profile = nearestTo(filled, asked.period);
  const answered: DateRange | undefined =
    profile === undefined ? segments.claimed : { from: profile.from, to: profile.to };
  const range = answered ?? asked.period ?? { from: today, to: today };
  const stats = profile?.stats[0] ?? {};
  const same = filled.filter((one) => one.from === profile?.from && one.to === profile.to);
  const isDifferent = new Set(same.flatMap((one) => one.stats.map((own) => JSON.stringify(own)))).size > 1;
  const unreadable = { count: 0 };
  const value = {
    window: {
      from: range.from,
      to: range.to,
      utc_offset: utcOffsetText(segments.offset),
      complete: range.to < today,
    },
    creator_id: segments.creatorIds[0],
    genders: sharesOf(at(stats, 'follower_genders'), unreadable),
    ages: sharesOf(at(stats, 'follower_ages'), unreadable),
    regions: sharesOf(at(stats, 'follower_regions'), unreadable),
    profile_type: readNumber(at(stats, 'profile_type')),
  };
  const { count } = unreadable;
  const tooMuch = (['genders', 'ages', 'regions'] as const).filter((name) => isMoreThanAll(value[name]));
  const notes = [
    ...(profile === undefined ? ['No audience data for this video in this period yet.'] : []),
    ...(count > 0
      ? [
          `${count === 1 ? 'One share' : `${count} shares`} could not be read as a fraction from 0 to 1: left out.`,
        ]
      : []),
    ...(isDifferent ? ['The reply has different profiles for the same days; one of them is used.'] : []),
    ...(tooMuch.length > 0 ? [`${tooMuch.join(', ')}: the shares add up to more than 100 %.`] : []),
    ...segmentNotes(segments),
  ];
  const verdict = verdictOf(answered, asked.period, undefined, today);
  return readingOf(value, verdict, { asked: asked.period, answered, notes, isComplete: range.to < today });
}

/** The shares of a video's viewers by gender, age group and region. */
export interface Audience {
  readonly window: DateRange & { readonly utc_offset: string; readonly complete: boolean };
  readonly creator_id: string | undefined;
  readonly genders: Share[];
  readonly ages: Share[];
  readonly regions: Share[];
  readonly profile_type: number | undefined;
}

interface Share {
  readonly key: string;
  readonly share: number;
}

/** Whether shares exceed the whole by more than their rounding. */
const isMoreThanAll = (shares: readonly Share[]): boolean =>
  shares.reduce((sum, { share }) => sum + share, 0) > 1 + 0.005 * Math.max(1, shares.length);

/**
 * The bucket of the requested days or else, in this order, the longest inside them, the shortest around them, the
 * longest that touches them.
 */
function nearestTo(buckets: readonly Bucket[], asked: DateRange | undefined): Bucket | undefined {
  const longest = [...buckets].sort((a, b) => b.days - a.days);
  if (asked === undefined) return longest[0];
  return (
    longest.find((bucket) => covers(asked, bucket)) ??
    longest.findLast((bucket) => covers(bucket, asked)) ??
    longest.find((bucket) => clip(bucket, asked) !== undefined) ??
    longest[0]
  );
}

/** `{key, value}` pairs as shares, largest first. */
function sharesOf(value: unknown, unreadable: { count: number }): Share[] {
  const parts = jsonObjects(value).flatMap((part) => {
    const key = readText(at(part, 'key'));
    const share = readNumber(at(part, 'value'));
    if (key !== undefined && share !== undefined && share >= 0 && share <= 1) return [{ key, share }];
    unreadable.count += 1;
    return [];
  });
  return parts.sort((a, b) => b.share - a.share);
}
