import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScore } from '../../../src/metrics/score-scale.ts';

const level = fc.option(fc.constantFrom('Healthy', 'healthy', 'Unhealthy', 'Not healthy', 'At risk', ''), {
  nil: undefined,
});

describe('the score scale', () => {
  it('claims no penalty unless the scale is known to be points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), level, (score, words) => {
        const { scale, penalty, next_threshold, readings } = readScore(score, words);
        if (score > 150) expect(scale.kind).toBe('rating');
        if (scale.kind !== 'points') expect(penalty).toBeNull();
        if (scale.kind === 'points') expect(score).toBeLessThanOrEqual(8);
        expect(readings?.map((reading) => reading.scale)).toEqual(
          scale.kind === 'unclear' ? ['points', 'rating'] : undefined,
        );
        if (scale.kind === 'unclear') expect(next_threshold).toBeNull();
      }),
    );
  });

  it('never reads a healthy 200 as a ban', () => {
    expect(readScore(200, 'Healthy')).toMatchObject({
      scale: { kind: 'rating' },
      penalty: null,
      band: 'healthy',
    });
  });

  it('takes points only with a level that says healthy', () => {
    expect(
      ['Healthy', 'Unhealthy', 'Not healthy', 'un-healthy', 'At risk', undefined].map(
        (words) => readScore(6, words).scale.kind,
      ),
    ).toEqual(['points', 'unclear', 'unclear', 'unclear', 'unclear', 'unclear']);
  });

  it.each([
    [0, null, 9],
    [8, null, 9],
    [9, 'none', 12],
    [11, 'none', 12],
    [12, '24 hours', 15],
    [14, '24 hours', 15],
    [15, '48 hours', 18],
    [17, '48 hours', 18],
    [18, '72 hours', 21],
    [20, '72 hours', 21],
    [21, '1 week', 24],
    [23, '1 week', 24],
    [24, 'permanent', null],
    [99, 'permanent', null],
  ])('on points, %i has duration %s and the next step at %s', (score, duration, next) => {
    const { penalty, next_threshold } = readScore(score, 'At risk', 'points');
    expect(penalty?.duration ?? null).toBe(duration);
    expect(next_threshold?.at ?? null).toBe(next);
    expect(next_threshold?.distance ?? null).toBe(next === null ? null : next - score);
  });

  it.each([
    [1000, 'healthy', [], 150],
    [200, 'healthy', [], 150],
    [199, 'careful', [], 150],
    [151, 'careful', [], 150],
    [150, 'unhealthy', [150], 100],
    [101, 'unhealthy', [150], 100],
    [100, 'unhealthy', [150, 100], 50],
    [17, 'unhealthy', [150, 100, 50], 0],
    [0, 'unhealthy', [150, 100, 50, 0], null],
  ])('on the rating, %i is %s', (score, band, passed, next) => {
    const meaning = readScore(score, undefined, 'rating');
    expect(meaning).toMatchObject({ band, milestones_passed: passed, penalty: null });
    expect(meaning.next_threshold).toEqual(next === null ? null : { at: next, distance: score - next });
  });

  it('says so when there is no score', () => {
    expect(readScore(undefined, 'Healthy')).toEqual({
      scale: { kind: 'unclear', reason: 'The reply has no score.' },
      penalty: null,
      next_threshold: null,
    });
  });
});

const SUSPENDED = 'E-commerce suspended (videos, LIVE, showcase)';

