import { expect, test } from 'vitest';
import { money } from '../support/month-reply.ts';
import { connectWritten, daily, daysUpTo, earningDay, monthAsked } from '../support/written-replies.ts';

/** Paces, trends, averages and comparisons of a period are over days that can be held against each other. */

const LAST = '2026-11-22';

const THIS_MONTH = { period: 'this_month', sections: [] };

test('a pace is not weighed with, or held against, another currency', async () => {
  const { call } = await connectWritten({
    insights: (body) => {
      const isOpen = monthAsked(body) === '2026-11';
      return daily(...daysUpTo(monthAsked(body), LAST), () => earningDay({}, isOpen ? 'USD' : 'EUR'));
    },
  });
  const { structured, text } = await call('summarize_period', THIS_MONTH);
  // 100.00 a day for 30 days; October's euros are no days without dollars.
  expect(structured, text).toMatchObject({
    outlook: { projected_revenue: 3000, low: 3000, high: 3000, by_weekday: false },
  });
  expect(text).not.toContain('already at');
});

test('a month that lacks revenue on some days is not one to equal', async () => {
  const { call } = await connectWritten({
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), LAST), (_, index) =>
        earningDay(monthAsked(body) === '2026-10' && index > 9 ? { revenue: null } : {}),
      ),
  });
  const { text } = await call('summarize_period', THIS_MONTH);
  expect(text).toContain('Pace: 3,000.00 at the end');
  expect(text).not.toContain('already at');
  const whole = await connectWritten({
    insights: (body) => daily(...daysUpTo(monthAsked(body), LAST), () => earningDay()),
  });
  const { text: full } = await whole.call('summarize_period', THIS_MONTH);
  expect(full).toContain('to equal the 3,100.00 of the month before, 112.50 a day');
});

test('a month that lacks revenue on some days is no part of a trend', async () => {
  const { call } = await connectWritten({
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), LAST), (_, index) =>
        earningDay(monthAsked(body) === '2026-09' && index > 14 ? { revenue: null } : {}),
      ),
  });
  const asked = { from: '2026-07-01', to: '2026-10-31', by: 'month', compare: 'none', sections: [] };
  const { structured, text } = await call('summarize_period', asked);
  expect(structured?.['trend'], text).toMatchObject({
    months: [{ month: '2026-07' }, { month: '2026-08' }, { month: '2026-10', index: 100 }],
  });
  expect(text).not.toContain('-51.6');
  expect(text).toContain('revenue by month: on 15 of 30 days in 2026-09-01 to 2026-09-30.');
});

test('the hours of today are in the totals, and held against no whole day', async () => {
  const { call } = await connectWritten({
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), '2026-11-24'), (date) =>
        earningDay(date === '2026-11-24' ? { revenue: money('5.00') } : {}),
      ),
  });
  const { structured, text } = await call('summarize_period', THIS_MONTH);
  expect(structured, text).toMatchObject({
    totals: { revenue: 2305, revenue_per_day: 100 },
    change: { revenue: { relative: 0, days: 23 } },
    worst_day: { revenue: 100 },
    outlook: { reported_days: 23, remaining_days: 7, projected_revenue: 3000 },
  });
  expect(text).toContain('Today (2026-11-24) is not over');
});

test('a period before that came back for other days is not passed over in silence', async () => {
  const { call } = await connectWritten({
    insights: (body) =>
      monthAsked(body) === '2026-09'
        ? daily('2025-04-01', '2025-04-30', () => earningDay())
        : daily(...daysUpTo(monthAsked(body), LAST), () => earningDay()),
  });
  const { structured, text } = await call('summarize_month', { month: '2026-10' });
  expect(structured?.['change'], text).toBeUndefined();
  expect(text).toContain(
    'No comparison with the month before. The vendor returned 2025-04-01 to 2025-04-30, not 2026-09-01 to 2026-09-30 as requested.',
  );
});
