import { z } from 'zod';
import type { Identity } from '../credentials/account.ts';
import type { JsonObject } from '../json.ts';
import type { DateRange, IsoDate } from '../metrics/calendar.ts';
import type { Clock } from '../metrics/window.ts';
import { lengthOf, render, renderRaw } from '../render/markdown.ts';
import type { Endpoint, Params } from '../tikhub/endpoints.ts';
import { type AddedArguments, endpointArguments, pagedArguments } from './added-arguments.ts';
import { defineTool, type Tool, type ToolWords } from './define-tool.ts';
import type { Exact } from './exact.ts';
import { type PagedResult, paginate } from './paginate.ts';
import type { RequestContext } from './request-context.ts';
import { common, type Fields, notes, type Parsed, type Promised, wholeOf } from './result-schemas.ts';
import { toolResult } from './tool-result.ts';

/** What a payload is shaped with. */
interface ShapeOptions<I extends Fields, D> {
  readonly args: Parsed<I>;
  /** As it was resolved before the request. */
  readonly period: D;
  readonly clock: Clock;
  /** Pages that the payload was joined from. */
  readonly pages: number;
}

type Shaped<O extends Fields> = Promised<O> & { readonly notes: string[] };

interface EndpointTool<
  I extends Fields,
  O extends Fields,
  Q extends Params,
  P extends JsonObject,
  D extends DateRange | undefined,
  R extends Shaped<O>,
> extends ToolWords {
  readonly endpoint: Endpoint<Q, P>;
  readonly input: I;
  readonly output: O;
  /** The days that the call is about: resolved once, from the arguments and the account's today. */
  period(args: Parsed<I>, today: IsoDate): D;
  /** The parameters of the upstream call. */
  request(args: Parsed<I>, period: D): Q;
  /** The vendor's payload as this tool's result; a field that `output` does not have does not compile. */
  shape(payload: P, options: ShapeOptions<I, D>): R & Exact<Shaped<O>, R>;
}

/** A tool that makes one call to one endpoint. `raw: true` returns the payload as the vendor sent it. */
export function defineEndpointTool<
  I extends Fields,
  O extends Fields,
  Q extends Params,
  P extends JsonObject,
  D extends DateRange | undefined,
  R extends Shaped<O>,
>(spec: EndpointTool<I, O, Q, P, D, R>): Tool {
  return endpointTool(spec, endpointArguments, async ({ args, period, request }) => {
    const payload = await request.call(spec.endpoint, spec.request(args, period));
    return spec.shape(payload, { args, period, clock: request.clock, pages: 1 });
  });
}

interface PagedTool<
  I extends Fields,
  O extends Fields,
  Q extends Params,
  P extends JsonObject,
  D extends DateRange | undefined,
  R extends Shaped<O> & PagedResult<Partial<Parsed<I>>>,
> extends EndpointTool<I, O, Q, P, D, R> {
  /** Two pages as one payload; what the later one says about further pages counts. */
  join(earlier: P, later: P): P;
  /** `page.next` may only have arguments of the tool. */
  shape(
    payload: P,
    options: ShapeOptions<I, D>,
  ): R & Exact<Shaped<O>, R> & { readonly page: Exact<PagedResult<Partial<Parsed<I>>>['page'], R['page']> };
}

/** An endpoint tool whose list has pages: with `max_pages` it follows its own `page.next`. */
export function definePagedTool<
  I extends Fields,
  O extends Fields,
  Q extends Params,
  P extends JsonObject,
  D extends DateRange | undefined,
  R extends Shaped<O> & PagedResult<Partial<Parsed<I>>>,
>(spec: PagedTool<I, O, Q, P, D, R>): Tool {
  return endpointTool(spec, pagedArguments, async ({ args, period, request, added }) => {
    let payload = await request.call(spec.endpoint, spec.request(args, period));
    const shape = (pages: number): R => spec.shape(payload, { args, period, clock: request.clock, pages });
    return paginate<R, Partial<Parsed<I>>>({
      shape,
      maxPages: added.max_pages,
      textLength: (result) => lengthOf(spec.title, { ...request.provenance, ...result }),
      async fetch(next) {
        const later = await request.call(spec.endpoint, spec.request({ ...args, ...next }, period));
        payload = spec.join(payload, later);
      },
      progress: request.progress,
    });
  });
}

interface Reading<I extends Fields, A, D> {
  readonly args: Parsed<I>;
  readonly added: A;
  readonly period: D;
  readonly request: RequestContext;
}

function endpointTool<
  I extends Fields,
  A extends Identity & { readonly raw?: boolean | undefined },
  O extends Fields,
  Q extends Params,
  P extends JsonObject,
  D extends DateRange | undefined,
  R extends Shaped<O>,
>(
  spec: Omit<EndpointTool<I, O, Q, P, D, R>, 'shape'>,
  addedArguments: AddedArguments<A>,
  read: (reading: Reading<I, A, D>) => Promise<R>,
): Tool {
  const { endpoint, title } = spec;
  const whole = wholeOf(spec.output);
  return defineTool({
    name: endpoint.name,
    title,
    description: spec.description,
    input: spec.input,
    addedArguments,
    // A raw result has none of the tool's own fields, so the listed schema cannot require them.
    output: {
      ...common,
      ...z.object({ ...spec.output, ...notes }).partial().shape,
      raw: z.unknown().optional(),
    },
    async run({ own: args, added, open }) {
      const request = open(added);
      const period = spec.period(args, request.today);
      if (added.raw === true) {
        const payload = await request.call(endpoint, spec.request(args, period), { raw: true });
        return toolResult({ ...request.provenance, raw: payload }, (result) => renderRaw(title, result));
      }
      const shaped = await read({ args, added, period, request });
      return toolResult(whole.parse({ ...request.provenance, ...shaped }), (result) => render(title, result));
    },
  });
}
