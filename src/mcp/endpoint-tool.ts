import { z } from 'zod';
import { explain } from '../errors.ts';
import { asList, at, isJsonObject, type JsonObject } from '../json.ts';
import type { IsoDate } from '../metrics/calendar.ts';
import { mergePages } from '../metrics/rows.ts';
import type { RequestMoment } from '../metrics/window.ts';
import { LONGEST_TEXT, lengthOf, render, renderRaw } from '../render/markdown.ts';
import { grouped } from '../render/numbers.ts';
import type { Endpoint, Params } from '../tikhub/endpoints.ts';
import { defineTool, type Tool, type Words } from './define-tool.ts';
import * as params from './parameters.ts';
import type { RequestContext } from './request-context.ts';
import { common, type Fields, notes, type Parsed, type Promised, wholeOf } from './result-schemas.ts';

interface EndpointTool<I extends Fields, O extends Fields, P extends JsonObject> extends Words {
  readonly endpoint: Endpoint<P>;
  readonly input: I;
  readonly output: O;
  /** The call that answers these arguments. */
  request(args: Parsed<I>, today: IsoDate): Params;
  /** The field that holds the rows, where the endpoint has pages: such a tool can walk them. */
  readonly rows?: keyof O & string;
  /** The vendor's payload in our words. */
  shape(payload: P, args: Parsed<I>, moment: RequestMoment): Shaped<O>;
}

type Shaped<O extends Fields> = Promised<O> & { readonly notes: string[] };

/**
 * A tool that passes one question to one endpoint. `raw: true` returns the payload as the vendor sent it; a tool with
 * `rows` takes `max_pages` and follows its own `page.next`.
 */
export function defineEndpointTool<I extends Fields, O extends Fields, P extends JsonObject>(
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
        const payload = await inquiry.call(endpoint, spec.request(args, today), { raw: true });
        const result = { ...inquiry.provenance, raw: payload };
        return { result, textOf: (clean) => renderRaw(spec.title, clean) };
      }
      const pages = [await inquiry.call(endpoint, spec.request(args, today))];
      const shape = (): Shaped<O> =>
        spec.shape(endpoint.payload.parse(mergePages(pages)), args, {
          ...inquiry.clock,
          today,
          pages: pages.length,
        });
      const shaped =
        rows === undefined
          ? shape()
          : await walk({
              shape,
              rows,
              maxPages: args.max_pages,
              inquiry,
              lengthOf: (sofar) => lengthOf(spec.title, { ...inquiry.provenance, ...sofar }),
              async fetch(next) {
                pages.push(await inquiry.call(endpoint, spec.request({ ...args, ...next }, today)));
              },
            });
      const result = whole.parse({ ...inquiry.provenance, ...shaped });
      return { result, textOf: (clean) => render(spec.title, clean) };
    },
  });
}

/** What a walk over the pages of a list needs. */
interface Walk<S> {
  /** All pages so far as one result. */
  shape(): S;
  /** The field that holds the rows. */
  readonly rows: string;
  readonly maxPages: number;
  readonly inquiry: RequestContext;
  /** How long the text of a result is. */
  lengthOf(shaped: S): number;
  /** Asks for the page that the given arguments name. */
  fetch(next: Record<string, unknown>): Promise<void>;
}

/** The longest text that still has room for the note on why a walk ended. */
const LONGEST_WALK = LONGEST_TEXT - 500;

/**
 * Follows `page.next` up to a number of pages, as long as the text can show what they bring. Stops on a page without new
 * rows; a later page that fails leaves the earlier ones standing. The notes say which it was.
 */
async function walk<S extends { readonly notes: string[] }>({
  shape,
  rows,
  maxPages,
  inquiry,
  lengthOf,
  fetch,
}: Walk<S>): Promise<S> {
  let shaped = shape();
  const ended = (note: string): S => ({ ...shaped, notes: [...shaped.notes, note] });
  for (let page = 2; page <= maxPages; page += 1) {
    const next = at(shaped, 'page', 'next');
    if (!isJsonObject(next)) return shaped;
    const full = `Stopped after page ${page - 1} of the walk: the text may have ${grouped(LONGEST_TEXT)} characters. page.next goes on.`;
    // A page that the text will have no room for is not worth its price; one that is paid for stays.
    if ((lengthOf(shaped) * page) / (page - 1) > LONGEST_WALK) return ended(full);
    try {
      await fetch(next);
    } catch (error) {
      return ended(`Page ${page} of the walk is missing. ${explain(error)}`);
    }
    const longer = shape();
    if (asList(at(longer, rows)).length === asList(at(shaped, rows)).length) {
      shaped = { ...shaped, page: { ...Object(at(shaped, 'page')), next: null } };
      return ended(`Stopped at page ${page} of the walk: it brought no new rows.`);
    }
    shaped = longer;
    await inquiry.progress(page, maxPages, `${page} pages`);
  }
  return maxPages > 1 && isJsonObject(at(shaped, 'page', 'next'))
    ? ended(`Stopped after ${maxPages} pages (max_pages); page.next goes on.`)
    : shaped;
}
