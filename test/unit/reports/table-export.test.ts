import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { aboutLines } from '../../../src/reports/table-export/about.ts';
import { accountRows } from '../../../src/reports/table-export/accounts.ts';
import { attributionRows } from '../../../src/reports/table-export/attribution.ts';
import { gatherPages } from '../../../src/reports/table-export/gather.ts';
import { exportText } from '../../../src/reports/table-export/text.ts';

const WINDOW = { from: '2026-10-01', to: '2026-10-31', utc_offset: '-08:00' };

/** Pages of a list that a tool returns one by one; text is why one failed. */
async function gather(pages: readonly (JsonObject | string)[], signal = new AbortController().signal) {
  const asked: JsonObject[] = [];
  const steps: string[] = [];
  const gathered = await gatherPages({
    ask: async (args) => {
      asked.push(args);
      const page = pages[asked.length - 1] ?? 'No such page.';
      if (typeof page === 'string') throw new Error(page);
      return page;
    },
    args: { account: 'us' },
    rows: 'videos',
    id: 'video_id',
    progress: async (done, total, what) => {
      steps.push(`${done}/${total} ${what}`);
    },
    signal,
  });
  return { gathered, asked, steps };
}

const page = (ids: readonly (string | null)[], next: number | null, other: JsonObject = {}): JsonObject => ({
  window: WINDOW,
  currency: 'USD',
  videos: ids.map((id) => ({ video_id: id, gmv: 5, views: 7 })),
  page: { shown: ids.length, total: 4, next: next === null ? null : { page: next } },
  notes: ['A note.'],
  verdict: { verdict: 'same' },
  ...other,
});

describe('the pages of a table', () => {
  test('are all of its rows, each once, with every note and verdict once', async () => {
    const first = page(['a', 'b'], 1);
    const { gathered, asked, steps } = await gather([
      first,
      page(['b', 'c', null], null, {
        notes: ['Another.', 'A note.'],
        verdict: { verdict: 'partial', coverage: { gmv: 1 } },
      }),
    ]);
    expect(asked).toEqual([{ account: 'us' }, { account: 'us', page: 1 }]);
    expect(steps).toEqual(['1/2 page 1', '2/2 page 2']);
    expect(gathered).toEqual({
      first,
      currency: 'USD',
      rows: ['a', 'b', 'c', null].map((id) => ({ video_id: id, gmv: 5, views: 7 })),
      total: 4,
      verdicts: [
        { part: 'videos', verdict: 'same' },
        { part: 'videos', verdict: 'partial', coverage: { gmv: 1 } },
      ],
      notes: ['A note.', 'Another.'],
      stopped: undefined,
    });
  });

  test('keep the money of another currency apart', async () => {
    const { gathered } = await gather([page(['a'], 1), page(['b'], null, { currency: 'EUR' })]);
    expect(gathered.rows).toEqual([
      { video_id: 'a', gmv: 5, views: 7 },
      { video_id: 'b', gmv: { amount: 5, currency: 'EUR' }, views: 7 },
    ]);
    const per = { videos: [{ video_id: 'b', gmv_per_1000_views: 3, gmv: null, gpm: 2 }] };
    const others = await gather([page(['a'], 1), page([], null, { currency: 'EUR', ...per })]);
    expect(others.gathered.rows[1]).toMatchObject({
      gmv: null,
      gmv_per_1000_views: { amount: 3, currency: 'EUR' },
    });
    const unknown = await gather([page(['a'], 1), page(['b'], null, { currency: undefined })]);
    expect(unknown.gathered.rows[1]).toEqual({ video_id: 'b', gmv: 5, views: 7 });
  });

  test.each([
    [
      [page(['a'], 1), page(['b'], 2, { window: { from: '2026-09-01', to: '2026-09-30' } })],
      1,
      'Page 2 is about 2026-09-01 to 2026-09-30, not about 2026-10-01 to 2026-10-31, and is left out.',
    ],
    [[page(['a'], 1), page(['a'], 2)], 1, 'Page 2 had no new rows, so no further page was read.'],
    [[page(['a', 'b'], null)], 2, 'The vendor counts 4 rows but sent only 2, and no further page.'],
    [
      [page([], null, { page: { total: 1, next: null } })],
      0,
      'The vendor counts one row but sent only 0, and no further page.',
    ],
    [[page(['a', 'b', 'c', 'd'], null)], 4, undefined],
    [[page(['a'], null, { page: { next: null } })], 1, undefined],
    [[page(['a'], null, { page: undefined })], 1, undefined],
    [
      [page(['a'], 1), 'Broken.'],
      1,
      'Page 2 is missing. An unexpected error occurred in the server. Its log (stderr) has the details; other calls are not affected.',
    ],
  ])('%# end with %i rows and say why', async (pages, rows, stopped) => {
    const { gathered } = await gather(pages);
    expect(gathered.rows).toHaveLength(rows);
    expect(gathered.stopped).toBe(stopped);
  });

  test('are counted by what the first one shows', async () => {
    const stepsOf = async (about: JsonObject) =>
      (await gather([page(['a'], null, { page: { next: null, ...about } })])).steps;
    expect(await stepsOf({ total: 41, shown: 10 })).toEqual(['1/5 page 1']);
    expect(await stepsOf({ total: 41, shown: 0 })).toEqual(['1/1 page 1']);
    expect(await stepsOf({ total: 41 })).toEqual(['1/1 page 1']);
    expect(await stepsOf({ shown: 10 })).toEqual(['1/1 page 1']);
  });

  test('keep rows without an id apart, and the first of those with the same', async () => {
    const second = { videos: [{ video_id: 'a', gmv: 9 }, { gmv: 1 }, { gmv: 2 }] };
    const { gathered } = await gather([page(['a'], 1), page([], null, second)]);
    expect(gathered.rows).toEqual([{ video_id: 'a', gmv: 5, views: 7 }, { gmv: 1 }, { gmv: 2 }]);
  });

  test('may have no days, no verdict and no count', async () => {
    const plain = page(['a'], 1, {
      window: undefined,
      verdict: undefined,
      page: { total: 'many', next: { page: 1 } },
    });
    const { gathered } = await gather([plain, page(['b'], null, { window: WINDOW, page: undefined })]);
    expect(gathered).toMatchObject({ verdicts: [], total: undefined, rows: [{ video_id: 'a' }] });
    expect(gathered.stopped).toContain('Page 2 is about 2026-10-01 to 2026-10-31');
  });

  test('fail with the first of them, and with a request that was given up', async () => {
    await expect(gather(['Broken.'])).rejects.toThrow('Broken.');
    const given = AbortSignal.abort();
    await expect(gather([page(['a'], 1), 'Given up.'], given)).rejects.toThrow('Given up.');
  });
});

