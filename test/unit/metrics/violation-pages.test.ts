import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { joinViolations, readViolations } from '../../../src/metrics/violations.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const read = (payload: JsonObject) => readViolations(payload, { now: NOW, offset: 0 });

describe('pages of violations', () => {
  const page = (...records: readonly JsonObject[]) => read({ records, total: 9, has_more: true });

  it('make one list: a record that recurs counts once, and one without an id unless it is the same to the letter', () => {
    const nameless = { violation_time: 1_793_520_000 };
    const joined = joinViolations(
      page({ record_id: '1' }, { record_id: '2' }, nameless, nameless),
      page({ record_id: '2' }, { record_id: '3' }, nameless, { violation_time: 1_793_520_001 }),
    );
    const { violations, total, hasMore } = withOwnDates(joined);
    const later = joinViolations(page(), read({ total: 10 }));
    expect(withOwnDates(later)).toMatchObject({ total: 10, hasMore: false });
    expect(withOwnDates(joinViolations(page(), read({}))).total).toBe(9);
    expect(violations.map(({ record_id, occurred_at }) => record_id ?? occurred_at)).toEqual([
      '1',
      '2',
      '2026-11-01T08:00:00+00:00',
      '2026-11-01T08:00:00+00:00',
      '3',
      '2026-11-01T08:00:01+00:00',
    ]);
    expect([total, hasMore]).toEqual([9, true]);
  });

  it('have a record once that one page has twice, and say so', () => {
    const reading = read({ records: [{ record_id: '1' }, { record_id: '2' }, { record_id: '1' }, {}, {}] });
    expect(withOwnDates(reading).violations.map(({ record_id }) => record_id)).toEqual([
      '1',
      '2',
      undefined,
      undefined,
    ]);
    expect(notesOf(reading)).toEqual(['Repeated records were left out: 1.']);
  });

  it('say of a caveat that several have it', () => {
    const unread = (...ids: readonly string[]) =>
      read({ records: ids.map((record_id) => ({ record_id, can_appeal: 'perhaps' })) });
    const two = joinViolations(unread('1'), unread('2'));
    const note = 'On several pages: One value of can_appeal could not be read: left out.';
    expect(notesOf(two)).toEqual([note]);
    expect(notesOf(joinViolations(two, unread('3')))).toEqual([note]);
    expect(notesOf(joinViolations(two, unread('4', '5')))).toEqual([
      note,
      '2 values of can_appeal could not be read: left out.',
    ]);
  });

  it('take a moment of zero for none, and a moment that cannot be for an unreadable one', () => {
    const deadline = (appeal_valid_time: unknown) => {
      const reading = read({ records: [{ record_id: '1', appeal_valid_time }] });
      return [withOwnDates(reading).violations[0]?.appeal_deadline, notesOf(reading)];
    };
    expect(deadline(0)).toEqual([undefined, []]);
    expect(deadline('0')).toEqual([undefined, []]);
    expect(deadline(-1)).toEqual([undefined, ['One value of appeal_deadline could not be read: left out.']]);
  });

  it('count what is no record and name a flag that cannot be read', () => {
    expect(notesOf(read({ records: ['x', null, { can_appeal: 'perhaps' }] }))).toEqual([
      'Entries of the list that are not records were left out: 2.',
      'One value of can_appeal could not be read: left out.',
    ]);
  });
});
