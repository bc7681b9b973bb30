import type { z } from 'zod';
import { compose, headerOf } from '../../render/markdown.ts';
import { table } from '../../render/table.ts';
import { callsInWords, counted, escapeWords, grouped, percent } from '../../render/values.ts';
import type { audienceProfileSchema } from './schema.ts';

type AudienceProfileResult = z.output<z.ZodObject<typeof audienceProfileSchema>> & {
  readonly account: string;
  readonly notes: readonly string[];
};

type DivisionResult = AudienceProfileResult['genders'];

/** The most shares that a line names; the others are combined. */
const NAMED_SHARES = 6;

/** A share that is rounded to 0 % is left out. */
const VISIBLE = 0.0005;

/** A profile as text: who watches, what a post usually gets, and the videos that it is based on. */
export function audienceProfileText(result: AudienceProfileResult): string {
  const { videos, views, typical_views: typical, engagement_rate: engagement } = result;
  const weighed = videos.filter(({ share_of_views: share }) => share !== undefined).length;
  const facts = [
    `${weighed} of ${counted(videos.length, 'video')} of ${result.month}, ${grouped(views)} views`,
    ...(typical === undefined
      ? []
      : [`typical views ${grouped(Math.round(typical))} (median of ${result.typical_posts} recent posts)`]),
    ...(engagement === undefined
      ? []
      : [
          `engagement ${percent(engagement)} (likes, comments and shares per view, ${counted(result.engagement_videos ?? 0, 'video')})`,
        ]),
  ];
  const lines = [
    ...divisionLine('Gender', result.genders),
    ...divisionLine('Age', result.ages),
    ...divisionLine('Region', result.regions),
  ];
  const rows = videos.map((video) => ({
    video_id: video.video_id,
    title: video.title,
    views: video.views,
    share_of_views: video.share_of_views && Number(video.share_of_views.toFixed(3)),
    left_out: video.left_out?.replaceAll('_', ' '),
  }));
  return compose(
    [
      `${headerOf('Audience profile', result)} · ${callsInWords(result.calls)}`,
      facts.join(' · '),
      lines.length === 0 ? 'No audience can be used.' : lines.join('\n'),
      ...(rows.length === 0 ? [] : [`Videos, most views first\n${table(rows, undefined)}`]),
    ],
    result.notes,
  );
}

const roundPercent = (share: number): string => percent(Number(share.toFixed(3)));

function divisionLine(name: string, division: DivisionResult): readonly string[] {
  if (division === undefined) return [];
  const { parts, unknown } = division;
  const rest = parts.slice(NAMED_SHARES).reduce((sum, { share }) => sum + share, 0);
  const said = [
    ...parts.slice(0, NAMED_SHARES).map(({ key, share }) => `${escapeWords(key)} ${roundPercent(share)}`),
    ...(rest < VISIBLE ? [] : [`${counted(parts.length - NAMED_SHARES, 'other')} ${roundPercent(rest)}`]),
    ...(unknown < VISIBLE ? [] : [`unknown ${roundPercent(unknown)}`]),
  ];
  return [`${name}: ${said.join(', ')}`];
}