describe('what a score means, in words', () => {
  it.each([
    [8, undefined],
    [9, 'Warning'],
    [12, SUSPENDED],
    [15, SUSPENDED],
    [18, SUSPENDED],
    [21, SUSPENDED],
    [24, 'E-commerce removed, Shop creator account banned'],
  ])('on points, %i brings %s', (score, measure) => {
    expect(readScore(score, undefined, 'points').penalty?.measure).toBe(measure);
    if (measure !== undefined) {
      expect(readScore(score - 1, undefined, 'points').next_threshold?.measure).toBe(measure);
    }
  });

  it.each([
    [
      5,
      '5 points: no measure below 9.',
      'Rating 5 of 1000: unhealthy, at or below the milestones 150, 100, 50; next milestone 0.',
    ],
    [
      9,
      '9 points: Warning; next at 12.',
      'Rating 9 of 1000: unhealthy, at or below the milestones 150, 100, 50; next milestone 0.',
    ],
    [
      13,
      `13 points: ${SUSPENDED}, 24 hours; next at 15.`,
      'Rating 13 of 1000: unhealthy, at or below the milestones 150, 100, 50; next milestone 0.',
    ],
    [
      100,
      '100 points: E-commerce removed, Shop creator account banned, permanent.',
      'Rating 100 of 1000: unhealthy, at or below the milestones 150, 100; next milestone 50.',
    ],
    [
      150,
      '150 points: E-commerce removed, Shop creator account banned, permanent.',
      'Rating 150 of 1000: unhealthy, at or below the milestone 150; next milestone 100.',
    ],
    [
      0,
      '0 points: no measure below 9.',
      'Rating 0 of 1000: unhealthy, at or below the milestones 150, 100, 50, 0.',
    ],
  ])('%i on an unclear scale has both readings', (score, points, rating) => {
    expect(readScore(score, 'At risk')).toEqual({
      scale: {
        kind: 'unclear',
        reason:
          'A score from 0 to 150 can be violation points or a health rating, and the vendor does not say which.',
      },
      penalty: null,
      next_threshold: null,
      readings: [
        { scale: 'points', meaning: points },
        { scale: 'rating', meaning: rating },
      ],
    });
  });

  it('says why a scale is believed', () => {
    expect(readScore(151, undefined).scale).toEqual({
      kind: 'rating',
      reason: 'A score above 150 can only be a health rating.',
    });
    expect(readScore(0, 'Account healthy').scale).toEqual({
      kind: 'points',
      reason:
        'The level is "Account healthy"; this would not be possible with so low a health rating, so the score is read as violation points.',
    });
    expect(readScore(90, 'Healthy', 'points').scale).toEqual({
      kind: 'points',
      reason: "The account's score_scale setting says so.",
    });
    expect(readScore(3, 'Healthy', 'rating').scale.kind).toBe('rating');
  });

  it.each([
    [-1, 'unclear'],
    [0, 'points'],
    [8, 'points'],
    [9, 'unclear'],
    [150, 'unclear'],
    [151, 'rating'],
  ])('takes a healthy %i for %s', (score, kind) => {
    expect(readScore(score, 'Healthy').scale.kind).toBe(kind);
  });

  it('sees a denied healthy however it is spaced, and takes no part of a word for it', () => {
    expect(
      ['Not - healthy', 'NOT HEALTHY', 'un healthy', 'nothealthy', 'unhealthy', 'healthyish'].map(
        (words) => readScore(3, words).scale.kind,
      ),
    ).toEqual(Array.from({ length: 6 }, () => 'unclear'));
  });

  it.each([
    [-1, 'points'],
    [151, 'points'],
    [-1, 'rating'],
    [1001, 'rating'],
  ] as const)('does not interpret %i on a scale that is set to %s and has no such score', (score, scale) => {
    expect(readScore(score, 'Healthy', scale)).toEqual({
      scale: {
        kind: scale,
        reason: `The account's score_scale setting says so, but ${score} is not a score on that scale.`,
      },
      penalty: null,
      next_threshold: null,
    });
  });

  it.each([-1, 1001])('does not interpret %i, which is on neither scale', (score) => {
    expect(readScore(score, 'Healthy')).toEqual({
      scale: {
        kind: 'unclear',
        reason: `${score} is not a score on either scale, so it is not interpreted.`,
      },
      penalty: null,
      next_threshold: null,
    });
  });

  it('believes the setting also without a score', () => {
    expect(readScore(undefined, undefined, 'points')).toEqual({
      scale: { kind: 'points', reason: "The account's score_scale setting says so." },
      penalty: null,
      next_threshold: null,
    });
  });

  it('has the ends of each scale on it', () => {
    expect(readScore(150, undefined, 'points').penalty?.duration).toBe('permanent');
    expect(readScore(0, undefined, 'points').next_threshold?.distance).toBe(9);
    expect(readScore(1000, undefined)).toMatchObject({ scale: { kind: 'rating' }, band: 'healthy' });
  });
});
