import { describe, expect, it } from 'vitest';
import { readHealthStatus } from '../../../src/metrics/health-status.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';

describe('health status', () => {
  it('reads every documented field and judges nothing', () => {
    expect(
      withOwnDates(
        readHealthStatus({
          risk_info: { risk_level_text: 'Healthy', light_color: 'rgba(1)', dark_color: 'rgba(2)' },
          vio_score_rule_learn_url: 'https://policy.invalid/rules',
          is_show_score: false,
          violation_score: '200',
          creator_status: 0,
        }),
      ),
    ).toEqual({
      level: 'Healthy',
      score: 200,
      score_shown: false,
      creator_status: 0,
      light_color: 'rgba(1)',
      dark_color: 'rgba(2)',
      rules_url: 'https://policy.invalid/rules',
    });
  });

  it('keeps a score below zero, and says where one cannot be read', () => {
    const scoreOf = (violation_score: unknown) => {
      const reading = readHealthStatus({ violation_score });
      return [withOwnDates(reading).score, notesOf(reading).length];
    };
    expect(scoreOf(-5)).toEqual([-5, 0]);
    expect(scoreOf('1500')).toEqual([1500, 0]);
    expect(scoreOf(null)).toEqual([undefined, 0]);
    expect(scoreOf('')).toEqual([undefined, 0]);
    expect(scoreOf('many')).toEqual([undefined, 1]);
    expect(
      notesOf(
        readHealthStatus({
          risk_info: { risk_level_text: [] },
          violation_score: 'many',
          is_show_score: 'no',
          creator_status: {},
        }),
      ),
    ).toEqual([
      'One value of level could not be read: left out.',
      'One value of score could not be read: left out.',
      'One value of score_shown could not be read: left out.',
      'One value of creator_status could not be read: left out.',
    ]);
  });
});
