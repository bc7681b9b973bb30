import PQueue from 'p-queue';
import { ApiError, explain } from '../../errors.ts';
import { failureNotes, type Part, part } from '../../mcp/define-report.ts';
import type { ToolCall } from '../../mcp/define-tool.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { addDays, dateOf, type Month, monthOf } from '../../metrics/calendar.ts';
import { comparedPeriod } from '../../metrics/compared-period.ts';
import type { HealthStatus } from '../../metrics/health-status.ts';
import {
  type AskedPeriod,
  type Period,
  type PeriodName,
  requirePossibleMonth,
  resolvePeriod,
} from '../../metrics/periods.ts';
import { type Clock, type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import type { ViolationList } from '../../metrics/violations.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';
import { CALLS_AT_A_TIME, requestBudget } from '../../shared-state/call-limits.ts';
import { accountHealthStatus, accountInsightsOverview } from '../../tikhub/endpoints.ts';
import { fetchViolations } from '../account-health/plan.ts';
import { begunMonthsOf, fetchPeriod, fetchSeries } from '../period/fetch.ts';
import { askedDays } from '../period/plan.ts';
import { type LostProducts, readLostProducts } from '../product-review/lost-products.ts';
import { endOfTurn } from './end-of-turn.ts';
import type { SortKey } from './schema.ts';

/** Upstream calls per account without `max_calls`; the earnings of a longer period take more. */
const USUAL_CALLS_PER_ACCOUNT = 4;

/** The input of a comparison. */
export interface ComparisonData {
  readonly name: PeriodName | undefined;
  readonly sort: SortKey;
  readonly members: readonly MemberData[];
  /** Names with the session of another name, and so the same account. */
  readonly repeated: readonly { readonly account: string; readonly of: string }[];
  readonly failed: { readonly account: string; readonly error: string; readonly isSession: boolean }[];
  /** If not all accounts were asked for level and score: how many were, and the calls that all would take. */
  readonly leftOut: { readonly asked: number; readonly maxCalls: number } | undefined;
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

/**
 * Fetches the earnings and violations of every account, and then the health status of as many as the calls allow. As
 * many accounts are fetched at a time as the key may have calls in flight; with fewer, some would be unused while an
 * account waits for its last call.
 */
export async function planAccountComparison(
  { month, period, from, to, sort, accounts, max_calls, fresh }: ComparisonArguments,
  {
    context,
    open,
    progress,
    endsAt,
  }: Pick<ToolCall<never, never>, 'context' | 'open' | 'progress' | 'endsAt'>,
): Promise<ComparisonData> {
  const names = [...new Set(accounts ?? context.accounts.byName.keys())];
  const asked = askedDays(month, { period, from, to });
  const budget = requestBudget(context.budget, max_calls);
  const today = dateOf(context.now(), 0);
  if (asked.from !== undefined) requirePossibleMonth(monthOf(asked.from), today);
  // An impossible period is a mistake in the arguments, not a failure of each account. Somewhere it may be a day later.
  resolvePeriod(asked, { today: addDays(today, 1), lastReported: undefined });
  const queue = new PQueue({ concurrency: CALLS_AT_A_TIME });
  const bySession = new Map<string, string>();
  const repeated: { readonly account: string; readonly of: string }[] = [];
  let waiting = names.length;
  const fetchNext = async (account: string): Promise<FetchedMember | undefined> => {
    const left = waiting;
    waiting -= 1;
    const request = open({ account, fresh }, budget, endOfTurn(performance.now(), endsAt, left));
    const { sessionId } = request.account.cookie;
    const of = bySession.get(sessionId);
    if (of !== undefined) {
      repeated.push({ account, of });
      return undefined;
    }
    bySession.set(sessionId, account);
    const label = context.accounts.byName.get(account)?.label;
    const fetched = await fetchMember(request, asked, label);
    await progress(bySession.size, names.length, account);
    return fetched;
  };
  const outcomes = await Promise.all(
    names.map((account) =>
      part(
        account,
        queue.add(() => fetchNext(account)),
      ),
    ),
  );
  const fetched = outcomes.flatMap(({ value }) => value ?? []);
  // An ended session takes one call; other failures may have taken all.
  const failedCalls = outcomes.map((one) =>
    isSessionFault(one) ? 1 : 'error' in one ? USUAL_CALLS_PER_ACCOUNT : 0,
  );
  const usual = [...fetched.map(({ planned }) => planned), ...failedCalls].reduce((sum, one) => sum + one, 0);
  const room = (max_calls ?? USUAL_CALLS_PER_ACCOUNT * (names.length - repeated.length)) - usual;
  const chosen = new Set(byViolations(fetched).slice(0, Math.max(0, room)));
  const members = await Promise.all(
    fetched.map((one) => {
      const { member } = one;
      // The end of its turn does not apply: this call may take the time that is left of the whole.
      const openLast = () => open({ account: member.account, fresh }, budget);
      return chosen.has(one) ? queue.add(() => withStatus(member, openLast)) : member;
    }),
  );
  return {
    name: asked.period,
    sort: sort ?? 'revenue',
    members,
    leftOut:
      chosen.size === fetched.length ? undefined : { asked: chosen.size, maxCalls: usual + fetched.length },
    repeated,
    failed: outcomes.flatMap((outcome) =>
      'error' in outcome
        ? [
            {
              account: outcome.what,
              error: explain(outcome.error),
              isSession: isSessionFault(outcome),
            },
          ]
        : [],
    ),
    calls: budget.used,
  };
}

const isSessionFault = ({ error }: Part<unknown>): boolean =>
  error instanceof ApiError && error.kind === 'session';

/** The first results of an account. */
interface FetchedMember {
  /** The readings, without the status. */
  readonly member: MemberData;
  /** The calls that this took, including those that the cache answered. */
  readonly planned: number;
}

/**
 * Fetches what a comparison needs about one account, except its health status.
 * @throws the first error when every part fails, or all earnings of the period
 */
async function fetchMember(
  request: RequestContext,
  asked: AskedPeriod,
  label: string | undefined,
): Promise<FetchedMember> {
  const { name, scoreScale } = request.account;
  const { period, today, probed } = await fetchPeriod(asked, request);
  const before = comparedPeriod(period, 'previous') ?? period;
  const asking = { request, today, part };
  const earnings = (what: string, days: Period) =>
    fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(what, accountInsightsOverview, days, asking);
  const [insights, previous, violations] = await Promise.all([
    earnings(`The period of ${name}`, period),
    earnings(`The period before of ${name}`, before),
    part(`The violation list of ${name}`, fetchViolations(request)),
  ]);
  const failures = failureNotes([...insights.parts, ...previous.parts, violations]);
  if (insights.reading === undefined) throw insights.parts.find(({ error }) => error !== undefined)?.error;
  const lost = await readLostProducts(request);
  const months = new Set([...probed, ...begunMonthsOf(period, today), ...begunMonthsOf(before, today)]);
  return {
    member: {
      account: name,
      label,
      period,
      insights: insights.reading,
      previous: previous.reading,
      status: undefined,
      violations: violations.value && withOwnDates(violations.value.reading),
      scoreScale,
      lost,
      sessionEnd: request.account.cookie.probableEnd,
      clock: request.clock,
      isCached: request.provenance.cached,
      failures,
    },
    planned: months.size + (violations.value?.pages ?? 1),
  };
}

/** Those with the most violations first: their level may have changed. */
const byViolations = (fetched: readonly FetchedMember[]): readonly FetchedMember[] => {
  const count = ({ member: { violations } }: FetchedMember): number =>
    violations?.violations.filter(({ active }) => active !== false).length ?? Number.POSITIVE_INFINITY;
  return fetched.toSorted((one, other) => compareCounts(count(other), count(one)));
};

/** Compares counts; infinite ones are equal. */
const compareCounts = (one: number, other: number): number => (one === other ? 0 : one - other);

/** Adds the health status, or why it is missing. */
async function withStatus(member: MemberData, open: () => RequestContext): Promise<MemberData> {
  const fetchStatus = async () => {
    const request = open();
    return { request, reading: await request.call(accountHealthStatus, {}) };
  };
  const { what, value, error } = await part(`The health of ${member.account}`, fetchStatus());
  if (value === undefined) {
    return { ...member, failures: [...member.failures, `${what} is missing. ${explain(error)}`] };
  }
  const { clock, provenance } = value.request;
  const isCached = member.isCached && provenance.cached;
  return { ...member, status: withOwnDates(value.reading), clock, isCached };
}
