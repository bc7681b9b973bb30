import { type Budget, requestBudget } from '../shared-state/call-limits.ts';
import { failureKind } from './failure.ts';
import type { HandlerContext } from './server-context.ts';

/** What one request does, recorded while it runs. */
export interface CallTrace {
  /** All calls of the request are taken from it. */
  readonly budget: Budget;
  readonly accounts: Set<string>;
}

/** Runs a request and writes its audit entry when the outcome is known. */
export async function audited<T>(
  { audit, budget }: Pick<HandlerContext, 'audit' | 'budget'>,
  asked: string,
  signal: AbortSignal,
  handle: (trace: CallTrace) => Promise<T>,
): Promise<T> {
  const from = performance.now();
  const trace: CallTrace = { budget: requestBudget(budget), accounts: new Set() };
  let outcome = 'ok';
  try {
    return await handle(trace);
  } catch (error) {
    outcome = failureKind(error, signal);
    throw error;
  } finally {
    const ms = Math.round(performance.now() - from);
    audit?.({ asked, accounts: [...trace.accounts], calls: trace.budget.used, outcome, ms });
  }
}
