import PQueue from 'p-queue';
import { z } from 'zod';
import type { IsoDate } from '../metrics/calendar.ts';
import { ApiError } from '../errors.ts';
import { usageText } from '../render/usage.ts';
import type { Reader } from './define-resource.ts';
import { type App, Inquiry, redactResult, todayOf } from './request-context.ts';
import { tools } from '../tools/index.ts';
import type { Calls } from './register-tools.ts';
import type { Fields } from './result-schemas.ts';
import { accountHealth } from '../tools/summarize_account_health.ts';
import { monthlyOverview } from '../tools/summarize_month.ts';
import { runSummary, type Summary } from './report-tool.ts';

/** Everything that answers questions. It is loaded with the first one. */
export interface Work extends Calls, Reader {
  /** Today where an account is, as far as its replies have told. */
  today(account: string): IsoDate;
}

/** Answers worked on at once; the rest wait their turn. */
const MAX_RUNNING = 16;

export function startWork(app: App): Work {
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
  app: App,
  { account, ...variables }: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const args = z.object(spec.input).safeParse(variables);
  if (!args.success) {
    throw new ApiError('invalid_request', args.error.issues.map(({ message }) => message).join(' '));
  }
  const { result, textOf } = await runSummary(spec, args.data, new Inquiry(app, { account }, signal));
  return app.secrets.redact(textOf(redactResult(app.secrets, result)));
}
