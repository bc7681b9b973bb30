import PQueue from 'p-queue';
import { ApiError, explain } from '../../errors.ts';
import { failureNotes, part } from '../../mcp/define-report.ts';
import type { ToolCall } from '../../mcp/define-tool.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { dateOf, type Month, monthOf } from '../../metrics/calendar.ts';
import { comparedPeriod } from '../../metrics/comparison.ts';
import type { HealthStatus } from '../../metrics/health-status.ts';
import { type AskedPeriod, type Period, type PeriodName, requireAnswerable } from '../../metrics/periods.ts';
import { type Clock, type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import type { ViolationList } from '../../metrics/violations.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';
import { requestBudget } from '../../shared-state/call-limits.ts';
import { accountHealthStatus, accountInsightsOverview } from '../../tikhub/endpoints.ts';
import { fetchViolations } from '../account-health/plan.ts';
import { fetchPeriod, fetchSeries } from '../period/fetch.ts';
import { askedMonth } from '../period/plan.ts';
import { type LostProducts, readLostProducts } from '../product-review/lost-products.ts';
import type { SortKey } from './schema.ts';

/** Accounts fetched at the same time: enough to use the key's rate, few enough that no call waits long for its turn. */
const MAX_CONCURRENT = 2;

/** What a comparison is computed from. */
export interface ComparisonData {
  readonly name: PeriodName | undefined;
  readonly sort: SortKey;
  readonly members: readonly MemberData[];
  /** Names with the session of another name, which is then the same account. */
  readonly repeated: readonly { readonly account: string; readonly of: string }[];
  readonly failed: { readonly account: string; readonly error: string; readonly isSession: boolean }[];
  /** Upstream calls that were made. */
  readonly calls: number;
}

/** The readings of one account; a part that failed is missing. */
export interface MemberData {
  readonly account: string;
  readonly label: string | undefined;
  readonly period: Period;
  readonly insights: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly previous: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly status: HealthStatus | undefined;
  readonly violations: ViolationList | undefined;
  readonly scoreScale: RequestContext['account']['scoreScale'];
  readonly lost?: LostProducts | undefined;
  /** When the session probably ends. */
  readonly sessionEnd: Date | undefined;
  readonly clock: Clock;
  readonly isCached: boolean;
  /** What is missing, and why. */
  readonly failures: readonly string[];
}

interface ComparisonArguments extends AskedPeriod {
  readonly month?: Month | undefined;
  readonly sort?: SortKey | undefined;
  readonly accounts?: readonly string[] | undefined;
  readonly max_calls?: number | undefined;
  readonly fresh?: boolean | undefined;
}

/** Fetches the same four parts of every account, two accounts at a time. */
export async function planAccountComparison(
  { month, period, from, to, sort, accounts, max_calls, fresh }: ComparisonArguments,
  { context, open, progress }: Pick<ToolCall<never, never>, 'context' | 'open' | 'progress'>,
): Promise<ComparisonData> {
  const names = [...new Set(accounts ?? context.accounts.byName.keys())];
  const asked = askedDays(month, { period, from, to });
  const budget = requestBudget(context.budget, max_calls);
  if (asked.from !== undefined) requireAnswerable(monthOf(asked.from), dateOf(context.now(), 0));
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
    const member = await fetchMember(request, asked, context.accounts.byName.get(account)?.label);
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
    name: asked.period,
    sort: sort ?? 'revenue',
    members: outcomes.flatMap(({ value }) => value ?? []),
    repeated,
    failed: outcomes.flatMap((outcome) =>
      'error' in outcome
        ? [
            {
              account: outcome.what,
              error: explain(outcome.error),
              isSession: outcome.error instanceof ApiError && outcome.error.kind === 'session',
            },
          ]
        : [],
    ),
    calls: requests.reduce((sum, { calls }) => sum + calls, 0),
  };
}

/**
 * The days that are asked for: a month, a named period, or from a first to a last day.
 * @throws ApiError `invalid_request` for a month together with other days
 */
export function askedDays(month: Month | undefined, days: AskedPeriod): AskedPeriod {
  const hasOthers = days.period !== undefined || days.from !== undefined || days.to !== undefined;
  if (month === undefined) return hasOthers ? days : { period: 'this_month' };
  if (!hasOthers) return askedMonth(month);
  throw new ApiError('invalid_request', 'month and period, from or to were both given.', {
    next: 'Send month alone, or period, or from and to.',
  });
}

/**
 * What a comparison needs of one account.
 * @throws the first error when every part fails, or all earnings of the period
 */
async function fetchMember(
  request: RequestContext,
  asked: AskedPeriod,
  label: string | undefined,
): Promise<MemberData> {
  const { name, scoreScale } = request.account;
  const { period, today } = await fetchPeriod(asked, request);
  const asking = { request, today, part };
  const earnings = (what: string, days: Period) =>
    fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(what, accountInsightsOverview, days, asking);
  const [insights, previous, status, violations] = await Promise.all([
    earnings(`The period of ${name}`, period),
    earnings(`The period before of ${name}`, comparedPeriod(period, 'previous') ?? period),
    part(`The health of ${name}`, request.call(accountHealthStatus, {})),
    part(`The violations of ${name}`, fetchViolations(request)),
  ]);
  const failures = failureNotes([...insights.parts, ...previous.parts, status, violations]);
  if (insights.reading === undefined) throw insights.parts.find(({ error }) => error !== undefined)?.error;
  return {
    account: name,
    label,
    period,
    insights: insights.reading,
    previous: previous.reading,
    status: status.value && withOwnDates(status.value),
    violations: violations.value && withOwnDates(violations.value.reading),
    scoreScale,
    lost: await readLostProducts(request),
    sessionEnd: request.account.cookie.probableEnd,
    clock: request.clock,
    isCached: request.provenance.cached,
    failures,
  };
}
