import { mkdir, writeFile } from 'node:fs/promises';
import { startViewHost } from '../test/support/browser/host.ts';
import { connectForViews } from '../test/support/browser/results.ts';

// Pictures of every view over the sandbox's invented data, for people who read the documentation.

const VIEWS = [
  ['month', 'summarize_month', { month: '2026-11' }],
  ['period', 'summarize_period', { period: 'last_30_days' }],
  ['health', 'summarize_account_health', { account: 'us' }],
  ['accounts', 'compare_accounts', { month: '2026-10' }],
  ['videos', 'review_videos', { account: 'us' }],
  ['posting', 'find_posting_times', { account: 'sg', months: 6 }],
  ['attribution', 'attribute_sales', { account: 'us' }],
] as const;

const folder = new URL('../docs/views/', import.meta.url);
await mkdir(folder, { recursive: true });
const [host, server] = await Promise.all([startViewHost(), connectForViews()]);
try {
  for (const [name, tool, args] of VIEWS) {
    const { html, result } = await server.viewOf(tool, args);
    for (const theme of ['light', 'dark']) {
      for (const width of [360, 560, 760]) {
        const { page, view, close } = await host.open({ html, result, width, context: { theme } });
        await view.locator('h1').waitFor();
        // The frame takes the height that the view tells a moment later.
        await page.waitForTimeout(200);
        await writeFile(
          new URL(`${name}-${theme}-${width}.png`, folder),
          await page.locator('#sandbox').screenshot(),
        );
        await close();
      }
    }
  }
} finally {
  await Promise.all([host.close(), server.close()]);
}
