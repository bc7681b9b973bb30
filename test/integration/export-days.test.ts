import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import {
  connectWritten,
  daily,
  daysUpTo,
  earningDay,
  listOf,
  monthAsked,
  videoRow,
} from '../support/written-replies.ts';

/** A file is called complete only where nothing that was asked for is missing from it. */

const FROM = '2026-10-01';
const TO = '2026-10-31';
const VIDEO = '7400000000000000011';
const OTHER = '7400000000000000012';

const exported = async (replies: Readonly<Record<string, (body: string) => JsonObject>>, args: object) => {
  const { call } = await connectWritten(replies);
  return call('export_table', { format: 'csv', ...args });
};

test('a page about other days is not mixed in', async () => {
  const { structured } = await exported(
    {
      video_list: (body) =>
        body.includes('"page":0')
          ? listOf(FROM, TO, [videoRow(VIDEO, '620')], { has_more: true, next_page: 1 })
          : listOf('2026-08-01', '2026-08-31', [videoRow(OTHER, '999')]),
    },
    { table: 'videos', month: '2026-10' },
  );
  expect(structured).toMatchObject({
    rows: 1,
    complete: false,
    stopped: 'Page 2 is about 2026-08-01 to 2026-08-31, not about 2026-10-01 to 2026-10-31, and is left out.',
  });
});

test('fewer rows than the vendor counts are not all', async () => {
  const replies = (total: number) => ({
    video_list: () => listOf(FROM, TO, [videoRow(VIDEO, '620')], { has_more: false, total }),
  });
  const asked = { table: 'videos', month: '2026-10' };
  expect((await exported(replies(35), asked)).structured).toMatchObject({
    complete: false,
    stopped: 'The vendor counts 35 rows but sent only 1, and no further page.',
  });
  expect((await exported(replies(1), asked)).structured).toMatchObject({ complete: true });
});

test('days that came for another month are not those that were asked for', async () => {
  const replies = {
    insights: (body: string) =>
      monthAsked(body) === '2026-09'
        ? daily('2025-04-01', '2025-04-30', () => earningDay())
        : daily(...daysUpTo(monthAsked(body), TO), () => earningDay()),
  };
  const whole = await exported(replies, { table: 'days', from: '2026-08-01', to: TO });
  expect(whole.structured).toMatchObject({
    rows: 62,
    complete: false,
    stopped: 'Not all days of 2026-08-01 to 2026-10-31 are in the reply.',
  });
  expect((await exported(replies, { table: 'days', month: '2026-10' })).structured).toMatchObject({
    rows: 31,
    complete: true,
  });
  const accounts = await exported(replies, { table: 'accounts', month: '2026-09' });
  expect(accounts.structured).toMatchObject({
    rows: 0,
    complete: false,
    stopped: 'The figures of these accounts are about other days: main.',
  });
});

test('an attribution says which pairs its file lacks', async () => {
  const products = ['1729000000000000001', '1729000000000000002'];
  const map = { item_id: VIDEO, products: products.map((id) => ({ id, name: id })), stats: [] };
  const replies = (total: number, pairDays: readonly [string, string]) => ({
    video_to_product: (body: string) =>
      daily(...(body.includes(products[1] ?? '') ? pairDays : ([FROM, TO] as const)), () => ({
        order_cnt: 1,
      })),
    insights: (body: string) => daily(...daysUpTo(monthAsked(body), TO), () => earningDay()),
    video_list: () => listOf(FROM, TO, [videoRow(VIDEO, '620')], { has_more: total > 1, total }),
    associated: () => listOf(FROM, TO, [{ videoToProductsMap: map }]),
  });
  const asked = { table: 'attribution', from: FROM, to: TO };
  const all = await exported(replies(1, [FROM, TO]), asked);
  expect(all.structured, all.text).toMatchObject({ rows: 2, complete: true });
  const some = await exported(replies(35, ['2026-08-01', '2026-08-31']), asked);
  expect(some.structured, some.text).toMatchObject({
    rows: 1,
    complete: false,
    stopped:
      'Pairs are looked for in the first page of videos by GMV: 1 of 35. attribute_sales with item_id has those of any other. One pair could not be read, or came back for other days.',
  });
});
