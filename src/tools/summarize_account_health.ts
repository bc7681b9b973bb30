import { z } from 'zod';
import { explain } from '../errors.ts';
import { at, type JsonObject, jsonObjects, readBoolean, readCount } from '../json.ts';
import { defineSummaryTool, type Summary } from '../mcp/report-tool.ts';
import { failureNotes, part, type RequestContext } from '../mcp/request-context.ts';
import { optionalNumber, optionalText } from '../mcp/result-schemas.ts';
import { readHealthStatus, readViolations } from '../metrics/account.ts';
import { onePerId } from '../metrics/rows.ts';
import { summarizeHealth } from '../reports/account-health/compute.ts';
import { healthText } from '../reports/account-health/text.ts';
import { accountHealthStatus, accountViolationList, videoAnalyticsSummary } from '../tikhub/endpoints.ts';

/** Pages of violations read at most; each is a billed call. */
const MAX_PAGES = 5;

const record = { record_id: optionalText, reason: optionalText, type: optionalText };
const threshold = { at: z.number(), distance: z.number(), measure: optionalText, duration: optionalText };

const output = {
  level: optionalText,
  score: optionalNumber,
  scale: z.object({ kind: z.enum(['points', 'rating', 'unclear']), reason: z.string() }),
  penalty: z.object({ measure: z.string(), duration: z.string() }).nullable(),
  next_threshold: z.object(threshold).nullable(),
  band: optionalText,
  milestones_passed: z.array(z.number()).optional(),
  readings: z.array(z.object({ scale: z.enum(['points', 'rating']), meaning: z.string() })).optional(),
  violations: z
    .object({
      total: z.number(),
      active: z.number(),
      read: z.number(),
      by_reason: z.array(
        z.object({ reason: z.string(), type: optionalText, count: z.number(), active: z.number() }),
      ),
      repeated_in_90_days: z.array(z.object({ reason: z.string(), count: z.number() })),
    })
    .optional(),
  appeals: z
    .object({
      open: z.array(
        z.object({
          ...record,
          deadline: optionalText,
          hours_left: optionalNumber,
          enforcement: z.array(z.string()),
        }),
      ),
      submitted: z.array(z.object(record)),
      lapsed: z.number(),
    })
    .optional(),
  enforcement: z.array(z.string()),
  creator_status: optionalNumber,
  rules_url: optionalText,
  options: z.array(z.string()),
  calls: z.number(),
};

/** The state of an account from its status and its violations, as a tool and as a resource. */
export const accountHealth: Summary<Record<never, never>, typeof output> = {
  name: 'summarize_account_health',
  title: 'Account health',
  description:
    'How healthy the account is: level, score read on its scale, penalty in force, violations by reason, and which can still be appealed, soonest deadline first. Prefer it to get_account_health_status. Up to 7 upstream calls.',
  input: {},
  output,
  async summarize(_args, inquiry) {
    const [status, violations] = await Promise.all([
      part('The health status', inquiry.call(accountHealthStatus, {})),
      part('The violation list', walkViolations(inquiry)),
      // Deadlines belong in the account's own time, and only replies with dates tell it.
      inquiry.knowsOffset ? undefined : part('The offset', inquiry.call(videoAnalyticsSummary, {})),
    ]);
    const failures = failureNotes([status, violations]);
    const { clock } = inquiry;
    const walk = violations.value;
    const records = walk?.pages.flatMap((page) => readViolations(page, clock.offset));
    const health = summarizeHealth(
      {
        status: status.value && readHealthStatus(status.value),
        violations: records && onePerId(records, ({ record_id }) => record_id),
        total: walk?.total,
        scoreScale: inquiry.account.scoreScale,
      },
      clock,
    );
    return {
      ...health,
      calls: inquiry.calls,
      notes: [
        ...health.notes,
        ...(walk?.failure === undefined ? [] : [walk.failure]),
        ...failures,
        ...(inquiry.knowsOffset ? [] : ["Times are in UTC: the account's own offset is not known."]),
      ],
    };
  },
  text: healthText,
};

export const summarizeAccountHealth = defineSummaryTool(accountHealth);

/** All pages of violations up to the cap; a later page that fails leaves the earlier ones standing. */
async function walkViolations(inquiry: RequestContext) {
  const pages: JsonObject[] = [];
  let failure: string | undefined;
  let more = true;
  for (let page = 1; more && page <= MAX_PAGES; page += 1) {
    try {
      const payload = await inquiry.call(accountViolationList, { page });
      pages.push(payload);
      more = readBoolean(at(payload, 'has_more')) === true && jsonObjects(at(payload, 'records')).length > 0;
    } catch (error) {
      if (page === 1) throw error;
      failure = `Page ${page} of the violations is missing. ${explain(error)}`;
      more = false;
    }
  }
  return { pages, failure, total: readCount(at(pages[0], 'total')) };
}
