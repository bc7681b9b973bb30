import { explain } from '../../errors.ts';
import { at, type JsonObject, jsonObjects, readBoolean, readCount } from '../../json.ts';
import { failureNotes, part } from '../../mcp/report-parts.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { accountHealthStatus, accountViolationList, videoAnalyticsSummary } from '../../tikhub/endpoints.ts';

/** The most pages of violations that are read; each is a billed call. */
const MAX_PAGES = 5;

/** What an account health report is computed from. */
export interface AccountHealthData {
  readonly status: JsonObject | undefined;
  readonly violations: ViolationPages | undefined;
  readonly scoreScale: RequestContext['account']['scoreScale'];
  /** Whether the account's own offset is known; without it, times are in UTC. */
  readonly knowsOffset: boolean;
  /** What is missing, and why. */
  readonly failures: readonly string[];
}

interface ViolationPages {
  readonly pages: readonly JsonObject[];
  /** The vendor's own count of violations. */
  readonly total: number | undefined;
  /** Why a later page is missing. */
  readonly failure: string | undefined;
}

/**
 * Fetches the status and the violations of an account side by side; a part that fails is left out.
 * @throws the first error when both fail
 */
export async function planAccountHealth(_args: object, request: RequestContext): Promise<AccountHealthData> {
  const [status, violations] = await Promise.all([
    part('The health status', request.call(accountHealthStatus, {})),
    part('The violation list', fetchViolations(request)),
    // Deadlines are shown in the account's own time, and only responses with dates tell it.
    request.knowsOffset ? undefined : part('The offset', request.call(videoAnalyticsSummary, {})),
  ]);
  return {
    status: status.value,
    violations: violations.value,
    scoreScale: request.account.scoreScale,
    knowsOffset: request.knowsOffset,
    failures: failureNotes([status, violations]),
  };
}

/** The pages of violations, up to the limit. When a later page fails, the earlier ones are returned. */
async function fetchViolations(request: RequestContext): Promise<ViolationPages> {
  const pages: JsonObject[] = [];
  let failure: string | undefined;
  let hasMore = true;
  for (let page = 1; hasMore && page <= MAX_PAGES; page += 1) {
    try {
      const payload = await request.call(accountViolationList, { page });
      pages.push(payload);
      hasMore =
        readBoolean(at(payload, 'has_more')) === true && jsonObjects(at(payload, 'records')).length > 0;
    } catch (error) {
      if (page === 1) throw error;
      failure = `Page ${page} of the violations is missing. ${explain(error)}`;
      hasMore = false;
    }
  }
  return { pages, failure, total: readCount(at(pages[0], 'total')) };
}
