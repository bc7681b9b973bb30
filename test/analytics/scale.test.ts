import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScore } from '../../src/analytics/scale.ts';

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
