import type { CallToolResult, ResourceLink } from '@modelcontextprotocol/sdk/types.js';
import { type Identity, INLINE } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { ApiError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Budget } from '../shared-state/call-limits.ts';
import { type ServedToolsets, switchedOffNote } from '../toolsets.ts';
import type { ViewName } from '../views/pages.ts';
import { perAccounts } from './account-lookup.ts';
import type { AddedArguments, ArgumentSetup } from './added-arguments.ts';
import { audited, type CallTrace } from './audit.ts';
import { failureResult } from './failure.ts';
import { argumentReader, inputShape, type ReadArguments } from './read-arguments.ts';
import { type Progress, RequestContext, requestRedactor } from './request-context.ts';
import type { Fields } from './result-schemas.ts';
import type { HandlerContext, RequestExtra } from './server-context.ts';

/** What a person and a model read about a tool. */
export interface ToolWords {
  readonly title: string;
  /** What comes back; when to prefer another tool; its limit. */
  readonly description: string;
}

/** A tool as the server and the documentation need it. */
export interface Tool extends ToolWords {
  readonly name: string;
  /** The page that hosts may show its results with. */
  readonly view?: ViewName | undefined;
  /** Is about several accounts at once, so it is listed only where several are configured. */
  readonly multiAccount: boolean;
  /** Is listed even where no account is configured. */
  readonly isForSetup: boolean;
  /** Writes files where an export directory is configured. */
  readonly writesFiles: boolean;
  /** Its arguments without those that depend on the accounts. */
  readonly fixedInput: Fields;
  /** All its arguments, as they are listed. */
  input(setup: ArgumentSetup): Fields;
  /** The fields of its structured content. */
  readonly output: Fields;
  /** @returns a function that turns a call into a result, or throws */
  executor(context: HandlerContext): (args: unknown, call: CallState) => Promise<ToolResult>;
  /** @returns a handler of calls; a failure is a result, too */
  handler(context: HandlerContext): (args: unknown, extra: RequestExtra) => Promise<CallToolResult>;
}

/** What belongs to a call of a tool from its beginning, shared with the other tools that it runs. */
interface CallState {
  readonly extra: RequestExtra;
  readonly redactor: Redactor;
  /** When its time is up, on the monotonic clock, whatever its number of accounts and pages. */
  readonly endsAt: number;
  readonly trace: CallTrace;
}

/** For whom a call is made, and whether cached responses may be used. */
interface Caller extends Identity {
  readonly fresh?: boolean | undefined;
  readonly max_calls?: number | undefined;
}

/** One call of a tool. */
export interface ToolCall<I extends Fields, A> extends ReadArguments<I, A> {
  readonly context: HandlerContext;
  readonly progress: Progress;
  /** Aborts when the host cancels. */
  readonly signal: AbortSignal;
  /** Names of the accounts that it has been about so far. */
  readonly asked: ReadonlySet<string>;
  /** When its time is up, on the monotonic clock. */
  readonly endsAt: number;
  /**
   * Makes the context for one account; several contexts of one call share a budget.
   * @param endsAt an earlier end than that of the call
   */
  open(identity: Caller, budget?: Budget, endsAt?: number): RequestContext;
  /** Prepares another tool to be called as a part of this call; its upstream calls are taken from the same budget. */
  prepare(tool: Tool, budget: Budget): (args: JsonObject) => Promise<JsonObject>;
}

interface ToolSpec<I extends Fields, A> extends ToolWords {
  readonly name: string;
  readonly view?: ViewName | undefined;
  readonly input: I;
  readonly addedArguments: AddedArguments<A>;
  readonly output: Fields;
  readonly writesFiles?: true;
  run(call: ToolCall<I, A>): Promise<ToolResult>;
}

