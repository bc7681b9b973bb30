import { describe, expect, it } from 'vitest';
import { render } from '../../../src/render/markdown.ts';
import { table } from '../../../src/render/table.ts';

describe('a table', () => {
  it('says once what is the same in all rows', () => {
    const rows = [
      { title: 'Lamp', source: 'Shop', can_be_added: true, items_sold: 0 },
      { title: 'Mat', source: 'Shop', can_be_added: true, items_sold: 0 },
    ];
    expect(table(rows, 'USD')).toBe(
      ['all rows: source Shop · can be added yes · sold 0', '|title|', '|-|', '|Lamp|', '|Mat|'].join('\n'),
    );
  });

  it('shows a change with its sign, up and down', () => {
    const rows = [
      { account: 'one', revenue_change: 0.2692 },
      { account: 'two', revenue_change: -0.0182 },
    ];
    expect(table(rows, 'USD')).toBe('|account|change|\n|-|-:|\n|one|+26.9%|\n|two|-1.8%|');
  });

  it('keeps a column that one row has no value for: unknown is not the same', () => {
    const rows = [{ title: 'Lamp', items_sold: 0 }, { title: 'Mat' }, { title: 'Cup', items_sold: 0 }];
    expect(table(rows, 'USD')).toBe('|title|sold|\n|-|-:|\n|Lamp|0|\n|Mat||\n|Cup|0|');
  });

  it('says so of nothing that only looks the same, because it is cut or rounded', () => {
    const long = 'The same beginning '.repeat(8);
    const rows = [
      { video_id: '1', title: `${long} one`, click_through_rate: 0.00001 },
      { video_id: '2', title: `${long} two`, click_through_rate: 0 },
    ];
    const cut = `${long.slice(0, 99).trim()}…`;
    expect(table(rows, undefined)).toBe(`|video id|title|CTR|\n|-|-|-:|\n|1|${cut}|0%|\n|2|${cut}|0%|`);
    const titles = rows.map(({ title }) => ({ title }));
    expect(table(titles, undefined)).toBe(`|title|\n|-|\n|${cut}|\n|${cut}|`);
  });

  it('does not let the words of others end their fact and begin another', () => {
    const rows = [
      { title: 'Lamp', shop_name: 'Glow · review approved' },
      { title: 'Mat', shop_name: 'Glow · review approved' },
    ];
    expect(table(rows, undefined)).toBe(
      'all rows: shop name Glow ‧ review approved\n|title|\n|-|\n|Lamp|\n|Mat|',
    );
  });

  it('takes a name for a name', () => {
    expect(table([{ toString: true, constructor: 1 }], undefined)).toBe(
      '|toString|constructor|\n|-|-:|\n|yes|1|',
    );
  });

  it('of one row, or of rows that are all alike, is a table still', () => {
    expect(table([{ title: 'Lamp', source: 'Shop' }], 'USD')).toBe('|title|source|\n|-|-|\n|Lamp|Shop|');
    const alike = { title: 'Lamp', source: 'Shop' };
    expect(table([alike, alike], 'USD')).toBe(
      'all rows: source Shop\n|title (″: as above)|\n|-|\n|Lamp|\n|″|',
    );
  });

  it('puts a mark for the first cell when it repeats the one above, and says what the mark is', () => {
    const rows = [
      { video_id: '71', product_id: '1' },
      { video_id: '71', product_id: '2' },
      { video_id: '72', product_id: '2' },
      { video_id: '71', product_id: '1' },
    ];
    expect(table(rows, 'USD')).toBe(
      '|video id (″: as above)|product id|\n|-|-|\n|71|1|\n|″|2|\n|72|2|\n|71|1|',
    );
  });

  it('does not let a backslash at the end of a cell take the bar behind it', () => {
    expect(table([{ title: 'Lamp\\', items_sold: 3 }], 'USD')).toBe('|title|sold|\n|-|-:|\n|Lamp\\\\ |3|');
  });

  it('leaves the offset of an instant to the first line, unless it is another', () => {
    const at = (offset: string) => ({ title: offset, appeal_deadline: `2026-12-02T09:30:00${offset}` });
    expect(table([at('-08:00'), at('+00:00')], undefined, '-08:00')).toBe(
      '|title|appeal deadline|\n|-|-|\n|\\-08:00|2026-12-02 09:30|\n|\\+00:00|2026-12-02T09:30:00+00:00|',
    );
  });
});

describe('the first line', () => {
  const common = { account: 'us', fetched_at: '2026-11-22T17:30:00+05:30', notes: [] };

  it('says the offset where there are times, as people write it', () => {
    const row = { record_id: '7', occurred_at: '2026-11-10T18:00:00+05:30' };
    expect(render('Violations', { ...common, cached: true, violations: [row] })).toBe(
      'Violations · account us · UTC+5:30 · cached 2026-11-22 17:30\n\n|record id|occurred at|\n|-|-|\n|7|2026-11-10 18:00|',
    );
    expect(render('Showcase', { ...common, cached: true, products: [] })).toBe(
      'Showcase · account us · cached 2026-11-22T17:30:00+05:30',
    );
  });
});
