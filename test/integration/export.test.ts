import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Connection, connectToSandbox, connectToScript, envelope } from '../support/connect.ts';
import { bytesAt, csvByBoth, filesOf, xlsxByBoth } from '../support/read-export.ts';

let sandbox: Connection;
beforeAll(async () => {
  sandbox = await connectToSandbox({ cached: true });
});
afterAll(() => sandbox.close());

const OCTOBER = { month: '2026-10' };

/** An export as both readers see its first file. */
async function csv(args: Readonly<Record<string, unknown>>, connection = sandbox) {
  const result = await connection.call('export_table', { ...args, format: 'csv' });
  expect(result.isError, result.text).toBe(false);
  const [table, about] = await Promise.all(
    filesOf(result).map(async ({ uri }) => csvByBoth(await bytesAt(connection, uri))),
  );
  const [header = [], ...rows] = table ?? [];
  return { result, header, rows, about: about ?? [] };
}

async function xlsx(args: Readonly<Record<string, unknown>>, connection = sandbox) {
  const result = await connection.call('export_table', args);
  expect(result.isError, result.text).toBe(false);
  const [file] = filesOf(result);
  return { result, ...(await xlsxByBoth(await bytesAt(connection, file?.uri ?? ''))) };
}

const products = z.object({
  products: z.array(
    z.object({ product_id: z.string(), title: z.string(), revenue: z.number(), items_sold: z.number() }),
  ),
});

/** What the tool itself shows of the same list, all pages of it. */
const shownProducts = async () => {
  const args = { start_date: '2026-10-01', end_date: '2026-10-31', max_pages: 20 };
  const { structured } = await sandbox.call('get_product_analytics_list', args);
  return products.parse(structured).products;
};

describe('a workbook', () => {
  test('has all rows of the tool, ids as text, money as numbers, and its header row frozen', async () => {
    const { sheets, frozenRows, result } = await xlsx({ table: 'products', ...OCTOBER });
    const [table, about] = sheets;
    const [header, ...rows] = table?.rows ?? [];
    expect(header).toEqual(['product id', 'title', 'revenue (USD)', 'commission, est. (USD)', 'sold']);
    const shown = await shownProducts();
    expect(shown.length).toBeGreaterThan(25);
    expect(rows.map(([id, title, revenue, , sold]) => [id, title, revenue, sold])).toEqual(
      shown.map((row) => [row.product_id, row.title, row.revenue, row.items_sold]),
    );
    expect(frozenRows).toEqual([1, 0]);
    expect(about?.name).toBe('About');
    expect(result.text).toContain(`${shown.length} rows, 5 columns: product id, title, revenue (USD)`);
    expect(result.text).toContain('2026-10-01 to 2026-10-31');
    expect(result.whole).toContain('"type":"resource_link"');
  });

  test('has days as dates and rates as percentages', async () => {
    const { sheets } = await xlsx({ table: 'days', ...OCTOBER });
    const [header = [], ...rows] = sheets[0]?.rows ?? [];
    expect(rows).toHaveLength(31);
    expect(rows[0]?.[0]).toBe('2026-10-01T00:00:00.000Z');
    expect(header).not.toContain('CTR');
    const list = await xlsx({ table: 'videos', ...OCTOBER });
    const column = list.sheets[0]?.rows[0]?.indexOf('CTR') ?? -1;
    const cell = list.book.sheets[0]?.cells?.get(`1,${column}`);
    expect(cell?.style?.numFmt).toBe('0.00%');
    expect(cell?.value).toBeLessThan(1);
  });
});

