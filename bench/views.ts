import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { table } from '../scripts/docs/markdown.ts';
import { hasBrowser, startViewHost } from '../test/support/browser/host.ts';
import { connectForViews } from '../test/support/browser/results.ts';
import { mb, median, ms, ratio, type Section, timed, timing } from './report.ts';
import { BUILT, startInTurn } from './start.ts';

const PAINTS = 7;

const QUESTIONS = [
  ['summarize_month', { month: '2026-10' }],
  ['summarize_period', { period: 'last_6_months' }],
  ['summarize_account_health', { account: 'br' }],
  ['compare_accounts', { month: '2026-10' }],
  ['review_videos', { account: 'us', month: '2026-11' }],
  ['find_posting_times', { account: 'sg', months: 6 }],
  ['attribute_sales', { account: 'us' }],
] as const;

/** Measures what the views cost a server that is not asked for one, and how fast they paint. */
export async function measureViews(): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'without-views-'));
  const [ours, bare] = await startInTurn([BUILT, copyWithoutViews(folder)]);
  rmSync(folder, { recursive: true });
  if (ours === undefined || bare === undefined) throw new Error('Nothing was started.');
  const row = (what: string, key: 'initialize' | 'memory', write: (value: number) => string) => {
    const [own, other] = [median(ours[key]), median(bare[key])];
    return { what, times: own / other, cells: [what, write(own), write(other), ratio(own / other)] };
  };
  const rows = [row('spawn to initialize', 'initialize', ms), row('resident memory at rest', 'memory', mb)];
  const paints = hasBrowser() ? await measurePainting() : [];
  const slowest = paints.map(({ times }) => median(times)).sort((a, b) => b - a)[0] ?? Number.NaN;
  return {
    title: 'Views',
    goals: [
      ...rows.map(({ what, times }) => [`${what}, of the server without views`, times, 1.03, ratio] as const),
      ['the slowest view, from result to picture', slowest, 500, ms],
    ],
    details: [
      'The built server, and a copy of it without the pages and their names, in turn.',
      table(
        ['', 'with views', 'without', 'ratio'],
        rows.map(({ cells }) => cells),
      ),
      `${PAINTS} runs each in headless Chromium, with the message to the page.`,
      table(
        ['view of', 'result to picture', 'range'],
        paints.map(({ tool, times }) => [tool, ...timing(times)]),
      ),
    ],
  };
}

/** Copies the built server without its views; returns the path of the copy's entry. */
function copyWithoutViews(folder: string): string {
  const dist = join(folder, 'dist');
  cpSync(dirname(BUILT), dist, { recursive: true });
  cpSync(join(dirname(BUILT), '../package.json'), join(folder, 'package.json'));
  let removed = 0;
  for (const name of readdirSync(dist)) {
    const text = readFileSync(join(dist, name), 'utf8');
    if (text.includes('<!doctype html>')) rmSync(join(dist, name));
    const rest = text.replaceAll(/,?\\?"_meta\\?":\{\\?"ui\\?":\{[^{}]*\},[^{}]*\}/g, () => {
      removed += 1;
      return '';
    });
    if (rest !== text) writeFileSync(join(dist, name), rest);
  }
  if (removed !== QUESTIONS.length) throw new Error(`${removed} tools of the built list name a view.`);
  return join(dist, 'main.js');
}

/** The times from the result to the picture, in headless Chromium. */
async function measurePainting() {
  const [host, server] = await Promise.all([startViewHost(), connectForViews()]);
  const paints: { readonly tool: string; readonly times: readonly number[] }[] = [];
  for (const [tool, args] of QUESTIONS) {
    const { html, result } = await server.viewOf(tool, args);
    const times: number[] = [];
    for (let run = 0; run <= PAINTS; run += 1) {
      const { view, inHost, close } = await host.open({ html });
      await view.getByText('Waiting for the result').waitFor();
      times.push(
        await timed(async () => {
          await inHost(`sendResult(${JSON.stringify(result)})`);
          await view.locator('h1').waitFor();
        }),
      );
      await close();
    }
    // The first warms the browser up.
    paints.push({ tool, times: times.slice(1) });
  }
  await Promise.all([host.close(), server.close()]);
  return paints;
}
