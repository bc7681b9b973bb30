import { type AnyFigures, namesIn } from './figures.ts';
import { FIELDS, type FigureName, type MetricTable } from './vocabulary.ts';

/** What of some rows could not be used. */
interface SkippedRows {
  /** Rows without an id. */
  readonly withoutId: number;
  /** Ids of rows that came with different figures for the same days. */
  readonly different: readonly string[];
  /** Rows whose sum of a figure leaves stretches out. */
  readonly short: ReadonlyMap<FigureName, number>;
}

/** What rows over several stretches are. */
export function mergedNotes(table: MetricTable): readonly string[] {
  const hasRates = namesIn(table).some((name) => FIELDS[name].kind === 'rate');
  return [
    `Figures of several stretches are added up${hasRates ? '; rates over them are weighted by views, so approximate' : ''}.`,
  ];
}

/** Ids that a note names. */
const NAMED_IDS = 3;

/** What of the rows could not be used. */
export function skippedNotes({ withoutId, different, short }: SkippedRows): readonly string[] {
  const notes = [...short].map(
    ([name, rows]) =>
      `${name} of ${rows === 1 ? 'one row' : `${rows} rows`} has a value in some stretches only; the sum leaves out the others.`,
  );
  if (withoutId > 0)
    notes.push(`${withoutId === 1 ? 'One row' : `${withoutId} rows`} without an id left out.`);
  if (different.length > 0) {
    const ids = `${different.slice(0, NAMED_IDS).join(', ')}${different.length > NAMED_IDS ? ', …' : ''}`;
    notes.push(`The reply has different figures for the same row (${ids}); one of them is used.`);
  }
  return notes;
}

/** What the sums over rows leave out: rows without a value for a figure that others have. */
export function totalsNotes(
  rows: readonly { readonly figures: AnyFigures }[],
  table: MetricTable,
): readonly string[] {
  return namesIn(table).flatMap((name) => {
    const covered = rows.filter(({ figures }) => figures[name] !== undefined).length;
    return covered === 0 || covered === rows.length
      ? []
      : [`${name}: a value in ${covered} of ${rows.length} rows; the total leaves out the others.`];
  });
}
