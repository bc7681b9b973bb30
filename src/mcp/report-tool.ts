import { type Answer, defineTool, type Tool, type Words } from './define-tool.ts';
import { maxCalls } from './parameters.ts';
import { limitOf, type RequestContext } from './request-context.ts';
import { type Fields, type Parsed, type Promised, type WholeResult, wholeOf } from './result-schemas.ts';

/** A question that several calls answer together; a tool and a resource both ask it. */
export interface Summary<I extends Fields, O extends Fields> extends Words {
  readonly name: string;
  readonly input: I;
  readonly output: O;
  summarize(args: Parsed<I>, inquiry: RequestContext): Promise<Promised<O> & { readonly notes: string[] }>;
  /** The whole result for a reader. */
  text(result: WholeResult<O>): string;
}

/** Answers a summary: the result and its text, of the same content. */
export async function runSummary<I extends Fields, O extends Fields>(
  spec: Summary<I, O>,
  args: Parsed<I>,
  inquiry: RequestContext,
): Promise<Answer> {
  const summary = await spec.summarize(args, inquiry);
  const whole = wholeOf(spec.output);
  const result = whole.parse({ ...inquiry.provenance, ...summary });
  return { result, textOf: (clean) => spec.text(whole.parse(clean)) };
}

/** A tool for a summary. */
export function defineSummaryTool<I extends Fields, O extends Fields>(spec: Summary<I, O>): Tool {
  return defineTool({
    ...spec,
    input: { ...spec.input, max_calls: maxCalls },
    listed: wholeOf(spec.output),
    run: (args, { open }) => runSummary(spec, args, open(args, limitOf(args.max_calls))),
  });
}
