import { expect, onTestFinished, test } from 'vitest';
import { connectToSandbox } from '../support/connect.ts';

const TOOLS = {
  get_product_analytics_list: { start_date: '2026-10-01', end_date: '2026-10-31' },
  get_account_insights_overview: { start_date: '2026-10-01' },
  get_account_health_status: {},
  get_video_list_analytics: { start_date: '2026-10-01' },
};

test.each([
  ['proxy', 'http://product:hunter22@proxy.example:1'],
  ['proxy', 'http://segments:timed_stats@proxy.example:1'],
  ['proxy', 'http://status:violation_score@proxy.example:1'],
  ['cookie', 'csrf=status; token=revenue; session_key=item_sold_cnt'],
])('a %s that is made of words of the reply changes no figure, nor what is kept: %s', async (name, words) => {
  const plain = await connectToSandbox();
  const kept = await connectToSandbox({ cached: true });
  onTestFinished(async () => {
    await plain.close();
    await kept.close();
  });
  const own = kept.upstream.accounts.get('us')?.cookie ?? '';
  const given = { [name]: name === 'cookie' ? `${own}; ${words}` : words };
  for (const [tool, args] of Object.entries(TOOLS)) {
    const right = await plain.call(tool, args);
    const { fetched_at: _, ...figures } = right.structured ?? {};
    expect(Object.keys(figures).length, right.text).toBeGreaterThan(3);
    for (const more of [given, {}]) {
      const result = await kept.call(tool, { ...args, ...more });
      expect(result.isError, result.text).toBe(false);
      const { fetched_at, cached, account, calls, ...others } = result.structured ?? {};
      expect(figures).toMatchObject(others);
      expect(result.text).not.toContain('[redacted]');
    }
  }
});
