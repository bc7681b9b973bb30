import type { AccountView } from '../account-view.ts';
import { dayAt, startOfDay } from '../calendar.ts';
import { digits } from '../random.ts';
import { VIOLATION_NOTICES, type ViolationNotice } from '../violations.ts';
import type { SandboxEndpoint } from './endpoint.ts';

const RECORDS_PER_PAGE = 10;
const HISTORY_DAYS = 180;
const ACTIVE_RECORD_DAYS = 90;

/** The codes of appeal states; the two sources read 1 in opposite ways (upstream-api.md 6.15). */
const APPEAL_CODES = {
  vendor: { none: 0, underReview: 1, approved: 1, rejected: 1, expired: 0 },
  governance: { none: 1, underReview: 2, approved: 3, rejected: 4, expired: 5 },
} as const;

function violationRecord({ creator, now }: AccountView, notice: ViolationNotice, index: number): object {
  const day = dayAt(now, creator.offset) - notice.daysAgo;
  const time = startOfDay(day, creator.offset) + 36_000 + index * 1380;
  const deadline = startOfDay(day + notice.appealDays, creator.offset);
  const isOver = deadline * 1000 <= now.getTime();
  const state = notice.appeal === 'none' && isOver ? 'expired' : notice.appeal;
  return {
    record_id: `73${digits(17, creator.name, 'violation', index)}`,
    violation_time: creator.habits.textTimes ? String(time) : time,
    violation_info: {
      violation_reason: notice.reason,
      violation_detail: notice.detail,
      violation_suggestion: notice.suggestion,
      policy_url: 'https://policy.sandbox.invalid/content',
      violation_type: notice.type,
    },
    record_status: notice.daysAgo <= ACTIVE_RECORD_DAYS ? 1 : 2,
    appeal_status: APPEAL_CODES[creator.habits.appealCodes][state],
    enforcement_title: notice.enforcement,
    appeal_valid_time: deadline,
    can_appeal: state === 'none',
  };
}

/** Notices of the last half year; pages count from 1, and page 0 is page 1 again. */
export const violationList: SandboxEndpoint = {
  fields: { page: 1 },
  respond(view, body) {
    const { creator, now } = view;
    const from = (Math.max(1, body.page) - 1) * RECORDS_PER_PAGE;
    const all = VIOLATION_NOTICES[creator.name].map((notice, index) => violationRecord(view, notice, index));
    const today = dayAt(now, creator.offset);
    return {
      records: all.slice(from, from + RECORDS_PER_PAGE),
      total: all.length,
      has_more: from + RECORDS_PER_PAGE < all.length,
      start_time: startOfDay(today - HISTORY_DAYS, creator.offset),
      end_time: Math.floor(now.getTime() / 1000),
      creator_status: 0,
    };
  },
};