/** A tool from its declaration: reads the arguments, runs it, takes out secrets, bounds the size. */
export function defineTool<I extends Fields, A>(spec: ToolSpec<I, A>): Tool {
  const { name, view, title, description, input, addedArguments, output } = spec;
  const executor: Tool['executor'] = (context) => {
    const reader = perAccounts(context, () => argumentReader(input, addedArguments, context));
    return async (args, { extra, redactor, endsAt, trace }) => {
      const { signal } = extra;
      const spending = { ...context, budget: trace.budget };
      const read = reader()(args);
      const progress = progressTo(extra);
      const open: ToolCall<I, A>['open'] = (identity, budget, until = endsAt) => {
        const { fresh, max_calls: maxCalls } = identity;
        const state = { signal, progress, redactor, budget, fresh, maxCalls, endsAt: until };
        const { cookie, account = context.accounts.defaultName } = identity;
        trace.accounts.add(cookie === undefined ? account : INLINE);
        return new RequestContext(spending, identity, state);
      };
      const prepare = (tool: Tool, budget: Budget) => {
        const execute = tool.executor(context);
        // Its steps are not among those reported to the host.
        const quiet = { ...extra, _meta: {} };
        return async (part: JsonObject) =>
          (await execute(part, { extra: quiet, redactor, endsAt, trace: { ...trace, budget } })).redacted(
            redactor,
          ).structuredContent;
      };
      const call = { context: spending, progress, signal, asked: trace.accounts, endsAt, open, prepare };
      return spec.run({ ...read, ...call });
    };
  };
  return {
    name,
    view,
    title,
    description,
    multiAccount: addedArguments.multiAccount,
    isForSetup: addedArguments.isForSetup ?? false,
    writesFiles: spec.writesFiles ?? false,
    fixedInput: { ...input, ...addedArguments.fixed },
    input: (setup) => inputShape(input, addedArguments, setup),
    output,
    executor,
    handler(context) {
      const execute = executor(context);
      return async (args, extra) => {
        const endsAt = performance.now() + context.client.requestMs;
        const redactor = requestRedactor(context, args);
        try {
          return await audited(context, name, extra.signal, async (trace) => {
            const result = await execute(args, { extra, redactor, endsAt, trace });
            const { structuredContent, text, links = [] } = result.redacted(redactor, context.toolsets);
            if (text.length + JSON.stringify(structuredContent).length > MAX_RESULT) throw tooLong();
            return { structuredContent, content: [{ type: 'text', text }, ...links] };
          });
        } catch (error) {
          return failureResult({ ...context, redactor }, error, extra.signal);
        }
      };
    },
  };
}

/** Hosts close the connection at a message over 10 MiB, and a model can use far less. */
const MAX_RESULT = 4_000_000;

const tooLong = (): ApiError =>
  new ApiError('invalid_request', 'The result is longer than 4 MB, more than a host accepts.', {
    next: 'Ask for less at once: fewer pages, a smaller count, a shorter period.',
  });

/** Sends progress notifications to a caller that asked for them. */
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

/** What a tool returns: structured content, a text of the same content, and links to what it made. */
export interface ToolResult {
  /**
   * Removes secrets before the text is made: once escaped for Markdown, a secret would not be recognised.
   * @param served so that the result can say that a tool named in its notes is switched off
   */
  redacted(
    redactor: Redactor,
    served?: ServedToolsets,
  ): {
    readonly structuredContent: Record<string, unknown>;
    readonly text: string;
    readonly links?: readonly ResourceLink[];
  };
}

/** A result with the function that writes its text, and links to what was made. */
export function toolResult<R extends Record<string, unknown> & { readonly notes?: readonly string[] }>(
  result: R,
  text: (redacted: R) => string,
  links: readonly ResourceLink[] = [],
): ToolResult {
  return {
    redacted(redactor, served) {
      const own = redactor.redactValue(result);
      const { notes = [] } = own;
      const note = served && switchedOffNote(notes.join(' '), served);
      const structuredContent = note === undefined ? own : { ...own, notes: [...notes, note] };
      return { structuredContent, text: redactor.redact(text(structuredContent)), links };
    },
  };
}
