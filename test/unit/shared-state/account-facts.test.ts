import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../src/errors.ts';
import { AccountFacts } from '../../../src/shared-state/account-facts.ts';

const dated = { segments: [{}, { time_selector: { timezone_offset: -28_800 } }] };

describe('facts about accounts', () => {
  test('belong to the session that they were told of', () => {
    const facts = new AccountFacts();
    facts.learnFrom('one', dated, true);
    facts.learnFrom('two', { register_region_id: 'us' }, false);
    expect(facts.of('one')).toEqual({ isAlive: true, offset: -28_800 });
    expect(facts.of('two')).toEqual({ region: 'us' });
    expect(facts.of('three')).toEqual({});
  });

  test('add up, and a session that has ended says so until it works again', () => {
    const facts = new AccountFacts();
    facts.learnFrom('one', dated, true);
    facts.learnFromFailure('one', new ApiError('balance', 'x'));
    expect(facts.of('one').isAlive).toBe(true);
    facts.learnFromFailure('one', new ApiError('session', 'x'));
    // A cached response says nothing about now.
    facts.learnFrom('one', { register_region_id: 'us' }, false);
    expect(facts.of('one')).toEqual({ isAlive: false, offset: -28_800, region: 'us' });
    facts.learnFrom('one', {}, true);
    expect(facts.of('one').isAlive).toBe(true);
  });

  test('are kept for a bounded number of sessions, the least recently used forgotten first', () => {
    const facts = new AccountFacts(2);
    for (const session of ['one', 'two']) facts.learnFrom(session, dated, true);
    facts.of('one');
    facts.learnFrom('three', dated, true);
    expect(['one', 'two', 'three'].map((session) => facts.of(session).isAlive)).toEqual([
      true,
      undefined,
      true,
    ]);
  });
});
