import { type Budget, requestBudget } from '../shared-state/call-limits.ts';
import { failureKind } from './failure.ts';
import type { HandlerContext } from './server-context.ts';

/** What one request does, as it goes on. */
export interface CallTrace {
  /** Everything that the request spends is taken from it. */
  readonly budget: Budget;
  readonly accounts: Set<string>;
}

/** Does what was asked, and has it audited once it is known what came of it. */
export async function audited<T>(
  { audit, budget }: Pick<HandlerContext, 'audit' | 'budget'>,
  asked: string,
  signal: AbortSignal,
  answer: (trace: CallTrace) => Promise<T>,
): Promise<T> {
  const from = performance.now();
  const trace: CallTrace = { budget: requestBudget(budget), accounts: new Set() };
  let outcome = 'ok';
  try {
    return await answer(trace);
  } catch (error) {
    outcome = failureKind(error, signal);
    throw error;
  } finally {
    const ms = Math.round(performance.now() - from);
    audit?.({ asked, accounts: [...trace.accounts], calls: trace.budget.used, outcome, ms });
  }
}
