import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../../src/json.ts';
import { readAudience } from '../../../src/metrics/audience.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { bucket, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

const audienceOf = (payload: JsonObject) => {
  const reading = readAudience(payload, { period: OCTOBER }, CLOCK);
  return { ...withOwnDates(reading), verdict: reading.verdict, notes: notesOf(reading) };
};

describe('the audience of a video', () => {
  const profile = (share: string): JsonObject => ({
    follower_genders: [
      { key: 'male', value: share },
      { key: 'female', value: '0.6' },
      { key: 'other', value: 'x' },
      { value: '0.1' },
    ],
    profile_type: 2,
  });

  it('is the profile over the longest stretch, largest share first', () => {
    const buckets = [
      bucket('2026-10-01', '2026-10-01', 0, profile('0.9')),
      bucket('2026-10-01', '2026-10-31', 0, profile('0.4')),
    ];
    for (const order of [buckets, [...buckets].reverse()]) {
      const audience = audienceOf({
        segments: [segment('2026-10-01', '2026-10-31', 0, order, 'timed_profile')],
      });
      expect(audience).toMatchObject({
        window: { from: '2026-10-01', to: '2026-10-31', complete: true },
        genders: [
          { key: 'female', share: 0.6 },
          { key: 'male', share: 0.4 },
        ],
        ages: [],
        regions: [],
        profile_type: 2,
        notes: ['2 shares could not be read as a fraction from 0 to 1: left out.'],
      });
    }
  });

  it('says so when there is none yet', () => {
    const empty = {
      segments: [
        segment('2026-10-01', '2026-10-31', 0, [bucket('2026-10-01', '2026-10-31', 0, {})], 'timed_profile'),
      ],
    };
    expect(audienceOf(empty).notes).toEqual(['No audience data for this video in this period yet.']);
  });
});

describe('all of an audience', () => {
  const parts = (...pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([key, value]) => ({ key, value }));
  const reply = (from: string, to: string) => ({
    segments: [
      segment(
        from,
        to,
        0,
        [
          bucket(from, to, 0, {
            follower_genders: parts(['male', '0.4'], ['female', '0.6']),
            follower_ages: parts(['18-24', '0.25'], ['35-44', '0.75']),
            follower_regions: parts(['US', '0.1'], ['BR', '0.3'], ['MX', '0.2']),
          }),
        ],
        'timed_profile',
      ),
    ],
  });

  it('has its genders, ages and regions, each largest first', () => {
    expect(audienceOf(reply('2026-10-01', '2026-10-31'))).toMatchObject({
      genders: [
        { key: 'female', share: 0.6 },
        { key: 'male', share: 0.4 },
      ],
      ages: [
        { key: '35-44', share: 0.75 },
        { key: '18-24', share: 0.25 },
      ],
      regions: [
        { key: 'BR', share: 0.3 },
        { key: 'MX', share: 0.2 },
        { key: 'US', share: 0.1 },
      ],
      notes: [],
    });
  });

  it('is about the days of its profile, whatever the segment claims', () => {
    const claims = {
      segments: [
        {
          ...segment('2026-10-01', '2026-10-31', 0, []),
          timed_profile: reply('2026-10-05', '2026-10-11').segments.flatMap(
            (one) => at(one, 'timed_profile') ?? [],
          ),
        },
      ],
    };
    expect(audienceOf(claims)).toMatchObject({
      window: { from: '2026-10-05', to: '2026-10-11' },
      notes: ['The vendor returned 2026-10-05 to 2026-10-11, not 2026-10-01 to 2026-10-31 as requested.'],
    });
  });

  it('of no days at all is noted beside any other window', () => {
    const empty = { segments: [segment('2026-09-01', '2026-09-30', 0, [], 'timed_profile')] };
    expect(audienceOf(empty).notes).toEqual([
      'The vendor returned 2026-09-01 to 2026-09-30, not 2026-10-01 to 2026-10-31 as requested.',
      'No audience data for this video in this period yet.',
    ]);
  });
});

describe('the profile that is used', () => {
  /** Profiles over some days; the share of each is its place, in percent. */
  const profileOf = (
    ranges: readonly (readonly [from: string, to: string])[],
    period: object = { period: OCTOBER },
  ) => {
    const timed_profile = ranges.map(([from, to], index) =>
      bucket(`2026-${from}`, `2026-${to}`, 0, { follower_ages: [{ key: 'a', value: index / 100 }] }),
    );
    const reading = readAudience({ segments: [{ timed_profile }] }, period, CLOCK);
    return [reading.verdict, withOwnDates(reading).ages[0]?.share, reading.isComplete];
  };

  it('is that of the asked days, else the longest within them, the shortest around, the longest that touches', () => {
    const month = ['10-01', '10-31'] as const;
    const [week, day] = [
      ['10-05', '10-11'],
      ['10-12', '10-12'],
    ] as const;
    const [wide, wider] = [
      ['09-30', '10-31'],
      ['09-01', '11-20'],
    ] as const;
    const [early, earlier] = [
      ['09-30', '10-02'],
      ['09-20', '10-02'],
    ] as const;
    const [before, longBefore] = [
      ['09-01', '09-02'],
      ['08-01', '08-31'],
    ] as const;
    expect(profileOf([wide, day, month, week, early])).toEqual(['same', 0.02, true]);
    expect(profileOf([wide, day, week, early])).toEqual(['narrower', 0.02, true]);
    expect(profileOf([wider, wide, earlier, longBefore])).toEqual(['wider', 0.01, true]);
    expect(profileOf([longBefore, early, earlier])).toEqual(['elsewhere', 0.02, true]);
    expect(profileOf([before, longBefore])).toEqual(['elsewhere', 0.01, true]);
    expect(profileOf([day, week, early], {})).toEqual(['same', 0.01, true]);
  });

  it('has begun, and is complete once its days are over', () => {
    // Today is 22 November.
    const november = { period: { from: '2026-11-01', to: '2026-11-30' } };
    expect(profileOf([['11-01', '11-21']], november)).toEqual(['partial', 0, true]);
    expect(profileOf([['11-01', '11-22']], november)).toEqual(['partial', 0, false]);
    expect(
      profileOf(
        [
          ['11-22', '11-22'],
          ['11-23', '11-30'],
        ],
        {},
      ),
    ).toEqual(['same', 0, false]);
    const none = readAudience({ segments: [] }, {}, CLOCK);
    expect(withOwnDates(none).window).toEqual({
      from: '2026-11-22',
      to: '2026-11-22',
      utc_offset: '+00:00',
      complete: false,
    });
    const until = (to: string) =>
      audienceOf({ segments: [segment('2026-11-01', to, 0, [], 'timed_profile')] }).window.complete;
    expect([until('2026-11-21'), until('2026-11-22')]).toEqual([true, false]);
  });

  it('says what is wrong with its shares', () => {
    const stats = (value: unknown) => ({
      follower_genders: [{ key: 'a', value }],
      follower_ages: [
        { key: 'a', value: 1 },
        { key: 'b', value: 0.02 },
      ],
      follower_regions: [
        { key: 'a', value: 0.8 },
        { key: 'b', value: 0.8 },
      ],
    });
    const notes = (value: unknown) =>
      audienceOf({ segments: [{ timed_profile: [bucket('2026-10-01', '2026-10-31', 0, stats(value))] }] })
        .notes;
    expect(notes('0')).toEqual(['ages, regions: the shares add up to more than 100 %.']);
    expect(notes('2')).toEqual([
      'One share could not be read as a fraction from 0 to 1: left out.',
      'ages, regions: the shares add up to more than 100 %.',
    ]);
  });
});
