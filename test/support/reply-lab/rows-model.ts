import { bestCovers } from './covers.ts';
import { type Days, eachDay, hullOf, isInside, lengthOf, overlaps } from './days.ts';
import {
  hasId,
  idOf,
  isTold,
  type Place,
  type RowsEndpoint,
  type RowsStory,
  rowRate,
  rowSum,
  rowsIn,
} from './rows-story.ts';
import { verdictOf } from './series-model.ts';

/** One right answer: several choices of stretches can be equally good. */
export interface RowsAnswer {
  readonly verdict: ReturnType<typeof verdictOf>;
  readonly answered: Days | undefined;
  /** By id the figures by name, money in cents. */
  readonly rows: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly isMerged: boolean;
  readonly nameless: number;
  /** Figures whose sums leave stretches out. */
  readonly short: ReadonlySet<string>;
  readonly missingDays: number;
}

interface Bucket extends Days {
  readonly layer: number;
  readonly index: number;
}

/** All right answers, by trying everything. */
export function rowAnswers(story: RowsStory, endpoint: RowsEndpoint): readonly RowsAnswer[] {
  const { asked, today } = story.frame;
  const all = story.layers.flatMap(({ buckets }, layer) =>
    buckets.map((days, index): Bucket => ({ ...days, layer, index })),
  );
  const claims = story.layers.flatMap((layer) => [...(layer.claims ? [layer.claims] : []), ...layer.buckets]);
  return choices(story, all).map((stretches) => {
    const answered = hullOf(stretches) ?? hullOf(claims);
    const covered = new Set(stretches.flatMap(eachDay));
    const missingDays =
      stretches.length === 0 || answered === undefined ? 0 : lengthOf(answered) - covered.size;
    const verdict = verdictOf(answered, asked, Number.NaN, today);
    const isBroken = asked !== undefined && missingDays > 0 && (verdict === 'same' || verdict === 'partial');
    return {
      verdict: isBroken ? 'narrower' : verdict,
      answered,
      missingDays,
      isMerged: stretches.length > 1,
      ...sumRows(story, endpoint, all, stretches),
    };
  });
}

/** Every choice of stretches that is as good as any. */
function choices(story: RowsStory, all: readonly Bucket[]): readonly (readonly Days[])[] {
  const { asked } = story.frame;
  const hasRows = (bucket: Days): boolean => rowsIn(story, bucket).length > 0;
  const tilings = (buckets: readonly Bucket[]): readonly (readonly Days[])[] =>
    covers(buckets.filter(hasRows)).flatMap((withRows) =>
      covers(buckets.filter((bucket) => !withRows.some((one) => overlaps(one, bucket)))).map((empty) => [
        ...withRows,
        ...empty,
      ]),
    );
  if (asked === undefined) return tilings(all);
  const within = all.filter((bucket) => isInside(bucket, asked));
  const touching = all.filter((bucket) => overlaps(bucket, asked));
  const outside = tilings(touching.length > 0 ? touching : all);
  if (within.length === 0) return outside;
  const reach = (stretches: readonly Days[]): number =>
    stretches.flatMap(eachDay).filter((day) => day >= asked.from && day <= asked.to).length;
  const inner = tilings(within);
  const isEnough = within.some(hasRows) || !touching.some(hasRows);
  return [
    ...(isEnough ? inner.filter((one) => outside.some((other) => reach(one) >= reach(other))) : []),
    ...outside.filter((other) => !isEnough || inner.some((one) => reach(one) < reach(other))),
  ];
}

const covers = (buckets: readonly Days[]): readonly (readonly Days[])[] =>
  bestCovers(buckets, Number.POSITIVE_INFINITY);

function sumRows(
  story: RowsStory,
  { fields }: RowsEndpoint,
  all: readonly Bucket[],
  stretches: readonly Days[],
) {
  const rows = new Map<string, Record<string, number>>();
  const short = new Set<string>();
  let nameless = 0;
  const placesIn = (days: Days, row: number): readonly Place[] =>
    all
      .filter(({ from, to }) => from === days.from && to === days.to)
      .map(({ layer, index }) => ({ layer, index, row }));
  for (const stretch of stretches) {
    for (const [order, row] of rowsIn(story, stretch).entries()) {
      const copies = order === 0 ? story.pages : 1;
      nameless += placesIn(stretch, row).filter((place) => !hasId(story, place)).length * copies;
    }
  }
  for (let row = 0; row < story.ids; row += 1) {
    const tells = (stretch: Days, field: number): boolean =>
      placesIn(stretch, row).some((place) => hasId(story, place) && isTold(story, place, field));
    const own = stretches.filter(
      (stretch) =>
        rowsIn(story, stretch).includes(row) && placesIn(stretch, row).some((place) => hasId(story, place)),
    );
    if (own.length === 0) continue;
    const figures: Record<string, number> = {};
    for (const [field, { name, kind, isSingle }] of fields.entries()) {
      const told = own.filter((stretch) => tells(stretch, field));
      if (told.length === 0) continue;
      if (kind !== 'rate') {
        figures[name] = told.reduce((sum, stretch) => sum + rowSum(story, row, field, stretch), 0);
        if (told.length < own.length) short.add(name);
        continue;
      }
      const [only] = own;
      if (own.length === 1 && only !== undefined) {
        figures[name] = rowRate(story, row, field, only) / 1_000_000;
        continue;
      }
      if (isSingle === true) continue;
      const views = fields.findIndex((one) => one.name === 'views');
      const both = told.filter((stretch) => tells(stretch, views));
      if (both.length < own.length) short.add(name);
      const mean = meanOf(
        both.map((stretch) => ({
          rate: rowRate(story, row, field, stretch) / 1_000_000,
          weight: rowSum(story, row, views, stretch),
        })),
      );
      if (mean !== undefined) figures[name] = mean;
    }
    rows.set(idOf(row), figures);
  }
  return { rows, short, nameless };
}

function meanOf(parts: readonly { readonly rate: number; readonly weight: number }[]): number | undefined {
  const [only] = parts;
  if (parts.length === 1) return only?.rate;
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  return weight === 0 ? undefined : parts.reduce((sum, part) => sum + part.rate * part.weight, 0) / weight;
}
