import type { McpServer, ToolCallback } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type CallToolResult, type Tool as ListedTool, ToolSchema } from '@modelcontextprotocol/sdk/types.js';
import type PQueue from 'p-queue';
import { z } from 'zod';
import { zodToJsonSchema } from 'zod-to-json-schema';
import type { IsoDate } from '../analytics/calendar.ts';
import { mergePages } from '../analytics/rows.ts';
import type { Moment } from '../analytics/window.ts';
import type { Endpoint, Params } from '../api/endpoints.ts';
import { ApiError, explain } from '../errors.ts';
import { render } from '../render/markdown.ts';
import { at, isWire, list, type Wire } from '../wire.ts';
import { type App, Inquiry, type Progress, redactResult, reportFailure } from './answer.ts';
import * as params from './params.ts';

/** A tool as the server and the documentation need it. */
export interface Tool {
  readonly name: string;
  /** What `tools/list` says of it; `account` is an argument only where there is a choice. */
  definition(app: App): ListedTool;
  /** @param turns bounds how many answers are worked on at once */
  register(server: McpServer, app: App, turns: PQueue): void;
}

type Fields = z.ZodRawShape;
type Parsed<S extends Fields> = z.output<z.ZodObject<S>>;
type Promised<S extends Fields> = z.input<z.ZodObject<S>>;

/** What every tool only reads, and says so. */
const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };

/** The parts that every result has. */
const common = {
  account: z.string(),
  sandbox: z.literal(true).optional(),
  fetched_at: z.string(),
  cached: z.boolean(),
};
const notes = { notes: z.array(z.string()) };

interface Words {
  readonly title: string;
  /** What comes back; when to use it rather than its neighbour; its limit. */
  readonly description: string;
}

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
  return build({
    ...spec,
    name: endpoint.name,
    input: { ...spec.input, ...(rows === undefined ? {} : { max_pages: params.maxPages }), raw: params.raw },
    // A raw answer has none of the tool's own fields, so the listed schema cannot require them.
    listed: z.object({
      ...common,
      ...z.object({ ...spec.output, ...notes }).partial().shape,
      raw: z.unknown().optional(),
    }),
    async run(args, inquiry) {
      const { today } = inquiry;
      if (args.raw === true) {
        const payload = await inquiry.askRaw(endpoint, spec.request(args, today));
        const result = { ...inquiry.provenance, raw: payload };
        return { result, text: JSON.stringify(result) };
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
      return { result, text: render(spec.title, result) };
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

/** A question that several calls answer together; a tool and a resource both ask it. */
export interface Summary<I extends Fields, O extends Fields> extends Words {
  readonly name: string;
  readonly input: I;
  readonly output: O;
  summarize(args: Parsed<I>, inquiry: Inquiry): Promise<Promised<O> & { readonly notes: string[] }>;
  /** The whole result for a reader. */
  text(result: WholeResult<O>): string;
}

/** A summary's result with the parts that every result has. */
type WholeResult<O extends Fields> = z.output<z.ZodObject<typeof common & O & typeof notes>>;

const wholeOf = <O extends Fields>(output: O): z.ZodObject<typeof common & O & typeof notes> =>
  z.object({ ...common, ...output, ...notes });

/** Answers a summary: the result and its text, of the same content. */
export async function runSummary<I extends Fields, O extends Fields>(
  spec: Summary<I, O>,
  args: Parsed<I>,
  inquiry: Inquiry,
): Promise<Answer> {
  const summary = await spec.summarize(args, inquiry);
  const result = wholeOf(spec.output).parse({ ...inquiry.provenance, ...summary });
  return { result, text: spec.text(result) };
}

/** A tool for a summary. */
export function defineSummaryTool<I extends Fields, O extends Fields>(spec: Summary<I, O>): Tool {
  return build({
    ...spec,
    listed: wholeOf(spec.output),
    run: (args, inquiry) => runSummary(spec, args, inquiry),
  });
}

interface Answer {
  readonly result: Record<string, unknown>;
  readonly text: string;
}

interface Built extends Words {
  readonly name: string;
  readonly input: Fields;
  /** The promise that `tools/list` makes about results. */
  readonly listed: z.ZodTypeAny;
  // Method syntax, so that a tool's own argument type fits the common one.
  run(args: z.output<z.ZodTypeAny>, inquiry: Inquiry): Promise<Answer>;
}

function build(spec: Built): Tool {
  const inputOf = (app: App): z.ZodTypeAny => {
    const [first, second, ...rest] = app.accounts.byName.keys();
    const shape = {
      ...(first === undefined || second === undefined
        ? {}
        : {
            account: z
              .enum([first, second, ...rest])
              .optional()
              .describe(`Default ${app.accounts.defaultName}.`),
          }),
      ...spec.input,
      ...(app.inlineCredentials ? { cookie: params.cookie, proxy: params.proxy } : {}),
    };
    return z.object(shape, { errorMap: params.strictMap(Object.keys(shape)) }).strict();
  };
  const { name, title, description } = spec;
  return {
    name,
    definition: (app) => ({
      name,
      title,
      description,
      inputSchema: jsonSchemaOf(inputOf(app)),
      outputSchema: jsonSchemaOf(spec.listed),
      annotations,
    }),
    register(server, app, turns) {
      const input = inputOf(app);
      const answer = async (args: unknown, extra: Extra): Promise<CallToolResult> => {
        const parsed = readArguments(input, args);
        const { result, text } = await spec.run(
          parsed,
          new Inquiry(app, parsed, extra.signal, progressTo(extra)),
        );
        return {
          structuredContent: redactResult(app.secrets, result),
          content: [{ type: 'text', text: app.secrets.redact(text) }],
        };
      };
      // The arguments are judged in here, so that every message leaves by the one door that redacts.
      const anything = z.object({}).passthrough();
      server.registerTool(
        name,
        { title, description, inputSchema: anything, annotations },
        async (args, extra) => {
          try {
            return await turns.add(() => answer(args, extra), { signal: extra.signal });
          } catch (error) {
            return { isError: true, content: [{ type: 'text', text: reportFailure(app.secrets, error) }] };
          }
        },
      );
    },
  };
}

/** @throws ApiError `invalid_request` that names every argument at fault */
function readArguments(input: z.ZodTypeAny, args: unknown): z.output<z.ZodTypeAny> {
  const parsed = input.safeParse(args);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const place = path.join('.');
    return message.includes(String(path[0] ?? '')) ? message : `${place}: ${message}.`;
  });
  throw new ApiError('invalid_request', problems.join('\n'));
}

type Extra = Parameters<ToolCallback<z.ZodTypeAny>>[1];

/** Progress notifications, for a caller that asked for them. */
function progressTo({ _meta, sendNotification }: Extra): Progress {
  const progressToken = _meta?.progressToken;
  return async (progress, total, message) => {
    if (progressToken === undefined) return;
    await sendNotification({
      method: 'notifications/progress',
      params: { progressToken, progress, total, message },
    });
  };
}

/** The schema as hosts want it: no references, which some cannot follow, and no dialect, which is the default one. */
function jsonSchemaOf(schema: z.ZodTypeAny): ListedTool['inputSchema'] {
  const { $schema, ...json } = zodToJsonSchema(schema, { $refStrategy: 'none', strictUnions: true });
  return ToolSchema.shape.inputSchema.parse(json);
}
