import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayRange } from '../../../src/sandbox/calendar.ts';
import { CREATORS } from '../../../src/sandbox/creators.ts';
import { createLedger } from '../../../src/sandbox/ledger.ts';
import { addSales, noSales, type Sales } from '../../../src/sandbox/sales.ts';
import { FIRST_DAY } from '../../../src/sandbox/videos.ts';

/** Days from before the first one with data to years later, up to a quarter at a time. */
const ranges = fc
  .tuple(fc.integer({ min: FIRST_DAY - 10, max: FIRST_DAY + 2000 }), fc.nat({ max: 92 }))
  .map(([from, length]): DayRange => ({ from, to: from + length }));

function total(parts: Iterable<Readonly<Sales>>): Sales {
  const sum = noSales();
  for (const part of parts) addSales(sum, part);
  return sum;
}

const salesOf = ({ sales }: { readonly sales: Readonly<Sales> }): Readonly<Sales> => sales;

// Days that nobody asked for before are computed first, which a busy machine takes its time for.
describe.each(CREATORS)('any days of $name', { timeout: 20_000 }, (creator) => {
  const ledger = createLedger(creator, 1);

  it('are the sum of their channels, of their products and of their parts, figure by figure', () => {
    fc.assert(
      fc.property(ranges, fc.double({ min: 0, max: 1, noNaN: true }), (days, share) => {
        const { all, live, other, video } = ledger.between(days);
        expect(total([video, live, other])).toEqual(all);
        expect(total(ledger.videosBetween(days).map(salesOf))).toEqual(video);
        expect(total(ledger.productsBetween(days).map(salesOf))).toEqual(all);
        expect(ledger.live(days).sales).toEqual(live);
        const cut = days.from + Math.floor((days.to - days.from) * share);
        const parts = [
          { from: days.from, to: cut },
          { from: cut, to: days.to },
        ];
        expect(total(parts.map((part) => ledger.between(part).all))).toEqual(all);
      }),
      { numRuns: 20 },
    );
  });

  it('have videos that are the sum of their products and of their days', () => {
    fc.assert(
      fc.property(ranges, fc.nat(), (days, choice) => {
        const videos = ledger.videosBetween(days);
        const chosen = videos[choice % Math.max(1, videos.length)];
        if (chosen === undefined) return;
        const { id, products } = chosen.video;
        expect(total(products.map((product) => ledger.pair(id, product.id, days)))).toEqual(chosen.sales);
        const daily = Array.from({ length: days.to - days.from }, (_, index) =>
          ledger.video(id, { from: days.from + index, to: days.from + index + 1 }),
        );
        expect(total(daily.map(salesOf))).toEqual(chosen.sales);
        expect(daily.reduce((sum, { reach }) => sum + reach.views, 0)).toBe(chosen.reach.views);
      }),
      { numRuns: 20 },
    );
  });
});