describe('a CSV file', () => {
  test('says its units in the header, and writes rates as percentages', async () => {
    const { header, rows } = await csv({ table: 'videos', ...OCTOBER });
    const percentages = rows.map((row) => Number(row[header.indexOf('CTR (%)')]));
    expect(percentages.every((value) => value >= 0 && value < 100)).toBe(true);
    expect(Math.max(...percentages)).toBeGreaterThan(1);
    expect(rows.every(([id = '']) => /^\d{19}$/.test(id))).toBe(true);
  });

  test('has the pairs of videos and products, with what was not asked for', async () => {
    const fresh = await connectToSandbox();
    const { header, rows, result, about } = await csv(
      { table: 'attribution', ...OCTOBER, max_calls: 8 },
      fresh,
    );
    expect(header.slice(0, 4)).toEqual(['video id', 'title', 'product id', 'product']);
    expect(rows.length).toBeGreaterThan(0);
    expect(fresh.sent.length).toBeLessThanOrEqual(8);
    expect(about.map(([name]) => name)).toContain('Verdict');
    const { notes } = z.object({ notes: z.array(z.string()) }).parse(result.structured);
    expect(notes.join()).toContain('They cannot have sold before, so their products were not requested.');
    for (const note of notes.slice(0, -1)) expect(about).toContainEqual(['Note', note]);
    await fresh.close();
  });

  test('has the rows of violations, of the showcase and of accounts too', async () => {
    const violations = await csv({ table: 'violations', account: 'br' });
    expect(violations.header.slice(0, 3)).toEqual(['record id', 'occurred at', 'reason']);
    expect(violations.rows.length).toBeGreaterThan(10);
    const showcase = await csv({ table: 'showcase' });
    expect(showcase.header).toContain('commission rate (%)');
    const accounts = await csv({ table: 'accounts', ...OCTOBER });
    expect(accounts.rows.map(([currency]) => currency)).toEqual(['BRL', 'SGD', 'USD']);
    expect(accounts.result.structured).toMatchObject({
      complete: false,
      stopped: expect.stringContaining('expired'),
    });
  });
});

describe('what has to be known', () => {
  test('survives into the file: the vendor returned another window', async () => {
    const expected = [
      ['Verdict', expect.stringMatching(/^videos: elsewhere, requested 2026-10-01 to 2026-10-31, returned/)],
      ['Note', expect.stringContaining('The vendor returned')],
    ];
    const { about } = await csv({ table: 'videos', ...OCTOBER });
    const { sheets } = await xlsx({ table: 'videos', ...OCTOBER });
    for (const lines of [about, sheets[1]?.rows ?? []]) {
      for (const line of expected) expect(lines).toContainEqual(line);
      expect(lines).toContainEqual(['Data', 'Sandbox: invented data.']);
      expect(lines.map(([name]) => name)).toEqual(
        expect.arrayContaining([
          'Window',
          'Currency',
          'Rows',
          'Complete',
          'Source',
          'Fetched at',
          'Written at',
        ]),
      );
    }
  });

  test('is why pages are missing', async () => {
    const fresh = await connectToSandbox();
    const { result, rows, about } = await csv({ table: 'videos', max_calls: 2 }, fresh);
    expect(fresh.sent).toHaveLength(2);
    // A video that both pages have is one row.
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
    const why = expect.stringContaining('Page 3 is missing. The request has reached max_calls (2)');
    expect(result.structured).toMatchObject({ calls: 2, rows: rows.length, complete: false, stopped: why });
    expect(result.text).toContain('Not all rows are in it.');
    expect(about).toContainEqual(['Complete', expect.stringContaining('no: Page 3 is missing.')]);
    await fresh.close();
  });
});

test('a name that a spreadsheet would run is none any more, and a negative amount stays a number', async () => {
  const open = await connectToScript();
  const row = (id: string, name: string, amount: string): object => ({
    product: { product_id: id, id, name },
    revenue: { amount, currency_code: 'USD' },
    commission: { amount: '1', currency_code: 'USD' },
    item_sold_cnt: 1,
  });
  const span = { start_timestamp: 1_790_812_800, end_timestamp: 1_793_491_200 };
  const names = ['=HYPERLINK("http://x.example")', '+1', '-1', '@SUM(A1)', 'plain, with "quotes"'];
  const stats = names.map((name, index) =>
    row(`17290000000000000${index}`, name, index === 0 ? '-5.5' : '2'),
  );
  const segment = { time_selector: { timezone_offset: 0, ...span }, timed_lists: [{ ...span, stats }] };
  open.answer({ body: envelope({ segments: [segment], total: 5 }) });
  const { rows, header } = await csv({ table: 'products', ...OCTOBER }, open);
  expect(rows.map((cells) => cells[1])).toEqual([...names.slice(0, 4).map((name) => `'${name}`), names[4]]);
  expect(rows[0]?.[header.indexOf('revenue (USD)')]).toBe('-5.5');

  await open.close();
});

test('several months of videos are refused before a call', async () => {
  const { result, sent } = await sandbox.watch('export_table', {
    table: 'videos',
    from: '2026-09-01',
    to: '2026-10-31',
  });
  expect(result.text).toContain('The video list covers one calendar month');
  expect(sent).toEqual([]);
});

