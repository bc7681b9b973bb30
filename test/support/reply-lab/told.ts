import fc from 'fast-check';

/** A single value of a reply: how it is written, and what it says. */
export interface Told<T> {
  readonly written: unknown;
  /** Undefined where it says nothing. */
  readonly value: T | undefined;
  readonly isUnreadable: boolean;
}

const told = <T>(value: T, ...forms: readonly unknown[]): fc.Arbitrary<Told<T>> =>
  fc.constantFrom(...forms).map((written) => ({ written, value, isUnreadable: false }));

const none = (isUnreadable: boolean, ...forms: readonly unknown[]): fc.Arbitrary<Told<never>> =>
  fc.constantFrom(...forms).map((written) => ({ written, value: undefined, isUnreadable }));

const ABSENT = none(false, undefined, undefined, null, '', ' ');

/** A value in one of its forms, now and then absent or something that it cannot be. */
const value = <T>(
  readable: fc.Arbitrary<Told<T>>,
  unreadable: readonly unknown[],
  absent: fc.Arbitrary<Told<never>> = ABSENT,
): fc.Arbitrary<Told<T>> =>
  fc.oneof(
    { weight: 8, arbitrary: readable },
    { weight: 2, arbitrary: absent },
    { weight: 1, arbitrary: none(true, ...unreadable) },
  );

export const flags = value(fc.oneof(told(true, true, 1, '1', 'true'), told(false, false, 0, '0', 'false')), [
  'yes',
  'TRUE',
  2,
  -1,
  {},
  [true],
]);

/** Whole numbers, below zero too. */
export const numbers = (range: { readonly min: number; readonly max: number }) =>
  value(
    fc.integer(range).chain((number) => told(number, number, String(number), ` ${number} `)),
    ['n/a', '1,234', true, {}, [1], '0x10', '1e99'],
  );

/** Counters, which are never below zero. */
export const counts = value(
  fc.nat(500).chain((count) => told(count, count, String(count))),
  ['n/a', -1, 0.5, true, {}, '3 items'],
);

/** Basis points of a rate. */
export const basisPoints = value(
  fc.nat(10_000).chain((points) => told(points / 10_000, points, String(points))),
  ['12 %', -1, 0.5, 10_001, true, {}],
);

/** Moments in seconds around one; zero is none. */
export const instants = (around: number) =>
  value(
    fc
      .integer({ min: -3_000_000, max: 3_000_000 })
      .map((distance) => around + distance)
      .chain((seconds) => told(seconds, seconds, String(seconds), seconds * 1000)),
    ['soon', -5, {}, true],
    none(false, undefined, null, 0, '0'),
  );

export const texts = value(
  fc
    .constantFrom('Plain words', 'Other words', '商品説明', 'é')
    .chain((text) => told(text, text, ` ${text}\n`)),
  [7, true, {}, ['words']],
);

const ID_DIGITS = 7_300_000_000_000_000_000n;

/** One of so many ids of 19 digits, as a text or as a number with all of them. */
export const ids = (many: number) =>
  value(
    fc.nat(many - 1).chain((index) => {
      const id = String(ID_DIGITS + BigInt(index));
      return told(id, id, id, `#${id}`);
    }),
    [1.5, -3, {}, true],
  );

/** A payload as the upstream writes it: a text of `#` and digits is a number. */
export const writePayload = (payload: object): string =>
  JSON.stringify(payload).replaceAll(/"#(\d+)"/g, '$1');

/** What is said, by name, without what is not. */
export const valuesOf = (values: Readonly<Record<string, Told<unknown>>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, { value: own }]) => (own === undefined ? [] : [[name, own]])),
  );