describe('the pairs of an attribution', () => {
  const attribution: JsonObject = {
    period: { from: '2026-10-01', to: '2026-10-31' },
    currency: 'USD',
    listed_videos: 3,
    all_videos: 3,
    pairs: [{ video_id: 'a' }],
    pairs_left_out: 0,
    pairs_missing: 0,
    verdicts: [{ part: 'video list', verdict: 'same' }],
    notes: ['A note.'],
  };

  test('are all there', () => {
    expect(attributionRows(attribution)).toEqual({
      first: { ...attribution, window: attribution['period'] },
      rows: [{ video_id: 'a' }],
      currency: 'USD',
      verdicts: [{ part: 'video list', verdict: 'same' }],
      notes: ['A note.'],
      stopped: undefined,
    });
    expect(attributionRows({ ...attribution, window: WINDOW, currency: 5 })).toMatchObject({
      first: { window: WINDOW },
      currency: undefined,
    });
  });

  test.each([
    [
      { pairs_left_out: 1 },
      'One pair of a video and a product is left out, which more calls (max_calls) would read.',
    ],
    [
      { pairs_left_out: 2 },
      '2 pairs of a video and a product are left out, which more calls (max_calls) would read.',
    ],
    [{ pairs_missing: 1 }, 'One pair could not be read, or came back for other days.'],
    [
      { pairs_missing: 2, pairs_left_out: 1 },
      'One pair of a video and a product is left out, which more calls (max_calls) would read. 2 pairs could not be read, or came back for other days.',
    ],
    [
      { all_videos: 9 },
      'Pairs are looked for in the first page of videos by GMV: 3 of 9. attribute_sales with item_id has those of any other.',
    ],
    [{ all_videos: '9' }, undefined],
    [{ listed_videos: '1' }, undefined],
    [{ all_videos: undefined }, undefined],
    [{ listed_videos: undefined }, undefined],
    [
      {
        verdicts: ['earnings', 'video list', 'products of the videos'].map((part) => ({
          part,
          verdict: 'missing',
        })),
      },
      'The video list could not be read; the notes say why. The products of the videos could not be read; the notes say why.',
    ],
  ])('with %j lack some', (other, stopped) => {
    expect(attributionRows({ ...attribution, ...other }).stopped).toBe(stopped);
  });
});

describe('the accounts of a comparison', () => {
  const comparison: JsonObject = {
    period: { from: '2026-10-01', to: '2026-10-31' },
    currencies: [{ currency: 'USD', accounts: [{ account: 'us', revenue: 5 }] }],
    failed: [],
    not_ranked: [],
    verdicts: [],
    notes: ['A note.'],
  };

  test('are rows with a currency each', () => {
    expect(accountRows(comparison)).toEqual({
      first: { ...comparison, window: comparison['period'] },
      rows: [{ account: 'us', revenue: 5, currency: 'USD' }],
      currency: 'USD',
      verdicts: [],
      notes: ['A note.'],
      stopped: undefined,
    });
    const two = [...[comparison['currencies']].flat(), { currency: 'EUR', accounts: [{ account: 'de' }] }];
    expect(accountRows({ ...comparison, currencies: two })).toMatchObject({
      currency: undefined,
      rows: [{ currency: 'USD' }, { account: 'de', currency: 'EUR' }],
    });
    expect(
      accountRows({ ...comparison, currencies: [{ currency: 5, accounts: [] }] }).currency,
    ).toBeUndefined();
  });

  test('lack those that failed, and those about other days', () => {
    const failed = [
      { account: 'a', error: 'Expired.' },
      { account: 'b', error: 'Blocked.' },
    ];
    const not_ranked = [{ account: 'c' }, { account: 'd' }];
    expect(accountRows({ ...comparison, failed, not_ranked }).stopped).toBe(
      'Accounts are missing. a: Expired. b: Blocked. The figures of these accounts are about other days: c, d.',
    );
  });
});

