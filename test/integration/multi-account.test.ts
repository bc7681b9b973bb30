import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Client } from '../../src/tikhub/client.ts';
import { type Connection, connectToSandbox } from '../support/connect.ts';

/** Several accounts at once: compared, listed, limited, counted. */

let open: Connection | undefined;
afterEach(() => open?.close());

const line = z.object({
  rank: z.number(),
  account: z.string(),
  revenue: z.number(),
  open_appeals: z.number().optional(),
});
const comparison = z.object({
  currencies: z.array(z.object({ currency: z.string(), revenue: z.number(), accounts: z.array(line) })),
  failed: z.array(z.object({ account: z.string(), error: z.string() })),
  calls: z.number(),
  notes: z.array(z.string()),
});

describe('compare_accounts', () => {
  it('ranks within each currency, never adds across, and names what failed', {
    timeout: 20_000,
  }, async () => {
    open = await connectToSandbox();
    const told: unknown[] = [];
    const result = await open.host.callTool(
      { name: 'compare_accounts', arguments: { month: '2026-10' } },
      undefined,
      {
        onprogress: ({ progress, total }) => told.push([progress, total]),
      },
    );
    const { currencies, failed, calls } = comparison.parse(result.structuredContent);
    expect(
      currencies.map(({ currency, revenue, accounts }) => [
        currency,
        revenue,
        accounts.map(({ account }) => account),
      ]),
    ).toEqual([
      ['BRL', 36_926.7, ['br']],
      ['SGD', 10_378, ['sg']],
      ['USD', 9054.5, ['us']],
    ]);
    expect(currencies[0]?.accounts[0]?.open_appeals).toBe(4);
    expect(failed.map(({ account }) => account)).toEqual(['expired']);
    expect(failed[0]?.error).toContain('session of account "expired"');
    expect(calls).toBe(open.sent.length);
    expect(calls).toBe(14);
    expect(told).toHaveLength(3);
  });

  it('stands with three of twelve accounts failing', { timeout: 20_000 }, async () => {
    const ids = Array.from({ length: 8 }, (_, at) => `shop-${at}`);
    const cookies = Object.fromEntries(
      ids.map((id) => [id, `sessionid=session-of-${id}; msToken=token-of-${id}; ttwid=ttwid-of-${id}`]),
    );
    // Two have no cookie at all, one has a session that has ended.
    open = await connectToSandbox({ accounts: ['us', ...ids, 'bare-1', 'bare-2', 'expired'], cookies });
    const { result } = await open.watch('compare_accounts', { month: '2026-10' });
    const { currencies, failed, calls } = comparison.parse(result.structured);
    expect(currencies.map(({ currency, accounts }) => [currency, accounts.length])).toEqual([['USD', 9]]);
    expect(currencies[0]?.revenue).toBeCloseTo(9 * 9054.5, 2);
    expect(failed.map(({ account }) => account)).toEqual(['bare-1', 'bare-2', 'expired']);
    // Four calls each, and one for the session that has ended.
    expect(calls).toBe(37);
  });

  it('takes any period, and says first what needs attention', { timeout: 20_000 }, async () => {
    open = await connectToSandbox();
    const result = await open.call('compare_accounts', { period: 'last_7_days', sort: 'change' });
    expect(result.isError, result.text).toBe(false);
    expect(result.structured).toMatchObject({
      period: { name: 'last_7_days', from: '2026-11-14', to: '2026-11-20' },
    });
    expect(result.structured?.['exceptions']).toContainEqual({
      account: 'expired',
      kind: 'session_ended',
      fact: 'The session has ended.',
    });
    expect(result.text.indexOf('Needs attention')).toBeLessThan(result.text.indexOf('BRL'));
    const both = await open.call('compare_accounts', { month: '2026-10', period: 'last_7_days' });
    expect(both.text).toContain('month was given together with period, from or to');
  });

  it('asks only about the accounts wanted, once each', async () => {
    open = await connectToSandbox();
    const { result, sent } = await open.watch('compare_accounts', {
      month: '2026-10',
      accounts: ['sg', 'sg'],
    });
    expect(comparison.parse(result.structured).currencies).toHaveLength(1);
    expect(sent).toHaveLength(4);
  });

  it('stops at max_calls with what it has, and says what is missing', async () => {
    open = await connectToSandbox();
    const { result, sent } = await open.watch('compare_accounts', {
      month: '2026-10',
      accounts: ['us', 'sg', 'br'],
      max_calls: 5,
    });
    const { currencies, failed, calls, notes } = comparison.parse(result.structured);
    expect(sent).toHaveLength(5);
    expect(calls).toBe(5);
    expect(
      [
        ...currencies.flatMap(({ accounts }) => accounts.map(({ account }) => account)),
        ...failed.map(({ account }) => account),
      ].sort(),
    ).toEqual(['br', 'sg', 'us']);
    expect([...notes, ...failed.map(({ error }) => error)].join(' ')).toContain(
      'The request has reached max_calls (5)',
    );
  });
});

