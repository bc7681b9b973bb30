import fc from 'fast-check';
import { type Days, monthDays, SECONDS } from './days.ts';

/** Where a reply's dates come from, and what was asked of it. */
export interface Frame {
  /** Undefined where the vendor chooses the days. */
  readonly asked: Days | undefined;
  readonly today: number;
  /** Seconds east of UTC. */
  readonly offset: number;
  /** How the reply tells the offset. */
  readonly told: 'seconds' | 'text' | 'hours' | 'missing';
  /** Whether the account's offset was known before. */
  readonly isKnown: boolean;
  /** Timestamps in milliseconds. */
  readonly isMilliseconds: boolean;
  /** The day from which midnights are an hour early, as with daylight saving under a fixed offset. */
  readonly summerFrom: number | undefined;
}

/** One segment: what it claims and the days of its buckets. */
export interface Layer {
  readonly claims: Days | undefined;
  readonly buckets: readonly Days[];
}

const MONTH = monthDays(2026 * 12 - 1970 * 12 + 9);

/** What was asked: a month that is over, one that is not, a few days, or nothing. */
export const frames: fc.Arbitrary<Frame> = fc
  .record({
    month: fc.integer({ min: -8, max: 2 }),
    ahead: fc.oneof(fc.integer({ min: -3, max: 6 }), fc.integer({ min: -31, max: 60 })),
    part: fc.option(fc.tuple(fc.nat(27), fc.nat(27)), { nil: undefined, freq: 3 }),
    isAsked: fc.boolean(),
    isAskedTwice: fc.boolean(),
    quarter: fc.integer({ min: -48, max: 56 }),
    told: fc.constantFrom('seconds', 'seconds', 'seconds', 'text', 'hours', 'missing'),
    isKnown: fc.boolean(),
    isMilliseconds: fc.boolean(),
    isSummer: fc.boolean(),
    summer: fc.nat(40),
  })
  .map(({ month, ahead, part, quarter, told, ...rest }) => {
    const whole = monthDays(2026 * 12 - 1970 * 12 + 9 + month);
    const [one = 0, other = 0] = part ?? [];
    const some = { from: whole.from + Math.min(one, other), to: whole.from + Math.max(one, other) };
    const asked = part === undefined ? whole : some;
    const hours = Math.trunc(quarter / 4);
    const isWholeHours = told === 'hours' || told === 'missing';
    return {
      asked: rest.isAsked || rest.isAskedTwice ? asked : undefined,
      today: asked.to + ahead,
      // Half hours cannot be told in hours; without any word only what is near UTC can be guessed.
      offset:
        (isWholeHours ? (told === 'missing' ? Math.max(-9, Math.min(9, hours)) : hours) : quarter / 4) * 3600,
      told,
      isKnown: rest.isKnown,
      isMilliseconds: rest.isMilliseconds,
      summerFrom: rest.isSummer && told === 'seconds' ? asked.from - 10 + rest.summer : undefined,
    };
  });

/** The same for a tool that asks for the month of a date, which has begun. */
export const monthFrames: fc.Arbitrary<Frame> = frames.map((frame) => {
  const first = new Date(centreOf(frame).from * SECONDS * 1000);
  const asked = monthDays((first.getUTCFullYear() - 1970) * 12 + first.getUTCMonth());
  return { ...frame, asked, today: Math.max(frame.today, asked.from), isKnown: false };
});

/** The days around which the buckets of a frame lie. */
const centreOf = ({ asked }: Frame): Days => asked ?? MONTH;

