import { ApiError } from '../errors.ts';
import { at, type JsonObject } from '../json.ts';
import { readId } from '../untrusted-text.ts';
import {
  addDays,
  covers,
  type DateRange,
  dateOf,
  daysBetween,
  daysIn,
  type IsoDate,
  span,
} from './calendar.ts';
import type { Segments } from './segments.ts';

/** The clock and the account's UTC offset: what "today" means. */
export interface Clock {
  readonly now: Date;
  /** Seconds east of UTC; undefined until a reply has told it. */
  readonly offset: number | undefined;
}

/** What was requested, as far as a reply can differ from it. */
export interface Asked {
  /** Undefined where the vendor chooses the days. */
  readonly period?: DateRange | undefined;
  /** The video that the reply must be about. */
  readonly itemId?: string | undefined;
  /** The product that the reply must be about. */
  readonly productId?: string | undefined;
}

/** How the days that a reply covers relate to those requested. */
export type Verdict =
  | 'same'
  /** Begins as requested and ends early: the period is open, or its last days are not in yet. */
  | 'partial'
  /** A part of the requested days, or data on fewer than half of those that are due. */
  | 'narrower'
  /** The requested days and others, in figures that cannot be split. */
  | 'wider'
  /** Other days. */
  | 'elsewhere'
  /** The reply has no dates. */
  | 'unknown';

interface ReadingFacts {
  readonly asked: DateRange | undefined;
  /** The days that the value is about. */
  readonly answered: DateRange | undefined;
  /** Caveats of the value itself; {@link notesOf} adds what the verdict says. */
  readonly notes: readonly string[];
  /**
   * Whether the days are over, and from the first with data on (a video may be published late) nothing is missing,
   * unreadable or contradictory.
   */
  readonly isComplete?: boolean | undefined;
  /** The number of days with data, if they are too few for the figures to represent the requested days. */
  readonly fewDays?: number | undefined;
  /**
   * Days with a usable value for each figure, out of the days that came back; absent for values that are not about
   * days.
   */
  readonly coverage?: Readonly<Record<string, number>> | undefined;
}

/** A value about the requested days, which may be labelled with them. */
export interface Matching<T> extends ReadingFacts {
  readonly verdict: 'same' | 'partial';
  readonly value: T;
}

/** A value about other days: it may be shown under its own dates, but is used in no share, change or ranking. */
interface Differing<T> extends ReadingFacts {
  readonly verdict: 'narrower' | 'wider' | 'elsewhere' | 'unknown';
  readonly ownWindow: T;
}

/** What the gate lets through: a value that cannot be read without looking at its verdict. */
export type Reading<T> = Matching<T> | Differing<T>;

/** Whether a value is about the requested days. */
export const isMatching = <T>(reading: Reading<T> | undefined): reading is Matching<T> =>
  reading !== undefined && 'value' in reading;

/** The value whatever its days are, for callers that print its own dates beside it. */
export const withOwnDates = <T>(reading: Reading<T>): T =>
  'value' in reading ? reading.value : reading.ownWindow;

/** The usual lag: data that ends so close to today is not another window (upstream-api.md 7.2). */
export const LAG_DAYS = 3;

/** Compares the days of a reply with those requested. */
export function verdictOf(
  answered: DateRange | undefined,
  asked: DateRange | undefined,
  lastDayWithData: IsoDate | undefined,
  today: IsoDate,
): Verdict {
  if (answered === undefined) return 'unknown';
  if (asked === undefined) return 'same';
  const edge = addDays(today, -LAG_DAYS);
  if (answered.from === asked.from && answered.to <= asked.to) {
    if (answered.to < asked.to) return answered.to >= edge ? 'partial' : 'narrower';
    const isLate = (lastDayWithData ?? addDays(today, -1)) < asked.to && asked.to >= edge;
    return isLate ? 'partial' : 'same';
  }
  if (covers(asked, answered)) return 'narrower';
  return covers(answered, asked) ? 'wider' : 'elsewhere';
}

/**
 * Whether fewer than half of the requested days that are due have data: then the figures are about some days, not all.
 * False for a reply without data, which has no figures to misread.
 */
export function isSparse(daysWithData: number, asked: DateRange | undefined, today: IsoDate): boolean {
  if (asked === undefined || daysWithData === 0) return false;
  const due = addDays(today, -LAG_DAYS - 1);
  return daysWithData * 2 < daysIn({ from: asked.from, to: asked.to < due ? asked.to : due });
}

/**
 * The verdict on a list, whose rows are sums over all of its days.
 * @param missingDays days between its first and its last that it leaves out
 */
export function verdictOfList(
  answered: DateRange | undefined,
  asked: DateRange | undefined,
  missingDays: number,
  today: IsoDate,
): Verdict {
  const verdict = verdictOf(answered, asked, undefined, today);
  const isBroken = asked !== undefined && missingDays > 0;
  return isBroken && (verdict === 'same' || verdict === 'partial') ? 'narrower' : verdict;
}

