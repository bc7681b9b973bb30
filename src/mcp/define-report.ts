import { z } from 'zod';
import { ApiError, explain } from '../errors.ts';
import type { Clock } from '../metrics/reading.ts';
import { requestBudget } from '../shared-state/call-limits.ts';
import { reportArguments } from './added-arguments.ts';
import { defineTool, type Tool, type ToolResult, type ToolWords, toolResult } from './define-tool.ts';
import type { Exact } from './exact.ts';
import type { Progress, RequestContext } from './request-context.ts';
import { type Fields, type Parsed, type Unparsed, type WholeResult, wholeOf } from './result-schemas.ts';

/** What a report knows when it is computed, after all its calls. */
export interface ReportMoment {
  readonly clock: Clock;
  /** Upstream calls that were made for it. */
  readonly calls: number;
}

type Computed<O extends Fields> = Unparsed<O> & { readonly notes: string[] };

interface ReportSpec<I extends Fields, O extends Fields, D, R extends Computed<O>> {
  readonly input: I;
  readonly output: O;
  /** Makes the upstream calls. */
  plan(args: Parsed<I>, request: RequestContext): Promise<D>;
  /** What the payloads say; pure. A field that `output` does not have does not compile. */
  compute(data: D, moment: ReportMoment): R & Exact<Computed<O>, R>;
  text(result: WholeResult<O>): string;
}

/** A report as a resource reads it. */
export interface ReadableReport {
  /**
   * Runs it with the variables of a URI.
   * @throws ApiError `invalid_request` when a variable is not what the report takes
   */
  read(variables: Readonly<Record<string, string>>, request: RequestContext): Promise<ToolResult>;
}

/** Several calls combined into one result; the tool and the resource return the same. */
export interface Report<I extends Fields> extends ReadableReport {
  readonly input: I;
  /** The fields of the whole result. */
  readonly output: Fields;
  run(args: Parsed<I>, request: RequestContext): Promise<ToolResult>;
}

/** A report from its four parts. */
export function defineReport<I extends Fields, O extends Fields, D, R extends Computed<O>>(
  spec: ReportSpec<I, O, D, R>,
): Report<I> {
  const output = wholeOf(spec.output);
  const run = async (args: Parsed<I>, request: RequestContext): Promise<ToolResult> => {
    const data = await spec.plan(args, request);
    const { clock, calls, provenance } = request;
    const result = output.parse({ ...provenance, ...spec.compute(data, { clock, calls }) });
    return toolResult(result, (redacted) => spec.text(redacted));
  };
  return {
    input: spec.input,
    output: output.shape,
    run,
    async read(variables, request) {
      const args = z.object(spec.input).safeParse(variables);
      if (args.success) return run(args.data, request);
      throw new ApiError('invalid_request', args.error.issues.map(({ message }) => message).join(' '));
    },
  };
}

/** The tool that runs a report. */
export function defineReportTool<I extends Fields>({
  report,
  ...words
}: ToolWords & Pick<Tool, 'name' | 'view'> & { readonly report: Report<I> }): Tool {
  return defineTool({
    ...words,
    input: report.input,
    output: report.output,
    addedArguments: reportArguments,
    run: ({ own, added, context, open }) =>
      report.run(own, open(added, requestBudget(context.budget, added.max_calls))),
  });
}

/** A part of a report: its value, or why it is missing. */
export interface Part<T> {
  readonly what: string;
  readonly value?: T;
  readonly error?: unknown;
}

/** Waits for one part of a report; if it fails, the others still count. */
export async function part<T>(what: string, pending: Promise<T>): Promise<Part<T>> {
  try {
    return { what, value: await pending };
  } catch (error) {
    return { what, error };
  }
}

/**
 * Waits for parts like {@link part}, and reports progress for each that has arrived or failed.
 * @param total how many there will be
 */
export function countedParts(progress: Progress, total: number): typeof part {
  let done = 0;
  return async (what, pending) => {
    const waited = await part(what, pending);
    done += 1;
    await progress(done, Math.max(done, total), what);
    return waited;
  };
}

/**
 * What failed among the parts, as notes.
 * @throws the first part's error when every part failed: then there is nothing to show
 */
export function failureNotes(parts: readonly Part<unknown>[]): string[] {
  const failed = parts.filter((one) => 'error' in one);
  if (failed.length === parts.length) throw failed[0]?.error;
  return failed.map(({ what, error }) => `${what} is missing. ${explain(error)}`);
}
