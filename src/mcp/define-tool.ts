import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Identity } from '../credentials/account.ts';
import { ApiError } from '../errors.ts';
import * as params from './parameters.ts';
import type { RequestExtra } from './register-tools.ts';
import {
  type CallLimit,
  type HandlerContext,
  type Progress,
  perAccounts,
  RequestContext,
  redactResult,
  type ServerContext,
} from './request-context.ts';

/** A tool as the server and the documentation need it. */
export interface Tool extends Words {
  readonly name: string;
  /** About several accounts at once: of use only with more than one. */
  readonly fleet: boolean;
  /** What it takes; `account` only where there is a choice. */
  input(front: Pick<ServerContext, 'accounts' | 'inlineCredentials'>): z.ZodTypeAny;
  /** What its results promise. */
  readonly output: z.ZodTypeAny;
  /** @returns what answers a call; it throws whatever goes wrong */
  answering(app: HandlerContext): (args: unknown, extra: RequestExtra) => Promise<CallToolResult>;
}

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
  readonly app: HandlerContext;
  readonly progress: Progress;
  /** Starts the work for one account; several inquiries of one question share a limit. */
  open(wanted: Identity, limit?: CallLimit): RequestContext;
}

/** A tool from its declaration: its schemas, and what all tools do with a call. */
export function defineTool(spec: Built): Tool {
  const inputOf: Tool['input'] = ({ accounts, inlineCredentials }) => {
    const names = params.namesOf(accounts.byName);
    const { defaultName } = accounts;
    const one = names === undefined ? {} : { account: names.optional().describe(`Default ${defaultName}.`) };
    const some =
      names === undefined ? {} : { accounts: z.array(names).min(1).optional().describe('Default all.') };
    const shape = spec.fleet
      ? { ...some, ...spec.input }
      : {
          ...one,
          ...spec.input,
          ...(inlineCredentials ? { cookie: params.cookie, proxy: params.proxy } : {}),
        };
    return z.object(shape, { errorMap: params.strictMap(Object.keys(shape)) }).strict();
  };
  const { name, title, description, listed } = spec;
  return {
    name,
    title,
    description,
    fleet: spec.fleet === true,
    input: inputOf,
    output: listed,
    answering(app) {
      const input = perAccounts(app, () => inputOf(app));
      return async (args, extra) => {
        const parsed = readArguments(input(), args);
        const progress = progressTo(extra);
        const open = (wanted: Identity, limit?: CallLimit): RequestContext =>
          new RequestContext(app, wanted, extra.signal, progress, limit);
        const { result, textOf } = await spec.run(parsed, { app, progress, open });
        const structuredContent = redactResult(app.secrets, result);
        const text = app.secrets.redact(textOf(structuredContent));
        if (text.length + JSON.stringify(structuredContent).length > MAX_RESULT) throw tooLong();
        return { structuredContent, content: [{ type: 'text', text }] };
      };
    },
  };
}

/** A message over 10 MiB makes hosts close the connection; long before that it is of no use to a model. */
const MAX_RESULT = 4_000_000;

const tooLong = (): ApiError =>
  new ApiError('invalid_request', 'The answer is longer than 4 MB, more than a host can take.', {
    next: 'Ask for less at once: fewer pages, a smaller count, a shorter period.',
  });

/** Problems that a message names: a long list of bad ids has one for each. */
const MAX_PROBLEMS = 20;

/** @throws ApiError `invalid_request` that names every argument at fault */
function readArguments(input: z.ZodTypeAny, args: unknown): z.output<z.ZodTypeAny> {
  const parsed = input.safeParse(args);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const problems = issues.slice(0, MAX_PROBLEMS).map(({ path, message }) => {
    const place = path.join('.');
    return message.includes(String(path[0] ?? '')) ? message : `${place}: ${message}.`;
  });
  if (issues.length > MAX_PROBLEMS) problems.push(`And ${issues.length - MAX_PROBLEMS} more.`);
  throw new ApiError('invalid_request', problems.join('\n'));
}

/** Progress notifications, for a caller that asked for them. */
function progressTo({ _meta, sendNotification }: RequestExtra): Progress {
  const progressToken = _meta?.progressToken;
  return async (progress, total, message) => {
    if (progressToken === undefined) return;
    await sendNotification({
      method: 'notifications/progress',
      params: { progressToken, progress, total, message },
    });
  };
}