/** A value with its verdict. */
export function readingOf<T>(value: T, verdict: Verdict, facts: ReadingFacts): Reading<T> {
  return verdict === 'same' || verdict === 'partial'
    ? { ...facts, verdict, value }
    : { ...facts, verdict, ownWindow: value };
}

/** A value that is not about days, such as a profile. */
export const undatedReading = <T>(value: T, notes: readonly string[] = []): Matching<T> => ({
  verdict: 'same',
  value,
  asked: undefined,
  answered: undefined,
  notes,
});

/** The same reading with something made from its value. */
export const mapReading = <T, U>(reading: Reading<T>, make: (value: T) => U): Reading<U> => {
  const { asked, answered, notes, isComplete, fewDays, coverage } = reading;
  const facts = { asked, answered, notes, isComplete, fewDays, coverage };
  return readingOf(make(withOwnDates(reading)), reading.verdict, facts);
};

/** The caveats of a reading in words, its verdict first. */
export function notesOf(reading: Reading<unknown>): readonly string[] {
  const { asked, answered, fewDays, notes } = reading;
  if (isMatching(reading) || asked === undefined) return notes;
  if (answered === undefined)
    return [`The reply does not say which days it covers; ${span(asked)} was requested.`, ...notes];
  if (fewDays !== undefined)
    return [
      `The reply has data on ${daysInWords(fewDays)} only (${span(answered)}): the figures are for those days, not for all of ${span(asked)} as requested.`,
      ...notes,
    ];
  if (answered.from === asked.from && answered.to === asked.to)
    return [`Not all days of ${span(asked)} are in the reply.`, ...notes];
  return [`The vendor returned ${span(answered)}, not ${span(asked)} as requested.`, ...notes];
}

const daysInWords = (count: number): string => (count === 1 ? 'one day' : `${count} days`);

/** A verdict as results have it. */
export interface WrittenVerdict {
  readonly part: string;
  readonly verdict: Verdict | 'missing';
  readonly asked?: DateRange | undefined;
  readonly answered?: DateRange | undefined;
  /** Figures without a value for every day that came back, with the number of days that have one. */
  readonly coverage?: Readonly<Record<string, number>> | undefined;
}

/** The verdict on one part of a result, in a form for programs. */
export function writeVerdict(part: string, reading: Reading<unknown> | undefined): WrittenVerdict {
  if (reading === undefined) return { part, verdict: 'missing' };
  const { verdict, asked, answered, coverage = {} } = reading;
  const days = answered === undefined ? 0 : daysBetween(answered.from, answered.to) + 1;
  const short = Object.entries(coverage).filter(([, covered]) => covered < days);
  return {
    part,
    verdict,
    // As requested: the window says it already.
    ...(verdict === 'same'
      ? {}
      : {
          asked: asked && { from: asked.from, to: asked.to },
          answered: answered && { from: answered.from, to: answered.to },
        }),
    coverage: short.length === 0 ? undefined : Object.fromEntries(short),
  };
}

/** For how long after their period figures still change (upstream-api.md 7.14). */
const SETTLING_DAYS = 30;

/** Until when figures of a closed period may still change; nothing for a period that is open or closed long ago. */
export function settlingNotes(answered: DateRange | undefined, today: IsoDate): readonly string[] {
  if (answered === undefined || answered.to >= today) return [];
  const until = addDays(answered.to, SETTLING_DAYS);
  return until > today ? [`These figures may still change until about ${until}.`] : [];
}

/** Today where the account is; in UTC until its offset is known. */
export const todayAt = ({ now, offset = 0 }: Clock): IsoDate => dateOf(now, offset);

/** The fields beside figures that say who and what they are about (upstream-api.md 6.12, 6.13). */
export const IDENTITY_FIELDS: ReadonlySet<string> = new Set(['creator_id', 'item_id', 'product_id']);

/**
 * Compares who and what a reply is about with what was requested. What a reply does not say is taken to be as
 * requested.
 * @param stats the objects of figures, which may name their video and product themselves
 * @throws ApiError `mismatch` when it names another video or product, or several creators
 */
export function checkIdentity(
  { creatorIds, itemIds, productIds }: Segments,
  asked: Asked,
  stats: readonly JsonObject[],
): void {
  const named = (told: readonly string[], field: string): readonly string[] => [
    ...new Set([...told, ...stats.flatMap((one) => readId(at(one, field)) ?? [])]),
  ];
  const creators = named(creatorIds, 'creator_id');
  if (creators.length > 1) {
    throw new ApiError('mismatch', `The reply mixes figures of ${creators.length} creators.`);
  }
  requireOnly('video', asked.itemId, named(itemIds, 'item_id'));
  requireOnly('product', asked.productId, named(productIds, 'product_id'));
}

function requireOnly(what: string, wanted: string | undefined, told: readonly string[]): void {
  const others = told.filter((one) => one !== wanted);
  if (wanted === undefined || others.length === 0) return;
  throw new ApiError('mismatch', `The vendor returned ${what} ${others[0] ?? ''}, not ${wanted}.`);
}
