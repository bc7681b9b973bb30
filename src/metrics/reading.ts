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

/** The clock and the account's place in it: what "today" means. */
export interface Clock {
  readonly now: Date;
  /** Seconds east of UTC; undefined while no reply has told it. */
  readonly offset: number | undefined;
}

/** What was asked, as far as a reply can differ from it. */
export interface Asked {
  /** Undefined where the vendor chooses the days. */
  readonly period?: DateRange | undefined;
  /** The video that the reply must be about. */
  readonly itemId?: string | undefined;
  /** The product that the reply must be about. */
  readonly productId?: string | undefined;
}

/** How the days that a reply covers stand to those asked for. */
export type Verdict =
  | 'same'
  /** Begins as asked and ends early: the period is open, or its last days are not in yet. */
  | 'partial'
  /** A part of the asked days, or data on fewer than half of those that are due. */
  | 'narrower'
  /** The asked days and others, in figures that cannot be taken apart. */
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
  /** Whether the days are over and the last of them has data. */
  readonly isComplete?: boolean | undefined;
  /** Days with data, where they are too few for the figures to be those of the asked days. */
  readonly fewDays?: number | undefined;
  /** Days with a usable value for each figure, out of the days answered; absent for values that have no days. */
  readonly coverage?: Readonly<Record<string, number>> | undefined;
}

/** A value that is about the asked days and may stand under their name. */
export interface Matching<T> extends ReadingFacts {
  readonly verdict: 'same' | 'partial';
  readonly value: T;
}

/** A value about other days: it may be shown under its own dates, and takes part in no share, change or ranking. */
interface Differing<T> extends ReadingFacts {
  readonly verdict: 'narrower' | 'wider' | 'elsewhere' | 'unknown';
  readonly ownWindow: T;
}

/** What the gate lets through: a value that cannot be read without looking at its verdict. */
export type Reading<T> = Matching<T> | Differing<T>;

/** Whether a value is about the asked days. */
export const isMatching = <T>(reading: Reading<T> | undefined): reading is Matching<T> =>
  reading !== undefined && 'value' in reading;

/** The value whatever its days are: for those who print its own dates beside it. */
export const withOwnDates = <T>(reading: Reading<T>): T =>
  'value' in reading ? reading.value : reading.ownWindow;

/** The usual lag; an end that near to today is the edge of the data, not another window (upstream-api.md 7.2). */
export const LAG_DAYS = 3;

/** Compares the days of a reply with those asked for. */
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
 * Whether fewer than half of the asked days that are due have data: the figures are then those of some days, not of all.
 * A reply without any data has no figures that could be mistaken.
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

/** A value that is about no days, such as a profile. */
export const undatedReading = <T>(value: T, notes: readonly string[] = []): Matching<T> => ({
  verdict: 'same',
  value,
  asked: undefined,
  answered: undefined,
  notes,
});

/** The same reading of something made from its value. */
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
    return [`The reply does not say which days it covers; asked for ${span(asked)}.`, ...notes];
  if (fewDays !== undefined)
    return [
      `The reply has data on ${daysInWords(fewDays)} only (${span(answered)}): the figures are theirs, not those of ${span(asked)} as asked.`,
      ...notes,
    ];
  if (answered.from === asked.from && answered.to === asked.to)
    return [`Not all days of ${span(asked)} are in the reply.`, ...notes];
  return [`The vendor answered for ${span(answered)}, not for ${span(asked)} as asked.`, ...notes];
}

const daysInWords = (count: number): string => (count === 1 ? 'one day' : `${count} days`);

/** A verdict as results carry it. */
export interface WrittenVerdict {
  readonly part: string;
  readonly verdict: Verdict | 'missing';
  readonly asked?: DateRange | undefined;
  readonly answered?: DateRange | undefined;
  /** Figures that do not have a value for every day answered, with the days that have one. */
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
    // As asked: the window says it already.
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

/** Until when figures of a closed period may still change; nothing for one that is open or long closed. */
export function settlingNotes(answered: DateRange | undefined, today: IsoDate): readonly string[] {
  if (answered === undefined || answered.to >= today) return [];
  const until = addDays(answered.to, SETTLING_DAYS);
  return until > today ? [`These figures may still change until about ${until}.`] : [];
}

/** Today where the account is; in UTC while its offset is not known. */
export const todayAt = ({ now, offset = 0 }: Clock): IsoDate => dateOf(now, offset);

/**
 * Holds who and what a reply is about against what was asked. What a reply does not tell is taken as asked.
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
    throw new ApiError('mismatch', `The reply holds figures of ${creators.length} creators in one.`);
  }
  requireOnly('video', asked.itemId, named(itemIds, 'item_id'));
  requireOnly('product', asked.productId, named(productIds, 'product_id'));
}

function requireOnly(what: string, wanted: string | undefined, told: readonly string[]): void {
  const others = told.filter((one) => one !== wanted);
  if (wanted === undefined || others.length === 0) return;
  throw new ApiError('mismatch', `The vendor answered for ${what} ${others[0] ?? ''}, not for ${wanted}.`);
}
