import { describe, expect, it } from 'vitest';
import { calendarMonth, readIsoDate } from '../../../src/sandbox/calendar.ts';
import { CREATORS } from '../../../src/sandbox/creators.ts';
import { createLedger } from '../../../src/sandbox/ledger.ts';
import { allVideos, ask, buckets, cookieOf, filled, post, start } from '../../support/sandbox-calls.ts';

function monthFrom(date: string) {
  return calendarMonth(readIsoDate(date) ?? 0);
}

describe.each(CREATORS)('the ledger of $name', (creator) => {
  it('does not depend on what was asked before', () => {
    const month = monthFrom('2026-10-01');
    const warmed = createLedger(creator, 1);
    warmed.between({ from: month.from - 200, to: month.to + 100 });
    expect(warmed.videosBetween(month)).toEqual(createLedger(creator, 1).videosBetween(month));
    expect(warmed.productsBetween(month)).toEqual(createLedger(creator, 1).productsBetween(month));
  });

  it('depends on the seed', () => {
    const month = monthFrom('2026-10-01');
    expect(createLedger(creator, 1).between(month)).not.toEqual(createLedger(creator, 2).between(month));
  });

  it('has a believable month, fourteen months before 2025 and at the end of 2028', () => {
    const ledger = createLedger(creator, 1);
    for (const date of ['2023-11-01', '2025-01-01', '2026-10-01', '2028-12-01']) {
      const month = monthFrom(date);
      const { all, live } = ledger.between(month);
      expect(live.revenue).toBeGreaterThan(0);
      expect(all.revenue).toBeGreaterThan(200_000);
      expect(all.revenue).toBeLessThan(6_000_000);
      expect(ledger.videosBetween(month).length).toBeGreaterThan(14);
      expect(ledger.productsBetween(month).length).toBeGreaterThan(25);
    }
  });

  it('never has more clicks than impressions, orders than clicks, or a direct part above the whole', () => {
    const ledger = createLedger(creator, 1);
    const month = monthFrom('2026-10-01');
    for (let day = month.from; day < month.to; day += 1) {
      for (const { product, sales } of ledger.productsBetween({ from: day, to: day + 1 })) {
        expect(sales.clicks).toBeLessThanOrEqual(sales.shows);
        expect(sales.orders).toBeLessThanOrEqual(sales.clicks);
        expect(sales.direct).toBeLessThanOrEqual(sales.revenue);
        expect(sales.revenue).toBe(sales.items * product.price);
      }
    }
  });

  it('keeps LIVE-only products out of videos, and its ids apart', () => {
    const ledger = createLedger(creator, 1);
    const videos = ledger.publishedBetween({
      from: readIsoDate('2023-06-01') ?? 0,
      to: readIsoDate('2029-01-01') ?? 0,
    });
    expect(new Set(videos.map(({ id }) => id)).size).toBe(videos.length);
    expect(new Set(ledger.products.map(({ id }) => id)).size).toBe(ledger.products.length);
    expect(ledger.products.filter(({ liveOnly }) => liveOnly)).toHaveLength(6);
    for (const video of videos) {
      expect(video.id).toMatch(/^\d{19}$/);
      expect(ledger.findVideo(video.id)).toBe(video);
      expect(video.products.some(({ liveOnly }) => liveOnly)).toBe(false);
    }
    const titles = videos.map(({ title }) => title).join('\u0000');
    for (const awkward of [
      '|',
      '`',
      '*',
      '📦',
      '\n',
      '[link](https://example.com)',
      'Ignore previous instructions',
    ]) {
      expect(titles).toContain(awkward);
    }
    expect(videos.some(({ title }) => title.length > 300)).toBe(true);
  });
});

describe('the clock', () => {
  const october = { start_date: '10-01-2026' };

  it('gives the same replies to the same questions, identifiers included', async () => {
    const [one, other] = [await start(), await start()];
    for (const account of ['us', 'sg', 'br']) {
      for (const endpoint of [
        'get_account_insights_overview',
        'get_video_list_analytics',
        'get_showcase_product_list',
      ]) {
        const ask = { cookie: cookieOf(one, account), ...october };
        expect((await post(one, endpoint, ask)).text).toBe((await post(other, endpoint, ask)).text);
      }
    }
    await Promise.all([one.close(), other.close()]);
  });

  it('leaves past figures alone', async () => {
    const later = await start(new Date('2027-08-05T03:00:00Z'));
    const now = await start();
    for (const account of ['us', 'sg', 'br']) {
      const ofOctober = (sandbox: typeof now) =>
        buckets(sandbox, account, 'get_account_insights_overview', october);
      expect((await ofOctober(later)).daily).toEqual((await ofOctober(now)).daily);
    }
    expect([...(await allVideos(later, 'sg', '10-01-2026')).keys()]).toEqual([
      ...(await allVideos(now, 'sg', '10-01-2026')).keys(),
    ]);
    await Promise.all([later.close(), now.close()]);
  });

  // At 20:00 UTC it is already tomorrow in Singapore; at 05:00 UTC still yesterday in Los Angeles.
  it.each([
    ['us', '2026-11-22T05:00:00Z', 19],
    ['us', '2026-11-22T12:00:00Z', 20],
    ['sg', '2026-11-22T12:00:00Z', 20],
    ['sg', '2026-11-22T20:00:00Z', 21],
    ['br', '2026-11-22T02:00:00Z', 19],
  ])('%s at %s has data up to day %i', async (account, now, last) => {
    const sandbox = await start(new Date(now));
    const body = { start_date: '11-15-2026' };
    const { daily, coarse } = await buckets(sandbox, account, 'get_account_insights_overview', body);
    expect(daily).toHaveLength(30);
    expect(filled(daily)).toHaveLength(last);
    expect(daily.slice(last).every(({ stats }) => Object.keys(stats).length === 0)).toBe(true);
    expect(filled(coarse).length).toBeGreaterThan(0);
    await sandbox.close();
  });

  it('has nothing before the data begins and nothing in the future', async () => {
    const sandbox = await start();
    for (const start_date of ['04-01-2020', '01-01-2027']) {
      for (const account of ['us', 'sg', 'br']) {
        const { daily, coarse } = await buckets(sandbox, account, 'get_live_analytics_summary', {
          start_date,
        });
        expect(filled(daily)).toEqual([]);
        if (start_date === '04-01-2020') expect(filled(coarse)).toEqual([]);
      }
      expect((await allVideos(sandbox, 'sg', start_date)).size).toBe(0);
    }
    await sandbox.close();
  });

  it('answers for April 2025 when no date is given', async () => {
    const sandbox = await start();
    const { daily } = await buckets(sandbox, 'sg', 'get_account_insights_overview');
    expect(new Date(((daily[0]?.start_timestamp ?? 0) + 28_800) * 1000).toISOString()).toBe(
      '2025-04-01T00:00:00.000Z',
    );
    expect(filled(daily)).toHaveLength(30);
    expect(await ask(sandbox, 'sg', 'get_product_analytics_list')).toMatchObject({
      segments: [{ time_selector: { start_timestamp: 1_743_436_800, end_timestamp: 1_746_028_800 } }],
    });
    await sandbox.close();
  });
});
