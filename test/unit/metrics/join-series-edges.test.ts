import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { addDays, monthRange } from '../../../src/metrics/calendar.ts';
import { joinSeries } from '../../../src/metrics/join-series.ts';
import { withOwnDates } from '../../../src/metrics/reading.ts';
import { readSeries } from '../../../src/metrics/series.ts';
import { INSIGHTS } from '../../../src/metrics/vocabulary.ts';
import { figures, join, matching, NOW, reply, TODAY } from '../../support/joined-months.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

describe('what several months are, taken together', () => {
  const period = { from: '2026-09-01', to: '2026-10-31' };
  const coarse = (month: string, stats: JsonObject): JsonObject => {
    const { from, to } = monthRange(month);
    return { segments: [segment(from, to, 0, [bucket(from, to, 0, stats)])] };
  };

  it('is complete with data on every day to its end', () => {
    const completeWithout = (...days: readonly string[]) =>
      matching(join(period, (month) => reply(month, (date) => !days.includes(date)))).window.complete;
    expect(completeWithout()).toBe(true);
    expect(completeWithout('2026-09-15')).toBe(false);
    expect(completeWithout('2026-10-31')).toBe(false);
    expect(matching(join({ from: '2026-10-01', to: '2026-11-23' })).window.complete).toBe(false);
  });

  it('has daily figures where all months have', () => {
    const mixed = join(period, (month) =>
      month === '2026-09' ? coarse(month, { overall_item_sold_cnt: 50 }) : reply(month),
    );
    expect(matching(mixed)).toMatchObject({ isDaily: false, totals: { items_sold: 50 + 496 } });
    expect(matching(join(period)).isDaily).toBe(true);
  });

  it('has each figure of the days that have it, a whole month counting for its days', () => {
    const mixed = matching(
      join(period, (month) =>
        month === '2026-09'
          ? coarse(month, { overall_item_sold_cnt: 50 })
          : reply(month, (date) => date !== '2026-10-31'),
      ),
    );
    expect(mixed.coverage.get('items_sold')).toBe(60);
    expect(mixed.coverage.get('product_clicks')).toBe(30);
    expect(mixed.totals).toMatchObject({ items_sold: 50 + 465, product_clicks: 465 });
  });

  it('has no rate above all', () => {
    const clicks = (month: string) => coarse(month, { product_click_cnt: 9, product_show_cnt: 8 });
    const series = matching(join(period, clicks));
    expect(series.totals).toMatchObject({ product_clicks: 18, product_impressions: 16 });
    expect(series.totals.click_through_rate).toBeUndefined();
    expect(series.coverage.has('click_through_rate')).toBe(false);
  });

  it('is still partial where only the month of the last days is missing', () => {
    // Today is 24 November, and from the 21st on days may still come.
    const without = (from: string, to: string) => {
      const asked = { from: '2026-10-01', to };
      const months = [
        { month: '2026-10', about: { from: '2026-10-01', to: addDays(from, -1) } },
        { month: '2026-11', about: { from, to } },
      ];
      const clock = { now: NOW, offset: 0 };
      const parts = months.map(({ month, about }, index) => {
        const days = dates(about.from, about.to).map((date) => bucket(date, date, 0, figures(date)));
        const payload = { segments: [segment(about.from, about.to, 0, days)] };
        return {
          month,
          about,
          reading: index === 0 ? readSeries(payload, INSIGHTS, { period: about }, clock) : undefined,
        };
      });
      return joinSeries(parts, asked, TODAY)?.verdict;
    };
    expect(without('2026-11-22', '2026-11-24')).toBe('partial');
    expect(without('2026-11-21', '2026-11-24')).toBe('narrower');
  });

  it('says once what all of its months say, and else which of them', () => {
    const gap = (day: string) => (month: string) => reply(month, (date) => date !== day);
    expect(join(period, gap('2026-09-15'))?.notes).toEqual([
      '2026-09: No data for 2026-09-15: left out, not counted as zero.',
    ]);
    const hours = (month: string): JsonObject => {
      const { from, to } = monthRange(month);
      const days = dates(from, to).map((date) => bucket(date, date, 0, figures(date)));
      return { segments: [segment(from, to, 0, [...days, { stats: figures(from) }])] };
    };
    const [shared, ...others] = join(period, hours)?.notes ?? [];
    expect(others).toEqual([]);
    expect(shared).not.toMatch(/^2026/);
    expect(join(period, (month) => (month === '2026-09' ? hours(month) : reply(month)))?.notes).toEqual([
      `2026-09: ${shared}`,
    ]);
  });

  it('says what is in two currencies, which no month does alone', () => {
    const two = join(period, (month) => {
      const { from, to } = monthRange(month);
      const revenue = money('31', month === '2026-09' ? 'USD' : 'EUR');
      return { segments: [segment(from, to, 0, [bucket(from, to, 0, { revenue })])] };
    });
    expect(two?.notes).toContain(
      'Several currencies (EUR, USD) are never added up. revenue 31.00 USD and 31.00 EUR',
    );
    expect(two && withOwnDates(two).denomination).toEqual({ currency: undefined, mixed: ['EUR', 'USD'] });
  });

  it('leaves out months without dates, and says so', () => {
    const undated = join(period, (month) => (month === '2026-09' ? { segments: [] } : reply(month)));
    expect(undated?.verdict).not.toBe('same');
    expect(undated?.notes[0]).toBe(
      'The days of 2026-09 (2026-09-01 to 2026-09-30) are left out: the reply has no dates.',
    );
  });

  it('does not double a month that was returned for the one before it', () => {
    const twice = join(period, () => reply('2026-10'));
    expect(twice?.verdict).toBe('narrower');
    expect(twice?.notes[0]).toContain('are left out: the vendor returned 2026-10-01 to 2026-10-31.');
  });

  it('is narrower with a hole also while its end is open, and unknown without any dates', () => {
    const open = join({ from: '2026-09-01', to: '2026-11-30' }, (month) =>
      month === '2026-10' ? undefined : reply(month),
    );
    expect(open?.verdict).toBe('narrower');
    expect(join(period, () => ({ segments: [] }))?.verdict).toBe('unknown');
  });

  it('takes the total of a month that is based on more days than it lists', () => {
    const beside = (month: string): JsonObject => {
      if (month === '2026-10') return reply(month);
      const { from, to } = monthRange(month);
      const days = dates(from, '2026-09-07').map((date) =>
        bucket(date, date, 0, { overall_item_sold_cnt: 10 }),
      );
      return {
        segments: [segment(from, to, 0, [...days, bucket(from, to, 0, { overall_item_sold_cnt: 3100 })])],
      };
    };
    const joined = join(period, beside);
    const series = joined && withOwnDates(joined);
    expect(series?.totals.items_sold).toBe(3100 + 496);
    expect(series?.coverage.get('items_sold')).toBe(61);
    expect(series?.coverage.has('live_revenue')).toBe(false);
  });

  it('is read where the first month failed', () => {
    const joined = join(period, (month) => (month === '2026-09' ? undefined : reply(month)));
    expect(joined && withOwnDates(joined).totals.items_sold).toBe(496);
  });

  it('is not complete on its last day', () => {
    const toToday = (to: string) => {
      const asked = { from: '2026-10-31', to };
      const every = (month: string): JsonObject => {
        const about = { from: `${month}-01`, to: month === '2026-10' ? '2026-10-31' : to };
        const days = dates(about.from, about.to).map((date) => bucket(date, date, 0, figures(date)));
        return { segments: [segment(about.from, about.to, 0, days)] };
      };
      return matching(join(asked, every)).window;
    };
    expect(toToday('2026-11-23')).toMatchObject({ days_with_data: 24, complete: true });
    expect(toToday(TODAY)).toMatchObject({ days_with_data: 25, complete: false });
  });

  it('says nothing else about a month that is left out, and nothing twice about one that is not', () => {
    const one = join(period, (month) => {
      if (month === '2026-10') {
        const two = ['USD', 'EUR'].map((code, index) => {
          const date = `2026-10-0${index + 1}`;
          return bucket(date, date, 0, { revenue: money('31', code), overall_item_sold_cnt: 1 });
        });
        const rest = dates('2026-10-03', '2026-10-31').map((date) => bucket(date, date, 0, figures(date)));
        return { segments: [segment('2026-10-01', '2026-10-31', 0, [...two, ...rest])] };
      }
      return reply('2025-04', (date) => date !== '2025-04-11');
    });
    const notes = one?.notes ?? [];
    expect(notes.filter((note) => note.includes('currencies'))).toHaveLength(1);
    expect(notes.join(' ')).not.toContain('2025-04-11');
  });

  it('takes from a reply that began earlier only the days of its month', () => {
    const shifted = (month: string): JsonObject => {
      if (month !== '2026-11') return reply(month);
      const days = dates('2026-10-25', '2026-11-05').map((date) => bucket(date, date, 0, figures(date)));
      return { segments: [segment('2026-10-25', '2026-11-05', 0, days)] };
    };
    const joined = join({ from: '2026-10-01', to: '2026-11-20' }, shifted);
    expect(joined?.notes).toEqual([
      '2026-11: the vendor returned 2026-11-01 to 2026-11-05 only, not 2026-11-01 to 2026-11-20.',
    ]);
    expect(joined && withOwnDates(joined).totals.items_sold).toBe(496 + 15);
  });

  it('names all the months with the same caveat', () => {
    const hours = (month: string): JsonObject => {
      if (month === '2026-09') return reply(month);
      const { from, to } = monthRange(month);
      const days = dates(from, to).map((date) => bucket(date, date, 0, figures(date)));
      return { segments: [segment(from, to, 0, [...days, { stats: figures(from) }])] };
    };
    const joined = join({ from: '2026-08-01', to: '2026-10-31' }, hours);
    expect(joined?.notes).toEqual([expect.stringMatching(/^2026-08, 2026-10: /)]);
  });
});
