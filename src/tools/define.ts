import type { McpServer, ToolCallback } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type CallToolResult, type Tool as ListedTool, ToolSchema } from '@modelcontextprotocol/sdk/types.js';
import type PQueue from 'p-queue';
import { z } from 'zod';
import { zodToJsonSchema } from 'zod-to-json-schema';
import type { Identity } from '../accounts/accounts.ts';
import { ApiError } from '../errors.ts';
import {
  type App,
  type CallLimit,
  Inquiry,
  type Progress,
  perAccounts,
  redactResult,
  reportFailure,
} from './answer.ts';
import * as params from './params.ts';

/** A tool as the server and the documentation need it. */
export interface Tool {
  readonly name: string;
  isListed(app: App): boolean;
  /** What `tools/list` says of it; `account` is an argument only where there is a choice. */
  definition(app: App): ListedTool;
  /** @param turns bounds how many answers are worked on at once */
  register(server: McpServer, app: App, turns: PQueue): void;
}

/** What every tool only reads, and says so. */
const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };

/** What a person and a model read about a tool. */
export interface Words {
  readonly title: string;
  /** What comes back; when to use it rather than its neighbour; its limit. */
  readonly description: string;
}

/** A result and its text, of the same content. */
export interface Answer {
  readonly result: Record<string, unknown>;
  /** Made from the result after its secrets are out: escaped for Markdown, one would not be recognised any more. */
  readonly textOf: (clean: Record<string, unknown>) => string;
}

interface Built extends Words {
  readonly name: string;
  readonly input: z.ZodRawShape;
  /** About several accounts at once: takes `accounts` in place of one identity, and is of use only with more than one. */
  readonly fleet?: true;
  /** The promise that `tools/list` makes about results. */
  readonly listed: z.ZodTypeAny;
  // Method syntax, so that a tool's own argument type fits the common one.
  run(args: z.output<z.ZodTypeAny>, asking: Asking): Promise<Answer>;
}

/** Who asks, and how to ask the upstream for them. */
interface Asking {
  readonly app: App;
  readonly progress: Progress;
  /** Starts the work for one account; several inquiries of one question share a limit. */
  open(wanted: Identity, limit?: CallLimit): Inquiry;
}

/** A tool from its declaration: its schemas, its registration, and the one place that catches what its run throws. */
export function defineTool(spec: Built): Tool {
  const inputOf = (app: App): z.ZodTypeAny => {
    const names = params.namesOf(app.accounts.byName);
    const { defaultName } = app.accounts;
    const one = names === undefined ? {} : { account: names.optional().describe(`Default ${defaultName}.`) };
    const some =
      names === undefined ? {} : { accounts: z.array(names).min(1).optional().describe('Default all.') };
    const shape = spec.fleet
      ? { ...some, ...spec.input }
      : {
          ...one,
          ...spec.input,
          ...(app.inlineCredentials ? { cookie: params.cookie, proxy: params.proxy } : {}),
        };
    return z.object(shape, { errorMap: params.strictMap(Object.keys(shape)) }).strict();
  };
  const { name, title, description } = spec;
  return {
    name,
    isListed: (app) => spec.fleet !== true || app.accounts.byName.size > 1,
    definition: (app) => ({
      name,
      title,
      description,
      inputSchema: jsonSchemaOf(inputOf(app)),
      outputSchema: jsonSchemaOf(spec.listed),
      annotations,
    }),
    register(server, app, turns) {
      const input = perAccounts(app, () => inputOf(app));
      const answer = async (args: unknown, extra: Extra): Promise<CallToolResult> => {
        const parsed = readArguments(input(), args);
        const progress = progressTo(extra);
        const open = (wanted: Identity, limit?: CallLimit): Inquiry =>
          new Inquiry(app, wanted, extra.signal, progress, limit);
        const { result, textOf } = await spec.run(parsed, { app, progress, open });
        const structuredContent = redactResult(app.secrets, result);
        const text = app.secrets.redact(textOf(structuredContent));
        if (text.length + JSON.stringify(structuredContent).length > MAX_RESULT) throw tooLong();
        return { structuredContent, content: [{ type: 'text', text }] };
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
            return {
              isError: true,
              content: [{ type: 'text', text: reportFailure(app.secrets, error, extra.signal) }],
            };
          }
        },
      );
    },
  };
}

/** A message over 10 MiB makes hosts close the connection; long before that it is of no use to a model. */
const MAX_RESULT = 4_000_000;

const tooLong = (): ApiError =>
  new ApiError('invalid_request', 'The answer is longer than 4 MB, more than a host can take.', {
    next: 'Ask for less at once: fewer pages, a smaller count, a shorter period.',
  });

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
