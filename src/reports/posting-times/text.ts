import type { z } from 'zod';
import { compose, headerOf } from '../../render/markdown.ts';
import { table } from '../../render/table.ts';
import { callsInWords, counted, grouped, money } from '../../render/values.ts';
import type { postingTimesSchema } from './schema.ts';

type PostingTimesResult = z.output<z.ZodObject<typeof postingTimesSchema>> & {
  readonly account: string;
  readonly notes: readonly string[];
};

/** Posting times as text: the number of posts, their medians, and those of each time, most views first. */
export function postingTimesText(result: PostingTimesResult): string {
  const { posts, too_young: tooYoung, median_views: views, median_gmv: gmv, currency, times } = result;
  const facts = [
    `${posts === undefined ? 'Unknown number of posts' : counted(posts, 'post')}${result.first_post === undefined ? '' : ` from ${result.first_post} to ${result.last_post}`}`,
    ...(tooYoung > 0 ? [`${tooYoung} younger than a week left out`] : []),
    ...(views === undefined ? [] : [`median views ${grouped(views)}`]),
    ...(gmv === undefined ? [] : [`median GMV ${money(gmv, currency)}`]),
  ];
  const rows = times.map((time) => ({
    weekday: time.weekday ?? (time.part_of_day === undefined ? 'other times' : 'other days'),
    part_of_day: time.part_of_day,
    posts: time.posts,
    median_views: time.median_views,
    median_gmv: time.median_gmv,
    views_index: time.views_index,
  }));
  return compose(
    [
      `${headerOf('Posting times', result)} · ${callsInWords(result.calls)}`,
      facts.join(' · '),
      ...(rows.length === 0
        ? []
        : [
            `By publication, most views first (night 0–6, morning 6–12, afternoon 12–18, evening 18–24)\n${table(rows, currency)}`,
          ]),
    ],
    result.notes,
  );
}
