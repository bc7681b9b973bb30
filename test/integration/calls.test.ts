import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { connectToSandbox } from '../support/connect.ts';
import { FEWER_CLICKS, FEWER_POSTS } from '../support/sandbox-stories.ts';

/** What questions about periods cost, and that one pays for the next. */

async function fresh() {
  const connection = await connectToSandbox({ cached: true });
  onTestFinished(connection.close);
  return connection;
}

test.each([
  { args: { period: 'last_30_days' }, most: 8 },
  { args: { period: 'last_90_days' }, most: 12 },
])('summarize_period $args takes at most $most calls, and none again', async ({ args, most }) => {
  const sandbox = await fresh();
  const { result, sent } = await sandbox.watch('summarize_period', args);
  expect(result.isError, result.text).toBe(false);
  expect(sent.length).toBeLessThanOrEqual(most);
  expect(result.structured).toMatchObject({ calls: sent.length, planned_calls: sent.length });
  const again = await sandbox.watch('summarize_period', args);
  expect(again.sent).toEqual([]);
});

test('other days of the same months ask for none of the earnings again', async () => {
  const sandbox = await fresh();
  await sandbox.call('summarize_period', { period: 'last_30_days' });
  const { sent } = await sandbox.watch('summarize_period', { period: 'this_month', sections: [] });
  expect(sent).toEqual([]);
});

const change = z.object({
  revenue: z.object({ absolute: z.number() }),
  revenue_factors: z.object({
    effects: z.array(z.object({ factor: z.string(), accounts_for: z.number() })),
  }),
});

test.each([
  { story: FEWER_POSTS, factor: 'impressions' },
  { story: FEWER_CLICKS, factor: 'click_through_rate' },
])(
  'explain_change finds that $factor accounts for most of the fall of $story.account',
  async ({ story, factor }) => {
    const sandbox = await fresh();
    const range = { from: `${story.later}-01`, to: `${story.later}-31` };
    const { structured, text } = await sandbox.call('explain_change', { account: story.account, ...range });
    const { revenue, revenue_factors: factors } = change.parse(structured);
    expect(revenue.absolute).toBeLessThan(0);
    const [most] = factors.effects.toSorted((a, b) => a.accounts_for - b.accounts_for);
    expect(most?.factor, text).toBe(factor);
    const sum = factors.effects.reduce((all, one) => all + one.accounts_for, 0);
    expect(sum).toBeCloseTo(revenue.absolute, 2);
  },
);

describe('explain_change after summarize_period of the same days', () => {
  const SPANS = ['last_7_days', 'last_30_days', 'last_90_days', 'this_week', 'this_month', 'last_month'];
  const cases = ['us', 'sg', 'br'].flatMap((account) =>
    [...SPANS, 'this_quarter', 'last_quarter'].map((period) => ({ account, period })),
  );

  test.each(cases)('takes at most 2 calls more for $period of $account', async ({ account, period }) => {
    const sandbox = await fresh();
    const before = await sandbox.watch('summarize_period', { account, period });
    const { result, sent } = await sandbox.watch('explain_change', { account, period });
    expect(result.isError, result.text).toBe(false);
    expect(sent.length).toBeLessThanOrEqual(2);
    const planned = z.object({ planned_calls: z.number() }).parse(result.structured).planned_calls;
    expect(planned).toBeLessThanOrEqual(before.sent.length + 2);
    const alone = await (await fresh()).watch('explain_change', { account, period });
    expect(alone.result.structured).toMatchObject({ planned_calls: planned });
    expect(alone.sent).toHaveLength(planned);
  });

  test('leaves out the channel that accounts for less, says so, and takes it with max_calls', async () => {
    const sandbox = await fresh();
    const args = { account: 'sg', from: '2026-10-01', to: '2026-10-31' };
    const first = await sandbox.call('explain_change', args);
    expect(first.structured).toHaveProperty('videos');
    expect(first.structured).not.toHaveProperty('live_factors');
    expect(first.text).toContain('Not requested: LIVE by itself, a further call. max_calls 9');
    const { result, sent } = await sandbox.watch('explain_change', { ...args, max_calls: 9 });
    expect(result.structured).toHaveProperty('videos');
    expect(result.structured).toHaveProperty('live_factors');
    expect(result.text).not.toContain('Not requested');
    expect(sent.length).toBeLessThanOrEqual(2);
  });

  test('has the LIVE before rather than the videos where LIVE moved more', async () => {
    const sandbox = await fresh();
    const args = { account: 'br', from: '2026-10-01', to: '2026-10-31' };
    const { structured } = await sandbox.call('explain_change', args);
    expect(structured).toHaveProperty('live_factors');
    expect(structured).not.toHaveProperty('videos');
  });
});

