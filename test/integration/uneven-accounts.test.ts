import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { money } from '../support/month-reply.ts';
import { connectWritten, daily, daysUpTo, earningDay, monthAsked } from '../support/written-replies.ts';

/** Accounts side by side: what stands on fewer days, or on fewer accounts, is said to. */

const LAST = '2026-11-22';
const OCTOBER = { month: '2026-10' };

/** Earnings of each account by its session, day by day. */
const compare = async (
  sessions: Readonly<Record<string, string>>,
  earnings: (session: string, month: string, index: number) => JsonObject,
) => {
  const { call } = await connectWritten(
    {
      insights: (body) =>
        daily(...daysUpTo(monthAsked(body), LAST), (_, index) =>
          earnings(/sessionid=(\w+)/.exec(body)?.[1] ?? '', monthAsked(body), index),
        ),
      violation: () => ({ records: [], total: 0, has_more: false }),
      health: () => ({ violation_score: 300, risk_info: { risk_level_text: 'Healthy' } }),
    },
    '2026-11-24T12:00:00Z',
    sessions,
  );
  return call('compare_accounts', OCTOBER);
};

const earning = (amount: string): JsonObject => earningDay({ revenue: money(amount) });

test('an account without some of its revenue has its days beside it, and nobody a share', async () => {
  const { structured, text } = await compare({ one: 's1', two: 's2', three: 's3' }, (session, _, index) =>
    session === 's1' && index > 9 ? earningDay({ revenue: null }) : earning(session === 's1' ? '100' : '50'),
  );
  // 1,000.00 of ten days is no less than 1,550.00 of thirty-one.
  expect(structured, text).toMatchObject({
    currencies: [
      {
        accounts: [
          { account: 'three' },
          { account: 'two' },
          { account: 'one', revenue: 1000, revenue_days: 10 },
        ],
      },
    ],
  });
  expect(JSON.stringify(structured)).not.toContain('top_share');
  expect(text).toContain(
    'USD: ranked by what is told; one can have more, so there is no share of the largest.',
  );
});

test('a change of some accounts is not called that of all', async () => {
  const { structured, text } = await compare({ one: 's1', two: 's2', three: 's3' }, (session, month) =>
    session === 's3' && month === '2026-09' ? {} : earning(month === '2026-10' ? '150' : '100'),
  );
  expect(structured, text).toMatchObject({
    currencies: [{ top_share: 0.333333, revenue_change: 0.5 }],
  });
  expect(text).toContain('+50.0% over the 2 with a change');
  expect(text).not.toContain('in all');
});

test('a change in all of accounts with different days says so', async () => {
  const { structured, text } = await compare({ one: 's1', two: 's2' }, (session, month, index) =>
    session === 's1' && month === '2026-09' && index > 5
      ? earningDay({ revenue: null })
      : earning(month === '2026-10' ? '150' : '100'),
  );
  // 6 days of one and 30 of two: 5,400.00 against 3,600.00.
  expect(structured, text).toMatchObject({
    currencies: [{ revenue_change: 0.5, revenue_change_days: [6, 30] }],
  });
  expect(text).toContain('+50.0% in all, each over its own 6 to 30 days');
});

test('a fall over few days says over how many', async () => {
  const { structured, text } = await compare({ one: 's1', two: 's2' }, (session, month, index) =>
    session === 's1' && month === '2026-09' && index > 5
      ? earningDay({ revenue: null })
      : earning(session === 's1' && month === '2026-10' ? '50' : '100'),
  );
  expect(structured, text).toMatchObject({
    exceptions: [
      {
        account: 'one',
        kind: 'fell',
        fact: 'Revenue is 50% below that of the period before, over 6 days of each.',
      },
    ],
  });
});

test('two names with one session are one account, and its revenue counts once', async () => {
  const { structured, text } = await compare({ one: 's1', again: 's1', two: 's2' }, () => earning('100'));
  expect(structured, text).toMatchObject({
    currencies: [{ revenue: 6200, top_share: 0.5, accounts: [{}, {}] }],
  });
  expect(text).toContain('again has the same TikTok session as one');
});

test('accounts of two currencies are ranked apart, and an account of two has no rank among either', async () => {
  const { structured, text } = await compare({ one: 's1', two: 's2', both: 's3' }, (session, _, index) => {
    const currency = session === 's1' || (session === 's3' && index > 15) ? 'USD' : 'EUR';
    return earningDay({}, currency);
  });
  const groups = structured?.['currencies'];
  expect(groups, text).toMatchObject([
    { currency: 'EUR', accounts: [{ account: 'two' }] },
    { currency: 'USD', accounts: [{ account: 'one' }] },
    { accounts: [{ account: 'both' }] },
  ]);
  expect(text).toContain('both: Several currencies (EUR, USD) are never added up. revenue');
});
