import { explain } from '../../errors.ts';
import { countedParts, failureNotes } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import type { HealthStatus } from '../../metrics/health-status.ts';
import { type Reading, withOwnDates } from '../../metrics/reading.ts';
import { joinViolations, type ViolationList } from '../../metrics/violations.ts';
import { accountHealthStatus, accountViolationList, videoAnalyticsSummary } from '../../tikhub/endpoints.ts';

import { type LostProducts, readLostProducts } from '../product-review/lost-products.ts';

/** The most pages of violations that are read; each is a billed call. */
export const MAX_PAGES = 5;

/** The readings of an account health report. */
export interface AccountHealthData {
  readonly status: Reading<HealthStatus> | undefined;
  readonly violations: ViolationPages | undefined;
  readonly scoreScale: RequestContext['account']['scoreScale'];
  readonly lost: LostProducts | undefined;
  /** Whether the account's own offset is known; without it, times are in UTC. */
  readonly knowsOffset: boolean;
  /** What is missing, and why. */
  readonly failures: readonly string[];
}

/** The violations that were read. */
export interface ViolationPages {
  readonly reading: Reading<ViolationList>;
  /** Pages that were requested. */
  readonly pages: number;
  /** Why not all were read. */
  readonly notes: readonly string[];
}

/**
 * Fetches the status and the violations of an account; a part that fails is left out.
 * @throws the first error when both fail
 */
export async function planAccountHealth(_args: object, request: RequestContext): Promise<AccountHealthData> {
  const part = countedParts(request.progress, request.knowsOffset ? 2 : 3);
  const [status, violations] = await Promise.all([
    part('The health status', request.call(accountHealthStatus, {})),
    // Deadlines are shown in the account's own time, which only responses with dates tell.
    request.knowsOffset
      ? part('The violation list', fetchViolations(request))
      : part('The offset', request.call(videoAnalyticsSummary, {})).then(() =>
          part('The violation list', fetchViolations(request)),
        ),
  ]);
  return {
    status: status.value,
    violations: violations.value,
    scoreScale: request.account.scoreScale,
    lost: await readLostProducts(request),
    knowsOffset: request.knowsOffset,
    failures: failureNotes([status, violations]),
  };
}

/**
 * The pages of violations, up to the limit; it ends at a page without a new record. When a later page fails, the
 * earlier ones are returned.
 */
export async function fetchViolations(request: RequestContext): Promise<ViolationPages> {
  let reading = await request.call(accountViolationList, { page: 1 });
  const count = (): number => withOwnDates(reading).violations.length;
  let pages = 1;
  for (let page = 2; withOwnDates(reading).hasMore && page <= MAX_PAGES; page += 1) {
    pages = page;
    const before = count();
    try {
      reading = joinViolations(reading, await request.call(accountViolationList, { page }));
    } catch (error) {
      return {
        reading,
        pages: page,
        notes: [`Page ${page} of the violations is missing. ${explain(error)}`],
      };
    }
    if (count() === before) {
      return {
        reading,
        pages: page,
        notes: [`Page ${page} of the violations had no new record, so no further page was read.`],
      };
    }
  }
  return { reading, pages, notes: [] };
}
