import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAudience } from '../../src/metrics/audience.ts';
import { notesOf, withOwnDates } from '../../src/metrics/reading.ts';
import { arrive } from '../support/reply-lab/arrive.ts';
import {
  type AudienceStory,
  audienceAnswers,
  audienceStories,
  writeAudience,
} from '../support/reply-lab/audience-lab.ts';
import { CASES, CASES_TIMEOUT_MS } from '../support/reply-lab/cases.ts';
import { datesOf } from '../support/reply-lab/days.ts';
import { clockOf } from '../support/reply-lab/layout.ts';

function check(story: AudienceStory): void {
  const { frame } = story;
  const asked = { period: frame.asked && datesOf(frame.asked), itemId: '7300000000000000001' };
  const reading = readAudience(arrive(JSON.stringify(writeAudience(story))), asked, clockOf(frame));
  const { ages, genders, regions } = withOwnDates(reading);
  const notes = notesOf(reading).join('\n');
  const own = {
    verdict: reading.verdict,
    answered: reading.answered,
    shares: new Map(ages.map(({ key, share }) => [key, share])),
    unreadable: notes.includes('One share could not be read'),
  };
  const answers = audienceAnswers(story).map((answer) => ({
    ...answer,
    answered: answer.answered && datesOf(answer.answered),
  }));
  expect(answers).toContainEqual(own);
  expect([genders, regions]).toEqual([[], []]);
  expect(ages.every(({ share }, index) => share <= (ages[index - 1]?.share ?? 1))).toBe(true);
  expect(notes.includes('No audience data')).toBe(ages.length === 0);
  expect(notes).not.toMatch(/100 %|different profiles/);
}

describe('an audience, against a reference that tries everything', { timeout: CASES_TIMEOUT_MS }, () => {
  it('get_video_audience_stats', () => {
    fc.assert(fc.property(audienceStories, check), { numRuns: CASES });
  });
});
