import { z } from 'zod';
import type { IsoDate } from '../analytics/calendar.ts';
import { mergePages } from '../analytics/rows.ts';
import type { Moment } from '../analytics/window.ts';
import type { Endpoint, Params } from '../api/endpoints.ts';
import { explain } from '../errors.ts';
import { render } from '../render/markdown.ts';
import { at, isWire, list, type Wire } from '../wire.ts';
import type { Inquiry } from './answer.ts';
import { defineTool, type Tool, type Words } from './define.ts';
import * as params from './params.ts';
import { common, type Fields, notes, type Parsed, type Promised, wholeOf } from './results.ts';

interface EndpointTool<I extends Fields, O extends Fields, P extends Wire> extends Words {
  readonly endpoint: Endpoint<P>;
  readonly input: I;
  readonly output: O;
  /** The call that answers these arguments. */
  request(args: Parsed<I>, today: IsoDate): Params;
  /** The field that holds the rows, where the endpoint has pages: such a tool can walk them. */
  readonly rows?: keyof O & string;
  /** The vendor's payload in our words. */
  shape(payload: P, args: Parsed<I>, moment: Moment): Shaped<O>;
}

type Shaped<O extends Fields> = Promised<O> & { readonly notes: string[] };

/**
 * A tool that passes one question to one endpoint. `raw: true` returns the payload as the vendor sent it; a tool with
 * `rows` takes `max_pages` and follows its own `page.next`.
 */
export function defineEndpointTool<I extends Fields, O extends Fields, P extends Wire>(
  spec: EndpointTool<I, O, P>,
): Tool {
  const { endpoint, rows } = spec;
  const whole = wholeOf(spec.output);
  return defineTool({
    ...spec,
    name: endpoint.name,
    input: { ...spec.input, ...(rows === undefined ? {} : { max_pages: params.maxPages }), raw: params.raw },
    // A raw answer has none of the tool's own fields, so the listed schema cannot require them.
    listed: z.object({
      ...common,
      ...z.object({ ...spec.output, ...notes }).partial().shape,
      raw: z.unknown().optional(),
    }),
    async run(args, { open }) {
      const inquiry = open(args);
      const { today } = inquiry;
      if (args.raw === true) {
        const payload = await inquiry.askRaw(endpoint, spec.request(args, today));
        const result = { ...inquiry.provenance, raw: payload };
        return { result, textOf: (clean) => JSON.stringify(clean) };
      }
      const pages = [await inquiry.ask(endpoint, spec.request(args, today))];
      const shape = (): Shaped<O> =>
        spec.shape(endpoint.payload.parse(mergePages(pages)), args, {
          ...inquiry.clock,
          today,
          pages: pages.length,
        });
      const shaped =
        rows === undefined
          ? shape()
          : await walk(shape, rows, args.max_pages, inquiry, async (next) => {
              pages.push(await inquiry.ask(endpoint, spec.request({ ...args, ...next }, today)));
            });
      const result = whole.parse({ ...inquiry.provenance, ...shaped });
      return { result, textOf: (clean) => render(spec.title, clean) };
    },
  });
}

/**
 * Follows `page.next` up to a number of pages. Stops on a page without new rows; a later page that fails leaves the
 * earlier ones standing. The notes say which it was.
 * @param fetch asks for the page that the given arguments name
 */
async function walk<S extends { readonly notes: string[] }>(
  shape: () => S,
  rows: string,
  maxPages: number,
  inquiry: Inquiry,
  fetch: (next: Record<string, unknown>) => Promise<void>,
): Promise<S> {
  let shaped = shape();
  for (let page = 2; page <= maxPages; page += 1) {
    const next = at(shaped, 'page', 'next');
    if (!isWire(next)) return shaped;
    try {
      await fetch(next);
    } catch (error) {
      return {
        ...shaped,
        notes: [...shaped.notes, `Page ${page} of the walk is missing. ${explain(error)}`],
      };
    }
    const longer = shape();
    if (list(at(longer, rows)).length === list(at(shaped, rows)).length) {
      const ended = { ...shaped, page: { ...Object(at(shaped, 'page')), next: null } };
      return {
        ...ended,
        notes: [...shaped.notes, `Stopped at page ${page} of the walk: it brought no new rows.`],
      };
    }
    shaped = longer;
    await inquiry.progress(page, maxPages, `${page} pages`);
  }
  if (maxPages > 1 && isWire(at(shaped, 'page', 'next'))) {
    return {
      ...shaped,
      notes: [...shaped.notes, `Stopped after ${maxPages} pages (max_pages); page.next goes on.`],
    };
  }
  return shaped;
}
