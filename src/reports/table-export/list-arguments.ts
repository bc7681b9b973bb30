import { ApiError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { addDays, type DateRange, monthOf, monthRange, span } from '../../metrics/calendar.ts';
import { type AskedPeriod, resolvePeriod } from '../../metrics/periods.ts';
import { fetchPeriod } from '../period/fetch.ts';
import { askedDays } from '../period/plan.ts';

/** The arguments of a list, and what a reader of the file has to know about it. */
interface ListRequest {
  readonly args: JsonObject;
  readonly notes: readonly string[];
}

/** The order of a list: the most important rows first, in case the calls do not suffice for all. */
export async function listArguments(
  table: 'videos' | 'products' | 'showcase' | 'violations',
  { named, asked }: { readonly named: string | undefined; readonly asked: AskedPeriod },
  request: RequestContext,
): Promise<ListRequest> {
  if (table === 'violations') return { args: {}, notes: [] };
  if (table === 'showcase') return { args: { count: 100 }, notes: [] };
  const wanted = askedDays(named, asked);
  const sorted = table === 'videos' ? { rules: 'VIDEO_LIST_GMV' } : {};
  // By default both lists are about the current month.
  if (wanted.period === 'this_month') return { args: sorted, notes: [] };
  // Only a named period, or an open end, needs a call to find out its days.
  const { from, to } =
    wanted.from !== undefined && wanted.to !== undefined
      ? resolvePeriod(wanted, { today: addDays(request.today, 1), lastReported: undefined })
      : (await fetchPeriod(wanted, request)).period;
  if (table === 'products') {
    return { args: { start_date: from, end_date: to > request.today ? request.today : to }, notes: [] };
  }
  if (monthOf(from) !== monthOf(to)) throw severalMonths();
  const whole = monthRange(monthOf(from));
  const isPart = from !== whole.from || to < (whole.to < request.today ? whole.to : request.today);
  return { args: { ...sorted, start_date: whole.from }, notes: isPart ? [partOfMonth({ from, to })] : [] };
}

const partOfMonth = (days: DateRange): string =>
  `The vendor's video list cannot be limited to days: it was requested for ${monthOf(days.from)}, of which ${span(days)} is a part. The window says which days the rows are about.`;

const severalMonths = (): ApiError =>
  new ApiError(
    'invalid_request',
    'The video list covers one calendar month, and the period is not within one.',
    {
      next: 'Ask for each month on its own, with month.',
    },
  );
