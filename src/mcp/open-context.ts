import { AccountFacts } from '../shared-state/account-facts.ts';
import { type Budget, processBudget } from '../shared-state/call-limits.ts';
import { ExportStore } from '../shared-state/export-store.ts';
import { type SharedUsage, UsageCounter } from '../shared-state/usage.ts';
import type { Client } from '../tikhub/client.ts';
import { AccountReader } from './account-reader.ts';
import type { HandlerContext, ServerContext } from './server-context.ts';

interface Limits {
  /** Upstream calls that the principal may make, if that is limited. */
  readonly maxCalls?: number | undefined;
  /** The budget that they are taken from; by default, that of the process. */
  readonly budget?: Budget;
  /** What other processes count for the principal. */
  readonly sharedUsage?: SharedUsage | undefined;
  /** Where exported files are kept; by default, a store of the principal's own. */
  readonly exports?: ExportStore;
}

/**
 * A server's context with the state of its principal, before the first call.
 * @param client of the principal's API key
 */
export function openContext<C extends ServerContext>(
  context: C,
  client: Client,
  { maxCalls, budget = processBudget(maxCalls), sharedUsage, exports = exportsFor(context) }: Limits = {},
): C & HandlerContext {
  return {
    ...context,
    client,
    budget,
    usage: new UsageCounter(context.now(), maxCalls, sharedUsage),
    facts: new AccountFacts(),
    reader: new AccountReader(context),
    exports,
  };
}

/** Keeps the files exported in this context, for its principal only. */
export const exportsFor = ({ now, exportDirectory: directory }: ServerContext): ExportStore =>
  new ExportStore({ now, directory });