describe('an agency of twelve by exception', () => {
  const agency = async () => {
    const names = Array.from({ length: 12 }, (_, index) => `creator-${index}`);
    const cookies = Object.fromEntries(
      names.map((name) => [name, `sessionid=invented-${name}-0123456789; msToken=x`]),
    );
    const sandbox = await connectToSandbox({ cached: true, accounts: names, cookies });
    onTestFinished(sandbox.close);
    return sandbox;
  };
  const seen = z.object({
    exceptions: z.array(z.object({ account: z.string(), kind: z.string() })),
    currencies: z.array(z.object({ accounts: z.array(z.object({ level: z.string().optional() })) })),
    notes: z.array(z.string()),
  });
  const levelsIn = (result: z.output<typeof seen>) =>
    result.currencies.flatMap(({ accounts }) => accounts.flatMap(({ level }) => level ?? [])).length;

  test.each(['this_month', 'last_month', 'last_7_days', 'last_28_days', 'last_30_days'])(
    'takes at most 48 calls for %s, and none again',
    { timeout: 30_000 },
    async (period) => {
      const sandbox = await agency();
      const { result, sent } = await sandbox.watch('compare_accounts', { period });
      expect(result.isError, result.text).toBe(false);
      expect(sent.length).toBeLessThanOrEqual(48);
      const again = await sandbox.watch('compare_accounts', { period });
      expect(again.sent).toEqual([]);
    },
  );

  test('has no exception less, and says whose level and score were not asked for', {
    timeout: 30_000,
  }, async () => {
    const sandbox = await agency();
    const few = seen.parse((await sandbox.call('compare_accounts', { period: 'last_30_days' })).structured);
    expect(levelsIn(few)).toBe(0);
    expect(few.notes.join('\n')).toContain('Level and score: requested for none of 12 accounts');
    const [, most] = /max_calls (\d+) would/.exec(few.notes.join()) ?? [];
    const args = { period: 'last_30_days', max_calls: Number(most) };
    const { result, sent } = await sandbox.watch('compare_accounts', args);
    expect(sent).toHaveLength(12);
    const all = seen.parse(result.structured);
    expect(levelsIn(all)).toBe(12);
    expect(all.notes.join()).not.toContain('Level and score');
    // Only what the score itself says is more.
    expect(all.exceptions.filter(({ kind }) => kind !== 'score_near_threshold')).toEqual(few.exceptions);
  });

  test('asks for the level of those with the most violations first', { timeout: 30_000 }, async () => {
    const sandbox = await connectToSandbox({ cached: true });
    onTestFinished(sandbox.close);
    // The session that has ended leaves the calls for two of the three others.
    const { structured } = await sandbox.call('compare_accounts', { period: 'last_30_days' });
    const groups = z
      .object({
        currencies: z.array(
          z.object({
            accounts: z.array(z.object({ account: z.string(), level: z.string().optional() })),
          }),
        ),
      })
      .parse(structured).currencies;
    const lines = groups.flatMap(({ accounts }) => accounts);
    expect(lines.filter(({ level }) => level !== undefined).map(({ account }) => account)).toEqual([
      'br',
      'sg',
    ]);
  });
});
