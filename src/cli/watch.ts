import { ApiError, explain } from '../errors.ts';
import { readiness } from '../mcp/readiness.ts';
import { RequestContext } from '../mcp/request-context.ts';
import type { HandlerContext } from '../mcp/server-context.ts';
import { withOwnDates } from '../metrics/reading.ts';
import { summarizeHealth } from '../reports/account-health/compute.ts';
import { fetchViolations, MAX_PAGES } from '../reports/account-health/plan.ts';
import { readLostProducts } from '../reports/product-review/lost-products.ts';
import { requestBudget } from '../shared-state/call-limits.ts';
import { accountHealthStatus } from '../tikhub/endpoints.ts';
import type { Terminal } from './terminal.ts';

/** Something that needs attention now, as one line. */
interface Alert {
  readonly account: string;
  readonly kind: string;
  readonly fact: string;
}

/** The most upstream calls for an account: its health, and the pages of violations that there are. */
const CALLS_PER_ACCOUNT = 1 + MAX_PAGES;

const NOT_ALL = 'Not all violations were read, so there can be more alerts.';

/**
 * Prints what needs attention now in every account, one line for each alert; failures are printed as messages.
 * @returns the exit code: 0 without alerts, 1 with some, 2 when an account could not be checked, or not all of it
 */
export async function watch(
  context: HandlerContext,
  { json }: { readonly json: boolean },
  { print, printError }: Terminal,
): Promise<0 | 1 | 2> {
  const names = [...context.accounts.byName.keys()];
  if (names.length === 0) printError(`${readiness(context).notes.join('\n')}\n`);
  const watched = await Promise.all(names.map((account) => alertsOf(context, account)));
  const alerts = watched.flatMap((one) => one.alerts);
  const failures = watched.flatMap(({ failure }) => failure ?? []);
  for (const alert of alerts) {
    print(json ? `${JSON.stringify(alert)}\n` : `${alert.account}: ${alert.fact}\n`);
  }
  for (const failure of failures) printError(`${failure}\n`);
  if (failures.length > 0 || names.length === 0) return 2;
  return alerts.length > 0 ? 1 : 0;
}

/** Health and violations of one account, or that its session has ended. */
async function alertsOf(
  context: HandlerContext,
  account: string,
): Promise<{ readonly alerts: readonly Alert[]; readonly failure?: string }> {
  const { signal } = new AbortController();
  const budget = requestBudget(context.budget, CALLS_PER_ACCOUNT);
  try {
    const request = new RequestContext(context, { account }, { signal, budget, fresh: true });
    const status = withOwnDates(await request.call(accountHealthStatus, {}));
    const { reading, notes } = await fetchViolations(request);
    const violations = withOwnDates(reading);
    const { scoreScale } = request.account;
    // From the last review of the products; a new one would take more calls.
    const lost = await readLostProducts(request);
    const { alerts } = summarizeHealth({ status, violations, scoreScale, lost }, request.clock);
    const isAll = !violations.hasMore && notes.length === 0;
    return {
      alerts: alerts.map(({ kind, fact }) => ({ account, kind, fact })),
      ...(isAll ? {} : { failure: [`${account}: ${NOT_ALL}`, ...notes].join(' ') }),
    };
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'session') {
      return { alerts: [{ account, kind: 'session_ended', fact: 'The session has ended.' }] };
    }
    return { alerts: [], failure: `${account}: ${explain(error)}` };
  }
}
