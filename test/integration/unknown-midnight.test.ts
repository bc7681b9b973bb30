import { expect, onTestFinished, test } from 'vitest';
import { connectToSandbox } from '../support/connect.ts';

/** It is December in Greenwich and, at 02:00, still November in Los Angeles. */
const NOW = new Date('2026-12-01T02:00:00Z');

test.each([
  ['get_account_insights_overview', 'us'],
  ['get_video_list_analytics', 'br'],
])('%s says that the month was requested twice, once, for %s', async (tool, account) => {
  const connection = await connectToSandbox({ now: () => NOW, accounts: ['us', 'br'], cached: true });
  onTestFinished(connection.close);
  const first = await connection.watch(tool, { account });
  expect(first.sent.map(({ body }) => body['start_date'])).toEqual(['12-01-2026', '11-30-2026']);
  expect(first.result.structured?.['window'], first.result.text).toMatchObject({ from: '2026-11-01' });
  expect(first.result.text).toContain('the dates were requested again: two calls.');
  const second = await connection.watch(tool, { account, fresh: true });
  expect(second.sent).toHaveLength(1);
  expect(second.result.text).not.toContain('two calls');
});
