import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasBrowser, startViewHost } from '../test/support/browser/host.ts';
import { connectForViews } from '../test/support/browser/results.ts';
import { type Goal, median, ms, quartiles, ratio, type Section, table } from './report.ts';
import { BUILT, type Start, startInTurn } from './start.ts';

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

/** Measures what the views cost a server that nobody asks for one, and how fast they paint. */
export async function measureViews(): Promise<Section> {
  const cost = await measureCost();
  const painting = hasBrowser()
    ? await measurePainting()
    : { goals: [], details: 'No browser, no painting.' };
  return {
    title: 'Views',
    goals: [...cost.goals, ...painting.goals],
    details: [cost.details, painting.details].join('\n\n'),
  };
}

/** The built server against itself without its pages and without their names in its list. */
async function measureCost() {
  const folder = mkdtempSync(join(tmpdir(), 'without-views-'));
  try {
    const [withViews = [], without = []] = await startInTurn([BUILT, copyWithoutViews(folder)]);
    const rowOf = (
      what: string,
      read: (one: Start) => number | undefined,
      write: (value: number) => string,
    ) => {
      const [ours, bare] = [withViews, without].map((starts) => starts.flatMap((one) => read(one) ?? []));
      const times = median(ours ?? []) / median(bare ?? []);
      const goal: Goal = {
        what: `${what}, of the server without views`,
        measured: times,
        goal: 1.03,
        write: ratio,
      };
      return { goal, row: [what, write(median(ours ?? [])), write(median(bare ?? [])), ratio(times)] };
    };
    const mb = (value: number): string => `${value.toFixed(1)} MB`;
    const rows = [
      rowOf('spawn to initialize', ({ initialize }) => initialize, ms),
      rowOf('resident memory at rest', ({ memory }) => memory, mb),
    ].filter(({ goal }) => !Number.isNaN(goal.measured));
    return {
      goals: rows.map(({ goal }) => goal),
      details: `The built server, and a copy of it without the pages and their names, in turn.\n\n${table(
        ['', 'with views', 'without', 'ratio'],
        rows.map(({ row }) => row),
      )}`,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The copy's entry. */
function copyWithoutViews(folder: string): string {
  const dist = join(folder, 'dist');
  cpSync(fileURLToPath(new URL('../dist/', import.meta.url)), dist, { recursive: true });
  cpSync(fileURLToPath(new URL('../package.json', import.meta.url)), join(folder, 'package.json'));
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

/** From the result to the picture, in headless Chromium. */
async function measurePainting() {
  const [host, server] = await Promise.all([startViewHost(), connectForViews()]);
  const rows: { readonly tool: string; readonly times: readonly number[] }[] = [];
  for (const [tool, args] of QUESTIONS) {
    const { html, result } = await server.viewOf(tool, args);
    const times: number[] = [];
    for (let run = 0; run <= PAINTS; run += 1) {
      const { view, inHost, close } = await host.open({ html });
      await view.getByText('Waiting for the result').waitFor();
      const from = performance.now();
      await inHost(`sendResult(${JSON.stringify(result)})`);
      await view.locator('h1').waitFor();
      // The first warms the browser up.
      if (run > 0) times.push(performance.now() - from);
      await close();
    }
    rows.push({ tool, times });
  }
  await Promise.all([host.close(), server.close()]);
  const slowest = Math.max(...rows.map(({ times }) => median(times)));
  return {
    goals: [{ what: 'the slowest view, from result to picture', measured: slowest, goal: 500, write: ms }],
    details: `${PAINTS} runs each in headless Chromium, with the message to the page.\n\n${table(
      ['view of', 'result to picture', 'range'],
      rows.map(({ tool, times }) => [tool, ms(median(times)), quartiles(times)]),
    )}`,
  };
}
