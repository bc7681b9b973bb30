import type { Opening } from './host.ts';
import { startViewHost } from './host.ts';
import { connectForViews, type ViewResult } from './results.ts';

/** A result of every view; where one looks different in some months or accounts, of those too. */
const QUESTIONS: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['month', 'summarize_month', { month: '2026-10' }],
  ['open month', 'summarize_month', { month: '2026-11' }],
  ['period', 'summarize_period', { period: 'last_7_days' }],
  ['period by month', 'summarize_period', { period: 'last_6_months' }],
  ['health', 'summarize_account_health', { account: 'us' }],
  ['health at risk', 'summarize_account_health', { account: 'br' }],
  ['accounts', 'compare_accounts', { month: '2026-10' }],
  ['videos', 'review_videos', { account: 'us', month: '2026-11' }],
  ['posting times', 'find_posting_times', { account: 'sg', months: 6 }],
  ['attribution', 'attribute_sales', { account: 'us' }],
];

/** Their names. */
export const RESULT_NAMES = QUESTIONS.map(([name]) => name);

/** A browser with a host for views, and the results that they show. */
export async function startViews() {
  const [host, server] = await Promise.all([startViewHost(), connectForViews()]);
  const results = new Map<string, ViewResult>();
  for (const [name, tool, args] of QUESTIONS) results.set(name, await server.viewOf(tool, args));
  const resultOf = (name: string): ViewResult => {
    const found = results.get(name);
    if (found === undefined) throw new Error(`no result ${name}`);
    return found;
  };
  return {
    host,
    server,
    resultOf,
    async open(name: string, opening: Partial<Opening> = {}) {
      const { html, result } = resultOf(name);
      const opened = await host.open({ html, result, ...opening });
      await opened.view.locator('h1').waitFor();
      return opened;
    },
    async close(): Promise<void> {
      await Promise.all([host.close(), server.close()]);
    },
  };
}