describe('many slow accounts', () => {
  const ids = Array.from({ length: 12 }, (_, at) => `shop-${at}`);
  const cookies = Object.fromEntries(
    ids.map((id) => [id, `sessionid=session-of-${id}; msToken=token-of-${id}; ttwid=ttwid-of-${id}`]),
  );
  const connect = async (): Promise<Connection> => {
    // In place of the 55 s that a host's own limit leaves.
    vi.spyOn(Client.prototype, 'requestMs', 'get').mockReturnValue(4000);
    open = await connectToSandbox({ accounts: ids, cookies, cached: true, slowMs: 900 });
    return open;
  };
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const OVER = 'ran out before this call was sent; it was not billed. Try again to get the rest';

  it('are answered in time with those that have come, and the others are named', {
    timeout: 30_000,
  }, async () => {
    const { call, sent } = await connect();
    const known: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const before = sent.length;
      const from = performance.now();
      const result = await call('compare_accounts', { month: '2026-10' });
      expect(performance.now() - from).toBeLessThan(6000);
      const { currencies, failed, calls } = comparison.parse(result.structured);
      const ranked = currencies.flatMap(({ accounts }) => accounts.map(({ account }) => account));
      expect([...ranked, ...failed.map(({ account }) => account)].sort()).toEqual([...ids].sort());
      for (const { error } of failed) expect(error).toContain(OVER);
      expect(calls).toBe(sent.length - before);
      known.push(ranked.length);
    }
    expect(known[0]).toBeGreaterThan(0);
    // What had come was kept, so the second answer has more.
    expect(known[1]).toBeGreaterThan(known[0] ?? 0);
  });

  it('become a file of those that have come', { timeout: 30_000 }, async () => {
    const { call } = await connect();
    const from = performance.now();
    const result = await call('export_table', { table: 'accounts', month: '2026-10', max_calls: 100 });
    expect(performance.now() - from).toBeLessThan(6000);
    expect(result.structured).toMatchObject({ complete: false });
    expect(result.structured?.['stopped']).toContain(OVER);
  });
});

describe('max_calls of a summary', () => {
  it('keeps what came before it ran out', async () => {
    open = await connectToSandbox();
    const { result, sent } = await open.watch('summarize_month', { month: '2026-10', max_calls: 1 });
    expect(sent).toHaveLength(1);
    expect(result.isError).toBe(false);
    expect(result.structured).toMatchObject({ totals: { revenue: 9054.5 }, calls: 1, top_videos: [] });
    expect(result.text).toContain('The month before is missing. The request has reached max_calls (1)');
  });
});

describe('list_accounts', () => {
  const rows = z.object({
    accounts: z.array(z.object({ account: z.string(), region: z.string().optional(), session: z.string() })),
  });

  it('makes no call and tells what the calls so far have shown', async () => {
    open = await connectToSandbox();
    await open.call('get_creator_account_info', { account: 'sg' });
    await open.call('get_live_analytics_summary', { account: 'expired' });
    const { result, sent } = await open.watch('list_accounts');
    expect(sent).toEqual([]);
    expect(rows.parse(result.structured).accounts).toEqual([
      { account: 'us', session: 'not asked yet' },
      { account: 'sg', region: 'sg', session: 'alive' },
      { account: 'br', session: 'not asked yet' },
      { account: 'expired', session: 'ended' },
    ]);
  });

  it('sees a session end by an empty success too', async () => {
    open = await connectToSandbox();
    await open.call('get_creator_account_info', { account: 'expired' });
    const { structured } = await open.call('list_accounts', { accounts: ['expired'] });
    expect(rows.parse(structured).accounts).toEqual([{ account: 'expired', session: 'ended' }]);
  });
});

describe('the usage resource', () => {
  it('counts by endpoint and account', async () => {
    open = await connectToSandbox();
    await open.call('get_live_analytics_summary', { account: 'sg' });
    await open.call('get_live_analytics_summary', { account: 'expired' });
    const text = await open.read('tiktok-creator://usage');
    expect(text).toContain('|get_live_analytics_summary|2|0|1|0|');
    expect(text).toContain(
      'all rows: upstream calls 1 · from cache 0 · retries 0\n|account|failures|\n|-|-:|\n|expired|1|\n|sg|0|',
    );
  });
});
