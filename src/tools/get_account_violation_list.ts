import { z } from 'zod';
import { page } from '../mcp/arguments.ts';
import { definePagedTool } from '../mcp/define-endpoint-tool.ts';
import { optionalNumber, optionalText, pageOf } from '../mcp/result-schemas.ts';
import { noPeriod } from '../metrics/periods.ts';
import { appealStatusOf, joinViolations, writeViolations } from '../metrics/violations.ts';
import { accountViolationList } from '../tikhub/endpoints.ts';

const optionalBoolean = z.boolean().optional();

export const getAccountViolationList = definePagedTool({
  title: 'Violations',
  description:
    'One page of violation records: reason, type, enforcement, appeal state and deadline. To judge them use summarize_account_health. Newest first.',
  endpoint: accountViolationList,
  input: { page: page(1) },
  output: {
    page: pageOf({ page: z.number() }),
    totals: z.object({
      active: z.number(),
      open_to_appeal: z.number(),
      next_deadline: optionalText,
      open_record_ids: z.array(z.string()),
    }),
    period_from: optionalText,
    period_to: optionalText,
    creator_status: optionalNumber,
    violations: z.array(
      z.object({
        record_id: optionalText,
        occurred_at: optionalText,
        reason: optionalText,
        type: optionalText,
        active: optionalBoolean,
        enforcement: z.array(z.string()),
        appeal_state: optionalText,
        appealed: optionalBoolean,
        can_appeal: optionalBoolean,
        appeal_deadline: optionalText,
        detail: optionalText,
        suggestion: optionalText,
        policy_url: optionalText,
      }),
    ),
    guidance: z
      .array(z.object({ reason: z.string(), suggestion: optionalText, policy_url: optionalText }))
      .optional(),
  },
  period: noPeriod,
  request: (args) => ({ page: args.page }),
  join: joinViolations,
  shape(list, { args, clock, pages }) {
    const { violations } = list;
    const open = violations
      .filter((violation) => appealStatusOf(violation, clock.now) === 'open')
      .sort((a, b) => compareDeadlines(a.appeal_deadline, b.appeal_deadline));
    return {
      page: {
        shown: violations.length,
        total: list.total,
        next: list.hasMore ? { page: args.page + pages } : null,
      },
      totals: {
        active: violations.filter(({ active }) => active === true).length,
        open_to_appeal: open.length,
        next_deadline: open[0]?.appeal_deadline,
        open_record_ids: open.flatMap(({ record_id: id }) => id ?? []),
      },
      period_from: list.periodFrom,
      period_to: list.periodTo,
      creator_status: list.creatorStatus,
      ...writeViolations(violations),
      notes: [],
    };
  },
});

/** The nearest deadline first; without a deadline last. */
const compareDeadlines = (a: string | undefined, b: string | undefined): number =>
  (a === undefined ? Number.POSITIVE_INFINITY : Date.parse(a)) -
    (b === undefined ? Number.POSITIVE_INFINITY : Date.parse(b)) || 0;
