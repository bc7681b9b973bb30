import { z } from 'zod';
import { at, readBoolean, readCount, readNumber, readUnixSeconds } from '../json.ts';
import { noPeriod, page } from '../mcp/arguments.ts';
import { definePagedTool } from '../mcp/define-endpoint-tool.ts';
import { optionalNumber, optionalText, pageOf } from '../mcp/result-schemas.ts';
import { readViolations, writeViolations } from '../metrics/account.ts';
import { instantAt } from '../metrics/calendar.ts';
import { onePerId } from '../metrics/rows.ts';
import { accountViolationList } from '../tikhub/endpoints.ts';

const optionalBoolean = z.boolean().optional();

export const getAccountViolationList = definePagedTool({
  title: 'Violations',
  description:
    'One page of violation records: reason, type, enforcement, appeal state and deadline. For the whole picture with open appeals use summarize_account_health. Newest first.',
  endpoint: accountViolationList,
  input: { page: page(1) },
  output: {
    page: pageOf({ page: z.number() }),
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
  join: (earlier, later) => ({ ...later, records: [...earlier.records, ...later.records] }),
  shape(payload, { args, clock: { offset }, pages }) {
    const violations = onePerId(readViolations(payload, offset), ({ record_id }) => record_id);
    const instant = (value: unknown): string | undefined => {
      const seconds = readUnixSeconds(value);
      return seconds === undefined ? undefined : instantAt(seconds, offset);
    };
    return {
      page: {
        shown: violations.length,
        total: readCount(at(payload, 'total')),
        next: readBoolean(at(payload, 'has_more')) === true ? { page: args.page + pages } : null,
      },
      period_from: instant(at(payload, 'start_time')),
      period_to: instant(at(payload, 'end_time')),
      creator_status: readNumber(at(payload, 'creator_status')),
      ...writeViolations(violations),
      notes: [],
    };
  },
});
