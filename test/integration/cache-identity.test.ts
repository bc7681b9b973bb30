import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Params } from '../../src/tikhub/endpoints.ts';
import { accountOf, bench, directory, ENDPOINTS, ok, payloadOf, settled } from '../support/client.ts';

/** Sessions that resemble each other as much as they can. */
const SESSIONS = ['a', 'aa', 'a"', 'a,"a"', 'A', 'a\u0000', 'á', 'a ', '["a"]'];

const params: fc.Arbitrary<Params> = fc.record(
  {
    start_date: fc.constantFrom('2026-10-01', '2026-11-01'),
    page: fc.constantFrom(0, 1),
    item_id: fc.constantFrom('7', '8'),
    item_ids: fc.subarray(['7', '8'], { minLength: 1 }),
    product_id: fc.constantFrom('7', '8'),
  },
  { requiredKeys: [] },
);

const question = fc.record({
  session: fc.constantFrom(...SESSIONS),
  rotating: fc.constantFrom('x', 'y'),
  endpoint: fc.constantFrom(...ENDPOINTS),
  params,
  /** What happens before it is asked: nothing, so that it is asked together with others, or some time passes. */
  before: fc.constantFrom('nothing', 'a turn', 'minutes', 'a restart'),
});

async function holds(
  asked: readonly (typeof question extends fc.Arbitrary<infer Q> ? Q : never)[],
  path?: string,
) {
  let one = bench({ directory: path });
  const pending: Promise<void>[] = [];
  for (const { session, rotating, endpoint, params: own, before } of asked) {
    if (before !== 'nothing') await settled();
    if (before === 'minutes') one.time += 5 * 60_000;
    if (before === 'a restart') {
      await Promise.all(pending);
      await one.store.close();
      const { time } = one;
      one = bench({ directory: path });
      one.time = time;
    }
    one.upstream = async (met) => {
      await settled();
      return ok(payloadOf(met));
    };
    const check = async (): Promise<void> => {
      const { payload } = await one.call(endpoint, accountOf(session, rotating), own);
      const ids = own.item_ids === undefined ? {} : { item_ids: expect.arrayContaining([...own.item_ids]) };
      const wanted = {
        endpoint: endpoint.name,
        session,
        own: { ...JSON.parse(JSON.stringify(own)), ...ids },
      };
      for (const field of ['start_date', 'end_date'] as const) {
        if (own[field] !== undefined) wanted.own[field] = expect.any(String);
      }
      expect(payload).toMatchObject({ asked: wanted });
      const sent = Object(payload).asked.own;
      expect(Object.keys(sent).sort()).toEqual(Object.keys(own).sort());
      if (own.start_date !== undefined) expect(sent.start_date).toContain(own.start_date.slice(5, 7));
    };
    pending.push(check());
  }
  await Promise.all(pending);
  await one.store.close();
}

test('an account is answered with its own data and its own question, in memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 2, maxLength: 30 }), (asked) => holds(asked)),
    { numRuns: 150 },
  );
}, 20_000);

test('the same with a directory that all restarts share', async () => {
  const path = directory();
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 2, maxLength: 10 }), (asked) => holds(asked, path)),
    { numRuns: 15 },
  );
}, 20_000);
