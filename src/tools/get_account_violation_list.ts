import { z } from 'zod';
import { readViolations, writeViolations } from '../metrics/account.ts';
import { instantAt } from '../metrics/calendar.ts';
import { onePerId } from '../metrics/rows.ts';
import { accountViolationList } from '../tikhub/endpoints.ts';
import { at, count, flag, number, unixSeconds } from '../json.ts';
import { defineEndpointTool } from '../mcp/endpoint-tool.ts';
import { page } from '../mcp/parameters.ts';
import { maybeCount, maybeText, pageOf } from '../mcp/result-schemas.ts';

const maybe = z.boolean().optional();

export const getAccountViolationList = defineEndpointTool({
  title: 'Violations',
  description:
    'One page of violation records: reason, type, enforcement, appeal state and deadline. For the whole picture with open appeals use summarize_account_health. Newest first.',
  endpoint: accountViolationList,
  rows: 'violations',
  input: { page: page(1) },
  output: {
    page: pageOf({ page: z.number() }),
    period_from: maybeText,
    period_to: maybeText,
    creator_status: maybeCount,
    violations: z.array(
      z.object({
        record_id: maybeText,
        occurred_at: maybeText,
        reason: maybeText,
        type: maybeText,
        active: maybe,
        enforcement: z.array(z.string()),
        appealed: maybe,
        can_appeal: maybe,
        appeal_deadline: maybeText,
        detail: maybeText,
        suggestion: maybeText,
        policy_url: maybeText,
      }),
    ),
    guidance: z
      .array(z.object({ reason: z.string(), suggestion: maybeText, policy_url: maybeText }))
      .optional(),
  },
  request: (args) => ({ page: args.page }),
  shape(payload, args, { offset, pages }) {
    const violations = onePerId(readViolations(payload, offset), ({ record_id }) => record_id);
    const instant = (value: unknown): string | undefined => {
      const seconds = unixSeconds(value);
      return seconds === undefined ? undefined : instantAt(seconds, offset);
    };
    return {
      page: {
        shown: violations.length,
        total: count(at(payload, 'total')),
        next: flag(at(payload, 'has_more')) === true ? { page: args.page + pages } : null,
      },
      period_from: instant(at(payload, 'start_time')),
      period_to: instant(at(payload, 'end_time')),
      creator_status: number(at(payload, 'creator_status')),
      ...writeViolations(violations),
      notes: [],
    };
  },
});
