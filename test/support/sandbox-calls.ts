import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';

/** When the tests are: October has all its data, November's ends on the 20th. */
export const NOW = new Date('2026-11-22T12:00:00Z');

export function start(now: Date = NOW, seed = 1): Promise<Sandbox> {
  return startSandbox({ now: () => now, seed });
}

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
}

export async function send(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
}

/** Posts `body` as it is, with good headers unless told otherwise. */
export function post(
  sandbox: Sandbox,
  endpoint: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return send(`${sandbox.url}/api/v1/tiktok/creator/${endpoint}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {
      authorization: `Bearer ${sandbox.apiKey}`,
      'user-agent': 'sandbox-tests',
      'content-type': 'application/json',
      ...headers,
    },
  });
}

export function cookieOf(sandbox: Sandbox, account: string): string {
  return sandbox.accounts.get(account)?.cookie ?? '';
}

const wrapped = z.object({ code: z.literal(0), data: z.record(z.unknown()) });
const outer = z.object({ code: z.literal(200), data: z.record(z.unknown()) });

/** Asks as one of the accounts and takes the payload out of one envelope or two. */
export async function ask(
  sandbox: Sandbox,
  account: string,
  endpoint: string,
  body: object = {},
): Promise<unknown> {
  const reply = await post(sandbox, endpoint, { cookie: cookieOf(sandbox, account), ...body });
  const { data } = outer.parse(reply.body);
  const inner = wrapped.safeParse(data);
  return inner.success ? inner.data.data : data;
}

const money = z.object({ amount: z.string() }).passthrough();
const figure = z.union([z.string(), z.number(), money]);
export const stats = z.record(figure);
export type Stats = z.infer<typeof stats>;

/** A figure as an integer: money in minor units. */
export function value(row: Stats, name: string): number {
  const found = row[name];
  if (found === undefined) throw new Error(`no ${name}`);
  return typeof found === 'object' ? Math.round(Number(found.amount) * 100) : Number(found);
}

export function sum(rows: Iterable<Stats>, name: string): number {
  let total = 0;
  for (const row of rows) total += value(row, name);
  return total;
}

const selector = z.object({
  timezone_offset: z.number(),
  start_timestamp: z.number(),
  end_timestamp: z.number(),
});
const bucket = z.object({ start_timestamp: z.number(), end_timestamp: z.number(), stats });
const statsReply = z.object({
  segments: z.array(z.object({ time_selector: selector, timed_stats: z.array(bucket) }).passthrough()),
});
type Bucket = z.infer<typeof bucket>;

const DAY = 86_400;

/** The buckets of a stats reply, told apart by their length. */
export async function buckets(
  sandbox: Sandbox,
  account: string,
  endpoint: string,
  body: object = {},
): Promise<{ daily: Bucket[]; coarse: Bucket[]; order: string[] }> {
  const { segments } = statsReply.parse(await ask(sandbox, account, endpoint, body));
  const isDaily = ({ timed_stats }: { timed_stats: Bucket[] }): boolean =>
    timed_stats.every((entry) => entry.end_timestamp - entry.start_timestamp === DAY);
  return {
    daily: segments.filter(isDaily).flatMap((segment) => segment.timed_stats),
    coarse: segments.filter((segment) => !isDaily(segment)).flatMap((segment) => segment.timed_stats),
    order: segments.map((segment) => (isDaily(segment) ? 'daily' : 'coarse')),
  };
}

export function filled(all: readonly Bucket[]): Stats[] {
  return all.map((entry) => entry.stats).filter((entry) => Object.keys(entry).length > 0);
}

const pagination = z.object({
  has_more: z.boolean(),
  next_page: z.number(),
  total_page: z.number(),
  total: z.number(),
});

/** One page of a list endpoint whose rows match `row`. */
function listReply<T extends z.ZodTypeAny>(row: T) {
  const list = z.object({ stats: z.array(row) }).passthrough();
  return z.object({
    segments: z
      .array(
        z.object({
          time_selector: selector,
          filter: z.object({ creator_id: z.union([z.string(), z.array(z.string())]) }),
          list_control: z.object({ rules: z.array(z.unknown()), next_pagination: pagination }),
          timed_lists: z.array(list).length(1),
        }),
      )
      .length(1),
  });
}

const videoRow = z
  .object({
    video_meta: z
      .object({ item_id: z.string(), name: z.string(), publish_time: z.number(), duration: z.number() })
      .passthrough(),
  })
  .catchall(figure);
const productRow = z
  .object({ product: z.object({ id: z.string() }), creator_id: z.string() })
  .catchall(figure);
export const videoListReply = listReply(videoRow);
const productListReply = listReply(productRow);

/** Every row of a list, once per id, with the walk that found them. */
async function walk<T>(
  page: (number: number) => Promise<{ rows: T[]; hasMore: boolean }>,
  idOf: (row: T) => string,
): Promise<Map<string, T>> {
  const rows = new Map<string, T>();
  for (let number = 0; ; number += 1) {
    const next = await page(number);
    for (const row of next.rows) rows.set(idOf(row), row);
    if (!next.hasMore) return rows;
  }
}

export function allVideos(sandbox: Sandbox, account: string, start_date: string) {
  return walk(
    async (page) => {
      const reply = await ask(sandbox, account, 'get_video_list_analytics', { start_date, page });
      const [segment] = videoListReply.parse(reply).segments;
      return {
        rows: segment?.timed_lists[0]?.stats ?? [],
        hasMore: segment?.list_control.next_pagination.has_more ?? false,
      };
    },
    (row) => row.video_meta.item_id,
  );
}

/** The products of the days from the first to the last; the endpoint takes the day after the last (upstream-api.md 6.20). */
export function allProducts(sandbox: Sandbox, account: string, start_date: string, last_date: string) {
  const end_date = new Date(Date.parse(last_date) + DAY * 1000).toISOString().slice(0, 10);
  return walk(
    async (page) => {
      const reply = await ask(sandbox, account, 'get_product_analytics_list', { start_date, end_date, page });
      const [segment] = productListReply.parse(reply).segments;
      return {
        rows: segment?.timed_lists[0]?.stats ?? [],
        hasMore: segment?.list_control.next_pagination.has_more ?? false,
      };
    },
    (row) => row.product.id,
  );
}

const card = z.object({
  products: z.array(z.object({ id: z.string() }).passthrough()),
  stats: z.array(z.object({ product: z.object({ id: z.string() }) }).catchall(figure)),
});
export const entry = card.extend({ item_id: z.string() });
export const keyedCards = z.record(card);