describe('an exported file', () => {
  test('is private to whoever asked for it, and gone after an hour', async () => {
    let now = new Date('2026-11-22T12:00:00Z');
    const [mine, other] = await Promise.all([connectToSandbox({ now: () => now }), connectToSandbox()]);
    const [file] = filesOf(await mine.call('export_table', { table: 'violations', format: 'csv' }));
    const uri = file?.uri ?? '';
    expect((await bytesAt(mine, uri)).length).toBeGreaterThan(100);
    await expect(bytesAt(other, uri)).rejects.toThrow('There is no exported file under this URI.');
    now = new Date('2026-11-22T13:00:01Z');
    await expect(bytesAt(mine, uri)).rejects.toThrow('There is no exported file under this URI.');
    await Promise.all([mine.close(), other.close()]);
  });
});

describe('with an export directory', () => {
  const directory = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'exports-'));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };

  test('each export is a new file that only its owner can read, and the tool says that it writes', async () => {
    const parent = directory();
    const path = join(parent, 'new');
    const open = await connectToSandbox({ exportDirectory: path });
    const { tools } = await open.host.listTools();
    const writing = tools.filter(({ annotations }) => annotations?.readOnlyHint === false);
    expect(writing.map(({ name, annotations }) => [name, annotations?.destructiveHint])).toEqual([
      ['export_table', false],
    ]);
    const args = { table: 'violations' };
    const [first, second] = [await open.call('export_table', args), await open.call('export_table', args)];
    const written = [...filesOf(first), ...filesOf(second)];
    expect(readdirSync(path).sort()).toEqual(written.map(({ name }) => name).sort());
    expect(new Set(written.map((file) => file.path)).size).toBe(2);
    for (const file of written) {
      expect(file.name).toMatch(/^us-violations-2026-11-22-[0-9a-f]{8}\.xlsx$/);
      if (process.platform !== 'win32') expect(statSync(file.path ?? '').mode & 0o777).toBe(0o600);
      expect(readFileSync(file.path ?? '')).toEqual(await bytesAt(open, file.uri));
    }
    await open.close();
  });

  test('that is a file, the export is still there and says why it was not written', async () => {
    const path = join(directory(), 'file');
    writeFileSync(path, 'mine');
    const open = await connectToSandbox({ exportDirectory: path });
    const result = await open.call('export_table', { table: 'violations' });
    expect(result.text).toMatch(/\.xlsx is not in TIKTOK_CREATOR_EXPORT_DIR: it is not a directory/);
    expect((await bytesAt(open, filesOf(result)[0]?.uri ?? '')).length).toBeGreaterThan(100);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    await open.close();
  });
});

describe('days that a table cannot be about', () => {
  const WRONG = { from: '2026-11-09', to: '2026-11-05' };

  test.each(['days', 'videos', 'products', 'accounts', 'attribution'])(
    'are refused for %s',
    async (table) => {
      const { result, sent } = await sandbox.watch('export_table', { table, ...WRONG });
      expect([result.isError, sent.length]).toEqual([true, 0]);
      expect(result.text).toContain('to 2026-11-05 is before from 2026-11-09. Swap them.');
    },
  );

  test('are no fault of each account that is compared', async () => {
    const { result, sent } = await sandbox.watch('compare_accounts', WRONG);
    expect([result.isError, sent.length]).toEqual([true, 0]);
    expect(result.text.match(/Swap them/g)).toHaveLength(1);
  });

  test('are named where the video list has the whole month', async () => {
    const part = { table: 'videos', account: 'sg', from: '2026-10-01', to: '2026-10-05' };
    const { about } = await csv(part);
    expect(about.join()).toContain(
      'requested for 2026-10, of which 2026-10-01 to 2026-10-05 is a part. The window says',
    );
    expect((await csv({ table: 'videos', account: 'sg', ...OCTOBER })).about.join()).not.toContain(
      'is a part',
    );
  });
});

test('a last page of unsold products does not say that none was sold', async () => {
  const days = { account: 'us', start_date: '2026-10-01', end_date: '2026-10-31' };
  const later = await sandbox.call('get_product_analytics_list', { ...days, page: 1 });
  expect(later.text).not.toContain('Every product shows zero sales');
  const { about } = await csv({ table: 'products', account: 'us', from: '2026-11-14', to: '2026-11-20' });
  expect(about.join()).not.toContain('Every product shows zero sales');
});
