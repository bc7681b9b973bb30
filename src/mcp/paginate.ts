import { explain } from '../errors.ts';
import { LONGEST_TEXT } from '../render/markdown.ts';
import { grouped } from '../render/values.ts';
import type { Progress } from './request-context.ts';

/** A result that is a page of a list; `next` holds the arguments for the page after it. */
export interface PagedResult<N> {
  readonly page: { readonly shown: number; readonly total?: number | undefined; readonly next: N | null };
  readonly notes: string[];
}

interface Pagination<R, N> {
  /** The pages fetched so far as one result. */
  shape(pages: number): R;
  readonly maxPages: number;
  /** Characters of a result's text. */
  textLength(result: R): number;
  /** Fetches one more page. */
  fetch(next: N): Promise<void>;
  readonly progress: Progress;
}

/** Leaves room for the note that says why pagination stopped. */
const MAX_TEXT_OF_PAGES = LONGEST_TEXT - 500;

/**
 * Follows `page.next` up to a number of pages, as long as their rows fit into the text. It stops at a page without new
 * rows. When a later page fails, the earlier ones are returned. A note says why it stopped.
 */
export async function paginate<R extends PagedResult<N>, N>({
  shape,
  maxPages,
  textLength,
  fetch,
  progress,
}: Pagination<R, N>): Promise<R> {
  let result = shape(1);
  const stopped = (note: string): R => ({ ...result, notes: [...result.notes, note] });
  for (let page = 2; page <= maxPages; page += 1) {
    const { next } = result.page;
    if (next === null) return result;
    // A page that does not fit into the text is not worth its price; one that has been paid for stays.
    if ((textLength(result) * page) / (page - 1) > MAX_TEXT_OF_PAGES) {
      return stopped(
        `Stopped after page ${page - 1}: a text has at most ${grouped(LONGEST_TEXT)} characters. page.next has the arguments for the next page.`,
      );
    }
    try {
      await fetch(next);
    } catch (error) {
      return stopped(`Page ${page} is missing. ${explain(error)}`);
    }
    const longer = shape(page);
    if (longer.page.shown === result.page.shown) {
      result = { ...result, page: { ...result.page, next: null } };
      return stopped(`Stopped at page ${page}: it had no new rows.`);
    }
    result = longer;
    await progress(page, maxPages, `${page} pages`);
  }
  return maxPages > 1 && result.page.next !== null
    ? stopped(`Stopped after ${maxPages} pages (max_pages). page.next has the arguments for the next page.`)
    : result;
}
