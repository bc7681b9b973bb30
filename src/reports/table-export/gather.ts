import type { z } from 'zod';
import { explain } from '../../errors.ts';
import { asList, at, type JsonObject, jsonObjects } from '../../json.ts';
import type { Progress } from '../../mcp/request-context.ts';
import { verdicts as writtenVerdicts } from '../../mcp/result-schemas.ts';
import { fieldNamed } from '../../metrics/vocabulary.ts';

/** The rows of a table, and everything needed to read them. */
export interface Gathered {
  readonly rows: readonly JsonObject[];
  /** The number of rows that the vendor has, if stated. */
  readonly total?: number | undefined;
  /** The result with the rows, or the first of several. */
  readonly first: JsonObject;
  readonly currency: string | undefined;
  readonly verdicts: z.output<typeof writtenVerdicts>;
  readonly notes: readonly string[];
  /** Why rows are missing. */
  readonly stopped?: string | undefined;
}

/** Reasons why rows are missing as one text; undefined for none. */
export const stoppedBy = (reasons: readonly string[]): string | undefined =>
  reasons.length === 0 ? undefined : reasons.join(' ');

interface Paging {
  /** Fetches a page with the tool; its result as structured content. */
  ask(args: JsonObject): Promise<JsonObject>;
  readonly args: JsonObject;
  /** The field with the rows. */
  readonly rows: string;
  /** The field that identifies a row. */
  readonly id: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * The rows of all pages of a tool, each once. It stops at a page without new rows, about other days, or with an error;
 * the rows so far are returned with the reason.
 * @throws the error of the first page
 */
export async function gatherPages({
  ask,
  args,
  rows: field,
  id,
  progress,
  signal,
}: Paging): Promise<Gathered> {
  const first = await ask(args);
  const currency = currencyOf(first);
  const rows = new Map<string, JsonObject>();
  const notes = new Set<string>();
  const found = new Map<string, JsonObject>();
  let page = first;
  let stopped: string | undefined;
  for (let count = 1; ; count += 1) {
    const before = rows.size;
    const [own, others] = [windowOf(first), windowOf(page)];
    if (own !== others) {
      stopped = `Page ${count} is about ${others}, not about ${own}, and is left out.`;
      break;
    }
    for (const row of jsonObjects(page[field])) {
      const key = typeof row[id] === 'string' ? row[id] : `row ${rows.size}`;
      if (!rows.has(key)) rows.set(key, pricedIn(row, currencyOf(page), currency));
    }
    for (const note of asList(page['notes'])) notes.add(String(note));
    const verdict = at(page, 'verdict');
    // Coverage counts the rows of a page, so every page would have a different verdict.
    if (verdict !== undefined)
      found.set(String(at(verdict, 'verdict')), { part: field, ...asObject(verdict) });
    const next = at(page, 'page', 'next');
    await progress(count, Math.max(count, pagesOf(page)), `page ${count}`);
    if (next === null || next === undefined) break;
    if (rows.size === before) {
      stopped = `Page ${count} had no new rows, so no further page was read.`;
      break;
    }
    try {
      page = await ask({ ...args, ...asObject(next) });
    } catch (error) {
      if (signal.aborted) throw error;
      stopped = `Page ${count + 1} is missing. ${explain(error)}`;
      break;
    }
  }
  const counted = at(first, 'page', 'total');
  const total = typeof counted === 'number' ? counted : undefined;
  if (stopped === undefined && total !== undefined && rows.size < total)
    stopped = `The vendor counts ${total === 1 ? 'one row' : `${total} rows`} but sent only ${rows.size}, and no further page.`;
  return {
    first,
    currency,
    rows: [...rows.values()],
    total,
    verdicts: writtenVerdicts.parse([...found.values()]),
    notes: [...notes],
    stopped,
  };
}

const asObject = (value: unknown): JsonObject => jsonObjects(value)[0] ?? {};

const currencyOf = (page: JsonObject): string | undefined =>
  typeof page['currency'] === 'string' ? page['currency'] : undefined;

/** The days that a page is about, in words; undefined for a table without days. */
const windowOf = (page: JsonObject): string => {
  const { from, to } = asObject(page['window']);
  return from === undefined ? '' : `${from} to ${to}`;
};

/** The number of pages, if all have as many rows as this one. */
function pagesOf(page: JsonObject): number {
  const total = at(page, 'page', 'total');
  const shown = at(page, 'page', 'shown');
  return typeof total === 'number' && typeof shown === 'number' && shown > 0 ? Math.ceil(total / shown) : 1;
}

/** The amounts of a row, with their currency if it is not the table's. */
function pricedIn(row: JsonObject, own: string | undefined, table: string | undefined): JsonObject {
  if (own === table || own === undefined) return row;
  const entries = Object.entries(row).map(([name, value]) => {
    const kind = fieldNamed(name)?.kind;
    const isMoney = kind === 'money' || kind === 'money_per_thousand';
    return [name, isMoney && typeof value === 'number' ? { amount: value, currency: own } : value] as const;
  });
  return Object.fromEntries(entries);
}
