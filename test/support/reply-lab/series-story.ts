import fc from 'fast-check';
import { type Days, eachDay } from './days.ts';
import { type Frame, type Layer, layersOf, writeSelector, writeSpan } from './layout.ts';
import { pick } from './random.ts';
import type { SeriesEndpoint, ToldField } from './series-endpoints.ts';

/** A reply of an endpoint over time, and the truth behind it. */
export interface SeriesStory {
  readonly frame: Frame;
  readonly layers: readonly Layer[];
  readonly seed: number;
  /** How many of 16 cells are told; the others are null, absent or unreadable. */
  readonly told: number;
  /** How many of 16 buckets have no data at all. */
  readonly empty: number;
}

export const seriesStories = (among: fc.Arbitrary<Frame>): fc.Arbitrary<SeriesStory> =>
  among.chain((frame) =>
    fc.record({
      frame: fc.constant(frame),
      layers: layersOf(frame),
      seed: fc.nat(),
      told: fc.constantFrom(16, 16, 15, 12, 6),
      empty: fc.constantFrom(0, 0, 1, 4),
    }),
  );

/** What stands in a cell of a bucket. */
export type Cell = 'told' | 'null' | 'absent' | 'unreadable';

/** A bucket with its place, by which its cells are drawn. */
export interface StoryBucket extends Days {
  readonly layer: number;
  readonly index: number;
  readonly claims: Days | undefined;
}

export const bucketsOf = ({ layers }: SeriesStory): readonly StoryBucket[] =>
  layers.flatMap(({ buckets, claims }, layer) =>
    buckets.map(({ from, to }, index) => ({ from, to, layer, index, claims })),
  );

/** What a bucket has for a field. */
export function cellOf(story: SeriesStory, { layer, index }: StoryBucket, field: number): Cell {
  const { seed, told, empty } = story;
  if (pick(16, seed, layer, index, 1) < empty) return 'absent';
  if (pick(16, seed, layer, index, field, 2) < told) return 'told';
  return (['null', 'absent', 'unreadable'] as const)[pick(3, seed, layer, index, field, 3)] ?? 'null';
}

/** The truth: cents or a count of one day, sometimes negative as after returns. */
const truthOf = ({ seed }: SeriesStory, field: number, day: number): number =>
  pick(100_000, seed, field, day, 4) - (pick(20, seed, field, 5) === 0 ? 20_000 : 0);

/** The truth of several days. */
export const sumOfDays = (story: SeriesStory, field: number, days: readonly Days[]): number =>
  days.flatMap(eachDay).reduce((sum, day) => sum + truthOf(story, field, day), 0);

/** The rate that a bucket tells, in millionths. */
export const rateOf = ({ seed }: SeriesStory, field: number, { from, to }: Days): number =>
  pick(1_000_001, seed, field, from, to, 6);

const UNREADABLE = ['1,234.56', true, {}, 'n/a', [1], '12.5 %'] as const;

/** What cannot be read in the place of money, a count or a rate. */
const unreadable = (seed: number): unknown => UNREADABLE[pick(UNREADABLE.length, seed)];

function writeCell(story: SeriesStory, bucket: StoryBucket, field: ToldField, index: number): unknown {
  const cell = cellOf(story, bucket, index);
  const { seed } = story;
  if (cell === 'null') return null;
  if (cell === 'absent') return undefined;
  if (cell === 'unreadable') {
    const value = unreadable(seed + bucket.index + index);
    return field.kind === 'money' ? { amount: value, currency_code: 'SGD' } : value;
  }
  const isText = pick(3, seed, bucket.index, index, 7) === 0;
  if (field.kind === 'rate') {
    const rate = (rateOf(story, index, bucket) / 1_000_000).toFixed(6);
    return isText ? Number(rate) : rate;
  }
  const value = sumOfDays(story, index, [bucket]);
  if (field.kind === 'count') return isText ? String(value) : value;
  const amount = (value / 100).toFixed(2);
  return { amount: isText ? Number(amount) : amount, amount_formatted: `S$ ${amount}`, currency_code: 'SGD' };
}

/** The reply. */
export const writeSeries = (
  story: SeriesStory,
  { told }: SeriesEndpoint,
  ids: Readonly<Record<string, string>> = {},
) => ({
  segments: story.layers.map(({ claims, buckets }, layer) => ({
    time_selector: writeSelector(story.frame, claims),
    filter: { creator_id: '7499000000000000001', ...ids },
    timed_stats: buckets.map((days, index) => {
      const bucket = { ...days, layer, index, claims };
      const cells = told.flatMap((field, place) => {
        const value = writeCell(story, bucket, field, place);
        return value === undefined ? [] : [[field.wire, value] as const];
      });
      return { ...writeSpan(story.frame, days), stats: { ...Object.fromEntries(cells), ...ids } };
    }),
  })),
});
