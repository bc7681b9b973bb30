import PQueue from 'p-queue';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import type { IsoDate } from '../metrics/calendar.ts';
import { usageText } from '../render/usage.ts';
import { tools } from '../tools/index.ts';
import { accountHealth } from '../tools/summarize_account_health.ts';
import { monthlyOverview } from '../tools/summarize_month.ts';
import type { ResourceHandlers } from './define-resource.ts';
import type { ToolHandlers } from './register-tools.ts';
import { runSummary, type Summary } from './report-tool.ts';
import { type HandlerContext, RequestContext, redactResult, todayOf } from './request-context.ts';
import type { Fields } from './result-schemas.ts';

/** Everything that answers questions. It is loaded with the first one. */
export interface Handlers extends ToolHandlers, ResourceHandlers {
  /** Today where an account is, as far as its replies have told. */
  today(account: string): IsoDate;
}

/** Answers worked on at once; the rest wait their turn. */
const MAX_RUNNING = 16;

export function createHandlers(app: HandlerContext): Handlers {
  const turns = new PQueue({ concurrency: MAX_RUNNING });
  const answering = new Map(tools.map((tool) => [tool.name, tool.answering(app)]));
  return {
    call(tool, args, extra) {
      const answer = answering.get(tool);
      if (answer === undefined) throw new Error(`The list names a tool that does not exist: ${tool}.`);
      return turns.add(() => answer(args, extra), { signal: extra.signal });
    },
    read(summary, variables, signal) {
      const reading = {
        summarize_account_health: () => readSummary(accountHealth, app, variables, signal),
        summarize_month: () => readSummary(monthlyOverview, app, variables, signal),
      };
      return turns.add(reading[summary], { signal });
    },
    usage: () => app.secrets.redact(usageText(app.client.usage(), app.sandbox)),
    today: (account) => todayOf(app, account),
  };
}

async function readSummary<I extends Fields, O extends Fields>(
  spec: Summary<I, O>,
  app: HandlerContext,
  { account, ...variables }: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const args = z.object(spec.input).safeParse(variables);
  if (!args.success) {
    throw new ApiError('invalid_request', args.error.issues.map(({ message }) => message).join(' '));
  }
  const { result, textOf } = await runSummary(spec, args.data, new RequestContext(app, { account }, signal));
  return app.secrets.redact(textOf(redactResult(app.secrets, result)));
}
