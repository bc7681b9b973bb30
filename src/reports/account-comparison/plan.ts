import PQueue from 'p-queue';
import { explain } from '../../errors.ts';
import { todayOf } from '../../mcp/account-lookup.ts';
import { requireAnswerable } from '../../mcp/arguments.ts';
import type { ToolCall } from '../../mcp/define-tool.ts';
import { failureNotes, part } from '../../mcp/report-parts.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { addMonths, dateOf, type Month, monthOf } from '../../metrics/calendar.ts';
import type { HealthStatus } from '../../metrics/health-status.ts';
import { type Clock, type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Insights } from '../../metrics/replies.ts';
import type { ViolationList } from '../../metrics/violations.ts';
import { requestBudget } from '../../shared-state/budget.ts';
import { accountHealthStatus, accountInsightsOverview } from '../../tikhub/endpoints.ts';
import { fetchViolations } from '../account-health/plan.ts';

/** Accounts fetched at the same time: enough to use the key's rate, few enough that no call waits long for its turn. */
const MAX_CONCURRENT = 2;

/** What a comparison is computed from. */
export interface ComparisonData {
  readonly month: Month;
  readonly members: readonly MemberData[];
  /** Names with the session of another name, which is then the same account. */
  readonly repeated: readonly { readonly account: string; readonly of: string }[];
  readonly failed: { readonly account: string; readonly error: string }[];
  /** Upstream calls that were made. */
  readonly calls: number;
}

/** The readings of one account; a part that failed is missing. */
export interface MemberData {
  readonly account: string;
  readonly label: string | undefined;
  readonly insights: Reading<Insights> | undefined;
  readonly previous: Reading<Insights> | undefined;
  readonly status: HealthStatus | undefined;
  readonly violations: ViolationList | undefined;
  readonly scoreScale: RequestContext['account']['scoreScale'];
  readonly clock: Clock;
  readonly isCached: boolean;
  /** What is missing, and why. */
  readonly failures: readonly string[];
}

interface ComparisonArguments {
  readonly month?: Month | undefined;
  readonly accounts?: readonly string[] | undefined;
  readonly max_calls?: number | undefined;
  readonly fresh?: boolean | undefined;
}

/** Fetches the same four parts of every account, two accounts at a time. */
export async function planAccountComparison(
  { month, accounts, max_calls, fresh }: ComparisonArguments,
  { context, open, progress }: Pick<ToolCall<never, never>, 'context' | 'open' | 'progress'>,
): Promise<ComparisonData> {
  const names = [...new Set(accounts ?? context.accounts.byName.keys())];
  const wanted = month ?? monthOf(todayOf(context, context.accounts.defaultName));
  const budget = requestBudget(context.budget, max_calls);
  requireAnswerable(wanted, dateOf(context.now(), 0));
  const queue = new PQueue({ concurrency: MAX_CONCURRENT });
  const requests: RequestContext[] = [];
  const bySession = new Map<string, string>();
  const repeated: { readonly account: string; readonly of: string }[] = [];
  const fetchNext = async (account: string): Promise<MemberData | undefined> => {
    const request = open({ account, fresh }, budget);
    const { sessionId } = request.account.cookie;
    const of = bySession.get(sessionId);
    if (of !== undefined) {
      repeated.push({ account, of });
      return undefined;
    }
    bySession.set(sessionId, account);
    requests.push(request);
    const member = await fetchMember(request, wanted, context.accounts.byName.get(account)?.label);
    await progress(requests.length, names.length, account);
    return member;
  };
  const outcomes = await Promise.all(
    names.map((account) =>
      part(
        account,
        queue.add(() => fetchNext(account)),
      ),
    ),
  );
  return {
    month: wanted,
    members: outcomes.flatMap(({ value }) => value ?? []),
    repeated,
    failed: outcomes.flatMap((outcome) =>
      'error' in outcome ? [{ account: outcome.what, error: explain(outcome.error) }] : [],
    ),
    calls: requests.reduce((sum, { calls }) => sum + calls, 0),
  };
}

/**
 * What a comparison needs of one account.
 * @throws the first error when every part fails, or the month itself
 */
async function fetchMember(
  request: RequestContext,
  month: Month,
  label: string | undefined,
): Promise<MemberData> {
  const { name, scoreScale } = request.account;
  const [insights, previous, status, violations] = await Promise.all([
    part(`The month of ${name}`, request.call(accountInsightsOverview, { start_date: `${month}-01` })),
    part(
      `The month before of ${name}`,
      request.call(accountInsightsOverview, { start_date: `${addMonths(month, -1)}-01` }),
    ),
    part(`The health of ${name}`, request.call(accountHealthStatus, {})),
    part(`The violations of ${name}`, fetchViolations(request)),
  ]);
  const failures = failureNotes([insights, previous, status, violations]);
  if (insights.error !== undefined) throw insights.error;
  return {
    account: name,
    label,
    insights: insights.value,
    previous: previous.value,
    status: status.value && withOwnDates(status.value),
    violations: violations.value && withOwnDates(violations.value.reading),
    scoreScale,
    clock: request.clock,
    isCached: request.provenance.cached,
    failures,
  };
}
