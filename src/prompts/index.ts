import type { Prompt } from '../mcp/define-prompt.ts';
import { agencyRound } from './agency_round.ts';
import { appealDesk } from './appeal_desk.ts';
import { monthlyReport } from './monthly_report.ts';
import { weeklyReview } from './weekly_review.ts';
import { whatToPromoteNext } from './what_to_promote_next.ts';

/** Every prompt. */
export const prompts: readonly Prompt[] = [
  weeklyReview,
  monthlyReport,
  appealDesk,
  whatToPromoteNext,
  agencyRound,
];