test('what has to be known of a file is in it', () => {
  const told = { table: 'videos', source: 'a_tool', writtenAt: new Date('2026-11-24T12:00:00Z') } as const;
  const days = { from: '2026-10-01', to: '2026-10-31' };
  const gathered = { first: {}, rows: [{}], currency: undefined, verdicts: [], notes: [] };
  const source = ['Source', 'a_tool of tiktok-creator-mcp, from the TikTok Creator API of TikHub'];
  const written = ['Written at', '2026-11-24T12:00:00.000Z'];
  expect(aboutLines(gathered, told)).toEqual([
    ['Table', 'videos'],
    ['Rows', '1'],
    ['Complete', 'yes'],
    source,
    written,
  ]);
  const whole = {
    first: { account: 'us', sandbox: true, window: WINDOW, fetched_at: '2026-11-24T11:00:00+00:00' },
    rows: [{}],
    total: 2,
    currency: 'USD',
    verdicts: [
      { part: 'videos', verdict: 'same' as const },
      {
        part: 'videos',
        verdict: 'narrower' as const,
        asked: days,
        answered: { from: '2026-10-02', to: '2026-10-03' },
      },
    ],
    notes: ['One.', 'Two.'],
    stopped: 'Page 2 is missing.',
  };
  expect(aboutLines(whole, told)).toEqual([
    ['Table', 'videos'],
    ['Account', 'us'],
    ['Data', 'Sandbox: invented data.'],
    ['Window', '2026-10-01 to 2026-10-31 (UTC-08:00)'],
    ['Currency', 'USD'],
    ['Rows', '1 of 2'],
    ['Complete', 'no: Page 2 is missing.'],
    ['Verdict', 'videos: same'],
    ['Verdict', 'videos: narrower, requested 2026-10-01 to 2026-10-31, returned 2026-10-02 to 2026-10-03'],
    ['Note', 'One.'],
    ['Note', 'Two.'],
    source,
    ['Fetched at', '2026-11-24T11:00:00+00:00'],
    written,
  ]);
  expect(aboutLines({ ...gathered, first: { window: days, account: 1, fetched_at: 2 } }, told)).toEqual([
    ['Table', 'videos'],
    ['Window', '2026-10-01 to 2026-10-31'],
    ['Rows', '1'],
    ['Complete', 'yes'],
    source,
    written,
  ]);
});

test('the text of an export', () => {
  const result = {
    table: 'days' as const,
    format: 'csv' as const,
    rows: 2,
    columns: ['date'],
    complete: true,
    calls: 1,
    verdicts: [],
    notes: [],
  };
  const file = {
    name: 'a.csv',
    uri: 'export://1',
    mime_type: 'text/csv',
    bytes: 999,
    expires: '2026-11-24T13:00:00+00:00',
  };
  expect(exportText({ ...result, files: [file] })).toBe(
    'Exported: days · 1 upstream call\n\n2 rows, 1 column: date\n\na.csv (999 bytes): export://1 until 2026-11-24T13:00:00+00:00',
  );
  const more = {
    ...result,
    account: 'my_shop',
    sandbox: true as const,
    window: { from: '2026-10-01', to: '2026-10-31' },
    currency: 'USD',
    rows: 1200,
    total: 3400,
    columns: ['date', 'revenue (USD)'],
    stopped: 'Page 2 is missing.',
    notes: ['A note.'],
    files: [
      { ...file, bytes: 1000 },
      { ...file, name: 'b.csv', bytes: 12_600, path: '/exports/b.csv' },
    ],
  };
  expect(exportText(more)).toMatchInlineSnapshot(`
    "Exported: days · account my_shop · sandbox, invented data · 2026-10-01 to 2026-10-31 · USD · 1 upstream call

    1,200 of 3,400 rows, 2 columns: date, revenue (USD)

    a.csv (1 kB): export://1 until 2026-11-24T13:00:00+00:00
    b.csv (13 kB): in /exports/b.csv, and export://1 until 2026-11-24T13:00:00+00:00

    Not all rows are in it. Page 2 is missing.

    Notes
    - A note."
  `);
  expect(exportText({ ...result, total: 2, files: [] })).toContain('\n2 rows, 1 column');
});
