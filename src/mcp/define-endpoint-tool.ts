import { z } from 'zod';
import type { Identity } from '../credentials/account.ts';
import type { DateRange, IsoDate } from '../metrics/calendar.ts';
import {
  type Clock,
  notesOf,
  type Reading,
  settlingNotes,
  todayAt,
  withOwnDates,
  writeVerdict,
} from '../metrics/reading.ts';
import { lengthOf, render, renderRaw } from '../render/markdown.ts';
import type { Endpoint, Params } from '../tikhub/endpoints.ts';
import { type AddedArguments, endpointArguments, pagedArguments } from './added-arguments.ts';
import { defineTool, type Tool, type ToolWords, toolResult } from './define-tool.ts';
import type { Exact } from './exact.ts';
import { type PagedResult, paginate } from './paginate.ts';
import type { RequestContext } from './request-context.ts';
import {
  type Fields,
  notes,
  type Parsed,
  provenanceFields,
  type Unparsed,
  verdict,
  wholeOf,
} from './result-schemas.ts';

/** What a tool shapes its result with, beside the value. */
interface ShapeOptions<I extends Fields, D> {
  readonly args: Parsed<I>;
  /** As it was resolved for the request. */
  readonly period: D;
  readonly clock: Clock;
  /** How many pages the value was joined from. */
  readonly pages: number;
}

type Shaped<O extends Fields> = Unparsed<O> & { readonly notes: string[] };

interface EndpointTool<
  I extends Fields,
  O extends Fields,
  Q extends Params,
  V,
  D extends DateRange | undefined,
  R extends Shaped<O>,
> extends ToolWords {
  readonly endpoint: Endpoint<Q, V>;
  readonly input: I;
  readonly output: O;
  /** The days that the call is about: resolved in one place, from the arguments and the account's today. */
  period(args: Parsed<I>, today: IsoDate): D;
  /** The parameters of the upstream call. */
  request(args: Parsed<I>, period: D): Q;
  /**
   * Makes this tool's result, with the value's own dates, from what the gate let through. A field that `output` does
   * not have does not compile. The framework adds the notes of the verdict.
   */
  shape(value: V, options: ShapeOptions<I, D>): R & Exact<Shaped<O>, R>;
}

/** A tool that makes one call to one endpoint. `raw: true` returns the payload as the vendor sent it. */
export function defineEndpointTool<
  I extends Fields,
  O extends Fields,
  Q extends Params,
  V,
  D extends DateRange | undefined,
  R extends Shaped<O>,
>(spec: EndpointTool<I, O, Q, V, D, R>): Tool {
  return endpointTool(spec, endpointArguments, async ({ args, period, first, clock }) => ({
    reading: first,
    shaped: spec.shape(withOwnDates(first), { args, period, clock, pages: 1 }),
  }));
}

interface PagedTool<
  I extends Fields,
  O extends Fields,
  Q extends Params,
  V,
  D extends DateRange | undefined,
  R extends Shaped<O> & PagedResult<Partial<Parsed<I>>>,
> extends EndpointTool<I, O, Q, V, D, R> {
  /** Two pages as one; the later one says whether there are further pages. */
  join(earlier: Reading<V>, later: Reading<V>): Reading<V>;
  /** `page.next` can only have arguments of the tool. */
  shape(
    value: V,
    options: ShapeOptions<I, D>,
  ): R & Exact<Shaped<O>, R> & { readonly page: Exact<PagedResult<Partial<Parsed<I>>>['page'], R['page']> };
}

/** An endpoint tool whose list has pages: with `max_pages` it follows its own `page.next`. */
export function definePagedTool<
  I extends Fields,
  O extends Fields,
  Q extends Params,
  V,
  D extends DateRange | undefined,
  R extends Shaped<O> & PagedResult<Partial<Parsed<I>>>,
>(spec: PagedTool<I, O, Q, V, D, R>): Tool {
  return endpointTool(spec, pagedArguments, async ({ args, period, first, clock, request, added }) => {
    let reading = first;
    const shape = (pages: number): R => spec.shape(withOwnDates(reading), { args, period, clock, pages });
    const shaped = await paginate<R, Partial<Parsed<I>>>({
      shape,
      maxPages: added.max_pages,
      textLength: (result) => lengthOf(spec.title, { ...request.provenance, ...result }),
      async fetch(next) {
        const later = await request.call(spec.endpoint, spec.request({ ...args, ...next }, period));
        reading = spec.join(reading, later);
      },
      progress: request.progress,
    });
    return { reading, shaped };
  });
}

interface FirstPage<I extends Fields, A, D, V> {
  readonly args: Parsed<I>;
  readonly added: A;
  readonly period: D;
  readonly request: RequestContext;
  readonly first: Reading<V>;
  readonly clock: Clock;
}

function endpointTool<
  I extends Fields,
  A extends Identity & { readonly raw?: boolean | undefined; readonly fresh?: boolean | undefined },
  O extends Fields,
  Q extends Params,
  V,
  D extends DateRange | undefined,
  R extends Shaped<O>,
>(
  spec: Omit<EndpointTool<I, O, Q, V, D, R>, 'shape'>,
  addedArguments: AddedArguments<A>,
  complete: (page: FirstPage<I, A, D, V>) => Promise<{ readonly reading: Reading<V>; readonly shaped: R }>,
): Tool {
  const { endpoint, title } = spec;
  const whole = wholeOf({ ...spec.output, verdict });
  return defineTool({
    name: endpoint.name,
    title,
    description: spec.description,
    input: spec.input,
    addedArguments,
    // A raw result has none of the tool's own fields, so the listed schema cannot require them.
    output: {
      ...provenanceFields,
      ...z.object({ ...spec.output, verdict, ...notes }).partial().shape,
      raw: z.unknown().optional(),
    },
    async run({ own: args, added, open }) {
      const request = open(added);
      const asked = spec.period(args, request.today);
      if (added.raw === true) {
        const payload = await request.call(endpoint, spec.request(args, asked), { raw: true });
        return toolResult({ ...request.provenance, raw: payload }, (result) => renderRaw(title, result));
      }
      const tried = await request.call(endpoint, spec.request(args, asked));
      // Only the first response tells where the account's midnight is: "today" may be another day or month there.
      const period = spec.period(args, request.today);
      const isSame = period?.from === asked?.from && period?.to === asked?.to;
      const first = isSame ? tried : await request.call(endpoint, spec.request(args, period));
      const { clock } = request;
      const { reading, shaped } = await complete({ args, added, period, request, first, clock });
      const result = whole.parse({
        ...request.provenance,
        ...shaped,
        verdict: verdictIn(reading),
        notes: [
          ...notesOf(reading),
          ...shaped.notes,
          ...(isSame ? [] : [SECOND_CALL]),
          ...(endpoint.kind === 'figures' ? settlingNotes(reading.answered, todayAt(clock)) : []),
        ],
      });
      return toolResult(result, (redacted) => render(title, redacted));
    },
  });
}

const SECOND_CALL =
  'Only the first response told when days begin for this account, and the dates were requested again: two calls.';

/** The verdict of a result that is about days. */
function verdictIn(reading: Reading<unknown>) {
  if (reading.asked === undefined && reading.answered === undefined) return undefined;
  const { part, ...rest } = writeVerdict('', reading);
  return rest;
}
