import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectToScript, envelope, type Result } from '../support/connect.ts';
import { CASES, CASES_TIMEOUT_MS } from '../support/reply-lab/cases.ts';
import { datesOf } from '../support/reply-lab/days.ts';
import { clockOf, type Frame, frames, monthFrames } from '../support/reply-lab/layout.ts';
import { rowAnswers } from '../support/reply-lab/rows-model.ts';
import { ROWS_ENDPOINTS, type RowsStory, rowsStories, writeRows } from '../support/reply-lab/rows-story.ts';
import { SERIES_ENDPOINTS, type SeriesEndpoint } from '../support/reply-lab/series-endpoints.ts';
import { modelOf } from '../support/reply-lab/series-model.ts';
import { type SeriesStory, seriesStories, writeSeries } from '../support/reply-lab/series-story.ts';

/** The same replies as a host meets them: through the protocol, under the names of the results. */

const IDS = { item_id: '7300000000000000001', product_id: '1729000000000000001' };

let now = new Date(0);
let connection: Awaited<ReturnType<typeof connectToScript>>;
beforeAll(async () => {
  connection = await connectToScript({ now: () => now });
});
afterAll(() => connection.close());

/** Asks a tool about the month of a frame, at the frame's own time. */
async function ask(tool: string, frame: Frame, reply: string, more: object = {}): Promise<Result> {
  now = clockOf(frame).now;
  // Written by hand around the payload: an id that is a number keeps its digits.
  connection.answer({ body: JSON.stringify(envelope('#')).replaceAll('"#"', reply), type: 'json' });
  const start = frame.asked === undefined ? {} : { start_date: datesOf(frame.asked).from };
  return connection.call(tool, { ...start, ...more, fresh: true });
}

const money = z.union([z.number(), z.object({ amount: z.number(), currency: z.string() })]);
const days = z.object({ from: z.string(), to: z.string() });
const answerOf = z.object({
  window: days.extend({ days_with_data: z.number().optional() }).passthrough(),
  /** Left out where no days were asked for and none is missing. */
  verdict: z
    .object({ verdict: z.string(), answered: days.optional(), coverage: z.record(z.number()).optional() })
    .optional(),
  totals: z.record(money),
  notes: z.array(z.string()),
});

const amountOf = (value: z.output<typeof money>): number =>
  typeof value === 'number' ? value : value.amount;

async function checkSeries(story: SeriesStory, endpoint: SeriesEndpoint): Promise<void> {
  const ids = endpoint.isOfVideo === true ? IDS : {};
  const { frame } = story;
  const asked = endpoint.name === 'get_video_detailed_stats' ? { item_id: IDS.item_id } : ids;
  const result = await ask(endpoint.name, frame, JSON.stringify(writeSeries(story, endpoint, ids)), asked);
  expect(result.isError, result.text).toBe(false);
  const { window, verdict, totals, notes } = answerOf.parse(result.structured);
  const model = modelOf(story, endpoint);
  if (frame.asked !== undefined) expect(verdict).toBeDefined();
  const { from, to } = window;
  expect(
    model.readings.map(({ verdict: own, answered }) => ({
      ...(verdict && { verdict: own }),
      ...(answered ? datesOf(answered) : { from, to }),
    })),
    notes.join('\n'),
  ).toContainEqual({ ...(verdict && { verdict: verdict.verdict }), from, to });
  // Another window is never silent.
  if (verdict !== undefined && !['same', 'partial'].includes(verdict.verdict)) {
    expect(notes[0]).toMatch(/^The (vendor returned|reply (does not say|has data on))/);
    expect(result.text).toContain('requested');
  }
  const span = Date.parse(window.to) - Date.parse(window.from);
  const length = span / 86_400_000 + 1;
  for (const [name, allowed] of model.figures) {
    const shown = totals[name];
    if (shown === undefined) {
      expect(model.optional.has(name) || model.impossible.includes(name), name).toBe(true);
      continue;
    }
    const covered = verdict?.coverage?.[name] ?? length;
    const field = endpoint.told.find((one) => one.name === name);
    const isMoney = field?.kind === 'money' || /revenue|gpm|price/.test(name);
    const isRight = allowed.some(
      ({ value, days: behind }) =>
        behind === covered &&
        Math.abs((isMoney ? value / 100 : value) - amountOf(shown)) <= (isMoney ? 0.005_001 : 1e-6),
    );
    expect(isRight, `${name}: ${JSON.stringify(shown)} of ${covered} days, ${JSON.stringify(allowed)}`).toBe(
      true,
    );
  }
  for (const name of Object.keys(totals)) expect([...model.figures.keys()]).toContain(name);
  if (model.hasUnreadable) expect(notes.join()).toContain('could not be read');
}

const listOf = z.object({
  verdict: z.object({ verdict: z.string() }),
  videos: z.array(z.object({ video_id: z.string() }).catchall(z.unknown())),
  notes: z.array(z.string()),
});

async function checkVideos(story: RowsStory): Promise<void> {
  const endpoint = ROWS_ENDPOINTS.videos;
  const result = await ask(endpoint.name, story.frame, writeRows(story, endpoint), { page: story.page });
  expect(result.isError, result.text).toBe(false);
  const { verdict, videos, notes } = listOf.parse(result.structured);
  const rows = Object.fromEntries(
    videos.map(({ video_id, ...own }) => [
      video_id,
      Object.fromEntries(
        endpoint.fields.flatMap(({ name, kind }) => {
          const value = own[name];
          if (typeof value !== 'number') return [];
          return [[name, kind === 'money' ? Math.round(value * 100) : Math.round(value * 1e6)]];
        }),
      ),
    ]),
  );
  const answers = rowAnswers(story, endpoint).map((answer) => ({
    verdict: answer.verdict,
    rows: Object.fromEntries(
      [...answer.rows].map(([id, figures]) => [
        id,
        Object.fromEntries(
          endpoint.fields.flatMap(({ name, kind }) => {
            const value = figures[name];
            if (value === undefined) return [];
            return [[name, kind === 'money' ? value : Math.round(Number(value.toFixed(6)) * 1e6)]];
          }),
        ),
      ]),
    ),
  }));
  expect(answers, notes.join('\n')).toContainEqual({ verdict: verdict.verdict, rows });
}

describe('tools, against a reference that tries everything', { timeout: CASES_TIMEOUT_MS }, () => {
  it.each([SERIES_ENDPOINTS.insights, SERIES_ENDPOINTS.live, SERIES_ENDPOINTS.detail, SERIES_ENDPOINTS.pair])(
    '$name',
    async (endpoint) => {
      await fc.assert(
        fc.asyncProperty(seriesStories(monthFrames), (story) => checkSeries(story, endpoint)),
        { numRuns: Math.ceil(CASES / 10) },
      );
    },
  );

  it('get_video_analytics_summary', async () => {
    const withoutDates = frames.map((frame) => ({ ...frame, asked: undefined, isKnown: false }));
    await fc.assert(
      fc.asyncProperty(seriesStories(withoutDates), (story) => checkSeries(story, SERIES_ENDPOINTS.video)),
      { numRuns: Math.ceil(CASES / 10) },
    );
  });

  it('get_video_list_analytics', async () => {
    await fc.assert(fc.asyncProperty(rowsStories(monthFrames), checkVideos), {
      numRuns: Math.ceil(CASES / 10),
    });
  });
});
