import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type Tool as ListedTool, ToolSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { zodToJsonSchema } from 'zod-to-json-schema';
import type { IsoDate } from '../analytics/calendar.ts';
import type { Clock } from '../analytics/window.ts';
import type { Endpoint, Params } from '../api/endpoints.ts';
import { render } from '../render/markdown.ts';
import { type App, Inquiry, redactResult, reportFailure } from './answer.ts';
import * as params from './params.ts';

/** A tool as the server and the documentation need it. */
export interface Tool {
  readonly name: string;
  /** What `tools/list` says of it; `account` is an argument only where there is a choice. */
  definition(app: App): ListedTool;
  register(server: McpServer, app: App): void;
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

interface EndpointTool<I extends Fields, O extends Fields, P> extends Words {
  readonly endpoint: Endpoint<P>;
  readonly input: I;
  readonly output: O;
  /** The call that answers these arguments. */
  request(args: Parsed<I>, today: IsoDate): Params;
  /** The vendor's payload in our words. `today` is the one that the request was made with. */
  shape(
    payload: P,
    args: Parsed<I>,
    clock: Clock,
    today: IsoDate,
  ): Promised<O> & { readonly notes: string[] };
}

/** A tool that passes one question to one endpoint. `raw: true` returns the payload as the vendor sent it. */
export function defineEndpointTool<I extends Fields, O extends Fields, P>(spec: EndpointTool<I, O, P>): Tool {
  const whole = wholeOf(spec.output);
  return build({
    ...spec,
    name: spec.endpoint.name,
    input: { ...spec.input, raw: params.raw },
    // A raw answer has none of the tool's own fields, so the listed schema cannot require them.
    listed: z.object({
      ...common,
      ...z.object({ ...spec.output, ...notes }).partial().shape,
      raw: z.unknown().optional(),
    }),
    async run(args, inquiry) {
      const today = inquiry.today;
      const request = spec.request(args, today);
      if (args.raw === true) {
        const payload = await inquiry.askRaw(spec.endpoint, request);
        const result = { ...inquiry.provenance, raw: payload };
        return { result, text: JSON.stringify(result) };
      }
      const payload = await inquiry.ask(spec.endpoint, request);
      const result = whole.parse({
        ...inquiry.provenance,
        ...spec.shape(payload, args, inquiry.clock, today),
      });
      return { result, text: render(spec.title, result) };
    },
  });
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
    const names = [...app.accounts.byName.keys()];
    const [first, second, ...rest] = names;
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
      cookie: params.cookie,
      proxy: params.proxy,
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
    register(server, app) {
      server.registerTool(
        name,
        { title, description, inputSchema: inputOf(app), annotations },
        async (args, extra) => {
          try {
            const { result, text } = await spec.run(args, new Inquiry(app, args, extra.signal));
            return {
              structuredContent: redactResult(app.secrets, result),
              content: [{ type: 'text' as const, text: app.secrets.redact(text) }],
            };
          } catch (error) {
            return {
              isError: true,
              content: [{ type: 'text' as const, text: reportFailure(app.secrets, error) }],
            };
          }
        },
      );
    },
  };
}

/** The schema as hosts want it: no references, which some cannot follow, and no dialect, which is the default one. */
function jsonSchemaOf(schema: z.ZodTypeAny): ListedTool['inputSchema'] {
  const { $schema, ...json } = zodToJsonSchema(schema, { $refStrategy: 'none', strictUnions: true });
  return ToolSchema.shape.inputSchema.parse(json);
}
