import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Connection, connectToSandbox, connectToScript, envelope } from '../support/connect.ts';

/** Tools that read several pages: `max_pages`, what stops pagination, and what is kept when a page fails. */

let open: Connection | undefined;
afterEach(() => open?.close());

const page = z.object({
  shown: z.number(),
  total: z.number().optional(),
  next: z.record(z.number()).nullable(),
});
const pageOf = (structured: unknown) => z.object({ page }).parse(structured).page;
const notesOf = (structured: unknown) => z.object({ notes: z.array(z.string()) }).parse(structured).notes;
const idsOf = (structured: unknown, list: string, id: string): unknown[] =>
  z
    .record(z.array(z.record(z.unknown())).catch([]))
    .parse(structured)
    [list]?.map((row) => row[id]) ?? [];
const bodies = (sent: readonly { readonly body: unknown }[], field: string): unknown[] =>
  sent.map(({ body }) => z.record(z.unknown()).parse(body)[field]);

/** A video list that repeats itself for ever. */
const endless = (rows: number) => ({
  segments: [
    {
      time_selector: { timezone_offset: 0, start_timestamp: 1_790_812_800, end_timestamp: 1_793_491_200 },
      list_control: { next_pagination: { has_more: true, next_page: 1, total_page: 9, total: 90 } },
      timed_lists: [
        {
          start_timestamp: 1_790_812_800,
          end_timestamp: 1_793_491_200,
          stats: Array.from({ length: rows }, (_, index) => ({
            video_meta: { item_id: `70000000000000000${10 + index}` },
            vv_cnt: 1,
          })),
        },
      ],
    },
  ],
});

describe('pagination', () => {
  it('is one page unless asked for more', async () => {
    open = await connectToSandbox();
    const { result, sent } = await open.watch('get_account_violation_list', { account: 'br' });
    expect(sent).toHaveLength(1);
    expect(pageOf(result.structured)).toEqual({ shown: 10, total: 12, next: { page: 2 } });
    expect(notesOf(result.structured)).toEqual([]);
  });

  it('reads all pages from the first of the endpoint, and tells how far it is', async () => {
    open = await connectToSandbox();
    const told: unknown[] = [];
    const before = open.sent.length;
    const result = await open.host.callTool(
      { name: 'get_account_violation_list', arguments: { account: 'br', max_pages: 20 } },
      undefined,
      { onprogress: (progress) => told.push(progress) },
    );
    expect(bodies(open.sent.slice(before), 'page')).toEqual([1, 2]);
    expect(pageOf(result.structuredContent)).toEqual({ shown: 12, total: 12, next: null });
    expect(told).toEqual([{ progress: 2, total: 20, message: '2 pages' }]);
  });

  it('keeps one row of those that recur across pages', async () => {
    open = await connectToSandbox();
    const { result, sent } = await open.watch('get_video_list_analytics', {
      account: 'sg',
      start_date: '2026-10-05',
      max_pages: 20,
    });
    expect(bodies(sent, 'page')).toEqual([0, 1, 2]);
    const ids = idsOf(result.structured, 'videos', 'video_id');
    expect(new Set(ids).size).toBe(ids.length);
    expect(pageOf(result.structured)).toEqual({ shown: 27, total: 27, next: null });
  });

  it('goes on from where it is told to', async () => {
    open = await connectToSandbox();
    const { sent } = await open.watch('get_video_list_analytics', {
      account: 'sg',
      start_date: '2026-10-05',
      page: 1,
      max_pages: 5,
    });
    expect(bodies(sent, 'page')).toEqual([1, 2]);
  });

  it('says which limit stopped it and how to go on', async () => {
    open = await connectToSandbox();
    const { result } = await open.watch('get_video_list_analytics', {
      account: 'sg',
      start_date: '2026-10-05',
      max_pages: 2,
    });
    expect(pageOf(result.structured).next).toEqual({ page: 2 });
    expect(notesOf(result.structured)).toContain(
      'Stopped after 2 pages (max_pages). page.next has the arguments for the next page.',
    );
  });

  it('moves by the rows received where there is no total, and stops at an empty page', async () => {
    open = await connectToSandbox();
    const { result, sent } = await open.watch('get_showcase_product_list', {
      account: 'br',
      count: 15,
      max_pages: 20,
    });
    expect(bodies(sent, 'offset')).toEqual([0, 15, 30, 36]);
    const ids = idsOf(result.structured, 'products', 'product_id');
    expect(new Set(ids).size).toBe(36);
    expect(pageOf(result.structured)).toEqual({ shown: 36, next: null });
  });

  it('stops on a page without news', async () => {
    const script = await connectToScript();
    open = script;
    script.answer({ body: envelope(endless(3)) });
    const { result, sent } = await script.watch('get_video_list_analytics', { max_pages: 20 });
    expect(sent).toHaveLength(2);
    expect(pageOf(result.structured)).toEqual({ shown: 3, total: 90, next: null });
    expect(notesOf(result.structured)).toContain('Stopped at page 2: it had no new rows.');
  });

  it('keeps what it has when a later page fails', async () => {
    const script = await connectToScript();
    open = script;
    const refusal = { status: 402, body: { detail: { code: 402, message: 'Insufficient balance' } } };
    script.answer({ body: envelope(endless(3)) }, refusal);
    const result = await script.call('get_video_list_analytics', { max_pages: 20 });
    expect(result.isError).toBe(false);
    expect(pageOf(result.structured)).toEqual({ shown: 3, total: 90, next: { page: 1 } });
    expect(notesOf(result.structured).join(' ')).toContain('Page 2 is missing. The vendor refused the call');
  });

  it('is bounded', async () => {
    open = await connectToSandbox();
    const { result, sent } = await open.watch('get_product_analytics_list', { max_pages: 21 });
    expect(result.isError).toBe(true);
    expect(result.text).toContain('max_pages');
    expect(sent).toEqual([]);
  });
});
