import { at, readUnixSeconds } from '../json.ts';
import { readText } from '../untrusted-text.ts';
import { type AddedFigures, addRowFigures } from './add-rows.ts';
import { type DateRange, dateAt, daysBetween, type IsoDate } from './calendar.ts';
import type { Row, Rows } from './rows.ts';
import { type MetricTable, VIDEO_ROW } from './vocabulary.ts';

/** A video with its publish time, and its figures over all lists that contain it. */
export interface Post extends AddedFigures<typeof VIDEO_ROW> {
  readonly id: string;
  readonly title: string | undefined;
  /** Unix seconds. */
  readonly publishedAt: number;
  /** The day of publication in the account's time zone. */
  readonly date: IsoDate;
}

/** When the video of a row was published, in unix seconds. */
const publishTimeOf = ({ source }: Pick<Row<typeof VIDEO_ROW>, 'source'>): number | undefined =>
  readUnixSeconds(at(source, 'video_meta', 'publish_time'));

/**
 * The videos of some lists, newest first, each once: a list has a video's figures for the days of the list, and figures
 * from lists about different days add up. A row without a publish time is left out.
 * @param lists about days that do not overlap
 */
export function postsOf(lists: readonly Rows<typeof VIDEO_ROW>[]): readonly Post[] {
  const byId = new Map<
    string,
    { readonly first: Omit<Post, 'figures' | 'partial'>; readonly parts: Row<typeof VIDEO_ROW>[] }
  >();
  for (const { rows, offset } of lists) {
    for (const row of rows) {
      const publishedAt = publishTimeOf(row);
      if (publishedAt === undefined) continue;
      const known = byId.get(row.id) ?? {
        first: {
          id: row.id,
          title: readText(at(row.source, 'video_meta', 'name')),
          publishedAt,
          date: dateAt(publishedAt, offset),
        },
        parts: [],
      };
      byId.set(row.id, known);
      known.parts.push(row);
    }
  }
  return [...byId.values()]
    .map(({ first, parts }) => ({ ...first, ...addRowFigures(parts, VIDEO_ROW) }))
    .sort((a, b) => b.publishedAt - a.publishedAt || (a.id < b.id ? -1 : 1));
}

/**
 * The publish time of the last video of a list that is sorted by it and was not read to its end: older videos may be
 * missing.
 * @returns undefined for a list that was read to its end
 */
export function readBackTo({ rows, isWhole }: Rows<typeof VIDEO_ROW>): number | undefined {
  if (isWhole) return undefined;
  const times = rows.flatMap((row) => publishTimeOf(row) ?? []);
  return times.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...times);
}

/** Days after which a post has most of its views. */
export const SETTLED_DAYS = 7;

/** Whether a post is old enough to be compared with others. */
export const isSettled = ({ date }: Post, today: IsoDate): boolean =>
  daysBetween(date, today) >= SETTLED_DAYS;

/**
 * The date on which the newest video of a list was published, at the list's own offset, if that is after the days that
 * the list was requested for: then it is probably about other days.
 */
export function publishedAfter<T extends MetricTable>(
  { rows, offset }: Rows<T>,
  requested: DateRange | undefined,
): IsoDate | undefined {
  const dates = rows.flatMap((row) => {
    const seconds = publishTimeOf(row);
    return seconds === undefined ? [] : [dateAt(seconds, offset)];
  });
  return dates
    .sort()
    .filter((date) => requested !== undefined && date > requested.to)
    .at(-1);
}