/** How long the buckets of a layer are, and on what grid. */
const layer = (frame: Frame): fc.Arbitrary<Layer> => {
  const centre = centreOf(frame);
  const near = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -4, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: -40, max: 40 }) },
  );
  const range = fc.tuple(near, near).map(([before, after]) => {
    const from = centre.from + before;
    return { from, to: Math.max(from, centre.to + after) };
  });
  const buckets = fc.oneof(
    { weight: 4, arbitrary: range.map(daily) },
    { weight: 2, arbitrary: fc.tuple(range, fc.nat(6)).map(([days, first]) => grid(days, 7, first)) },
    {
      weight: 1,
      arbitrary: fc.tuple(range, fc.constantFrom(28, 30)).map(([days, size]) => rolling(days, size)),
    },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 }).map((before) => months(centre, before)) },
    { weight: 2, arbitrary: range.map((days) => [days]) },
    { weight: 1, arbitrary: fc.array(range, { maxLength: 3 }) },
  );
  const claims = fc.constantFrom('own', 'asked', 'wide', 'none');
  return fc
    .tuple(buckets, claims, fc.subarray([...Array(200).keys()], { minLength: 0, maxLength: 12 }))
    .map(([all, claim, dropped]) => ({
      buckets: all.filter((_, index) => !dropped.includes(index)),
      claims: claimed(claim, all, centre),
    }));
};

function claimed(claim: string, buckets: readonly Days[], centre: Days): Days | undefined {
  if (claim === 'asked') return centre;
  if (claim === 'wide') return { from: centre.from - 31, to: centre.to + 5 };
  const from = Math.min(...buckets.map((one) => one.from));
  const to = Math.max(...buckets.map((one) => one.to));
  return claim === 'own' && buckets.length > 0 ? { from, to } : undefined;
}

const daily = ({ from, to }: Days): readonly Days[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ from: from + index, to: from + index }));

/** Natural weeks that touch some days, beginning on a weekday. */
function grid({ from, to }: Days, size: number, first: number): readonly Days[] {
  const start = from - ((((from - first) % size) + size) % size);
  return Array.from({ length: Math.ceil((to - start + 1) / size) }, (_, index) => ({
    from: start + index * size,
    to: start + index * size + size - 1,
  }));
}

/** Two rolling stretches that end with some days. */
const rolling = ({ to }: Days, size: number): readonly Days[] => [
  { from: to - 2 * size + 1, to: to - size },
  { from: to - size + 1, to },
];

/** The calendar months of some days and a few before. */
function months(centre: Days, before: number): readonly Days[] {
  const date = new Date(centre.from * SECONDS * 1000);
  const own = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Array.from({ length: before + 1 }, (_, index) => monthDays(own - index));
}

/** One to three segments, some of them twice, buckets in any order. */
export const layersOf = (frame: Frame): fc.Arbitrary<readonly Layer[]> =>
  fc
    .array(fc.tuple(layer(frame), fc.nat(9)), { maxLength: 3 })
    .map((drawn) =>
      drawn
        .flatMap(([one, twice]) => (twice === 0 ? [one, one] : [one]))
        .map(({ claims, buckets }, index) => ({
          claims,
          buckets: index % 2 === 1 ? [...buckets].reverse() : buckets,
        })),
    )
    // The reference tries every choice, so the stretches longer than a day have to be few.
    .filter((layers) => longStretches(layers) <= 9);

const longStretches = (layers: readonly Layer[]): number =>
  new Set(
    layers.flatMap(({ buckets }) =>
      buckets.filter(({ from, to }) => to > from).map(({ from, to }) => `${from} ${to}`),
    ),
  ).size;

/** An instant as the reply writes it: local midnight at the start of a day. */
function instantOf({ offset, isMilliseconds, summerFrom }: Frame, day: number): number {
  const summer = summerFrom !== undefined && day >= summerFrom ? 3600 : 0;
  const seconds = day * SECONDS - offset - summer;
  return isMilliseconds ? seconds * 1000 : seconds;
}

/** The dates of a bucket or a claim. */
export const writeSpan = (frame: Frame, { from, to }: Days) => ({
  start_timestamp: instantOf(frame, from),
  end_timestamp: instantOf(frame, to + 1),
});

/** The `time_selector` of a segment. */
export function writeSelector(frame: Frame, claims: Days | undefined) {
  const { offset, told } = frame;
  const forms = { seconds: offset, text: String(offset), hours: offset / 3600, missing: undefined };
  return { timezone_offset: forms[told], ...(claims === undefined ? {} : writeSpan(frame, claims)) };
}

/** The clock at noon of today, where the account is. */
export const clockOf = ({ today, offset, isKnown }: Frame) => ({
  now: new Date((today * SECONDS + SECONDS / 2 - offset) * 1000),
  offset: isKnown ? offset : undefined,
});
