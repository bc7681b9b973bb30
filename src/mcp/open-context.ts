import { AccountFacts } from '../shared-state/account-facts.ts';
import { processBudget } from '../shared-state/call-limits.ts';
import { ExportStore } from '../shared-state/export-store.ts';
import { UsageCounter } from '../shared-state/usage.ts';
import type { Client } from '../tikhub/client.ts';
import { AccountReader } from './request-context.ts';
import type { HandlerContext, ServerContext } from './server-context.ts';

/**
 * A server's context with the state of its principal, who has made no call yet.
 * @param client of the principal's API key
 * @param maxCalls upstream calls that may be made, if that is limited
 */
export function openContext<C extends ServerContext>(
  context: C,
  client: Client,
  maxCalls?: number,
): C & HandlerContext {
  return {
    ...context,
    client,
    budget: processBudget(maxCalls),
    usage: new UsageCounter(context.now(), maxCalls),
    facts: new AccountFacts(),
    reader: new AccountReader(context),
    exports: new ExportStore({ now: context.now, directory: context.exportDirectory }),
  };
}
