import type { z } from 'zod';
import { compose, headerOf } from '../../render/markdown.ts';
import { cellOf, labelOf, table } from '../../render/table.ts';
import { callsInWords } from '../../render/values.ts';
import type { videoComparisonSchema } from './schema.ts';

type VideoComparisonResult = z.output<z.ZodObject<typeof videoComparisonSchema>> & {
  readonly account: string;
  readonly notes: readonly string[];
};

type ComparedVideo = VideoComparisonResult['videos'][number];

/** Ages that a text shows of a curve. */
const SHOWN_AGES: ReadonlySet<number> = new Set([0, 1, 2, 3, 6, 13, 20, 27]);

/** A comparison for a reader: each video at its age beside the previous ones, and the course of its impressions. */
export function videoComparisonText(result: VideoComparisonResult): string {
  const blocks = result.videos.flatMap((video) => [
    headingOf(video) + comparedWith(video),
    courseOf(video, result.previous_median),
  ]);
  return compose(
    [
      `${headerOf('Videos compared', result)} · against ${result.previous.length === 0 ? 'none' : `the ${result.previous.length === 1 ? 'one' : result.previous.length}`} before · ${callsInWords(result.calls)}`,
      ...blocks,
    ],
    result.notes,
  );
}

const headingOf = ({ video_id: id, title, published, age_days: age }: ComparedVideo): string =>
  `${id}${title === undefined ? '' : ` ${cellOf('title', title, { currency: undefined, offset: undefined })}`} · published ${published.slice(0, 10)}${age === undefined ? '' : `, up to day ${age} of its life`}`;

function comparedWith({ compared }: ComparedVideo): string {
  const rows = compared.map(({ figure, ...rest }) => ({ figure: labelOf(figure), ...rest }));
  return rows.length === 0 ? '' : `\n${table(rows, undefined)}`;
}

function courseOf({ curve }: ComparedVideo, medians: VideoComparisonResult['previous_median']): string {
  const rows = curve
    .filter(({ age_days: age }) => SHOWN_AGES.has(age) || age === curve.length - 1)
    .map(({ age_days: age, product_impressions: impressions }) => ({
      day: age,
      impressions,
      median_of_previous: medians.find((one) => one.age_days === age)?.product_impressions,
    }));
  return rows.length < 2 ? '' : `Impressions up to each day of its life\n${table(rows, undefined)}`;
}
