import { z } from 'zod';
import type { Creator } from './creators.ts';
import data from './data/violations.json' with { type: 'json' };

/** A notice, placed in time relative to today so that deadlines stay ahead or behind whenever it is read. */
const notice = z.object({
  daysAgo: z.number(),
  /** Days from the violation in which an appeal is accepted. */
  appealDays: z.number(),
  /** What became of the right to appeal; `none`: it has not been used. */
  appeal: z.enum(['none', 'underReview', 'approved', 'rejected']),
  reason: z.string(),
  detail: z.string(),
  suggestion: z.string(),
  type: z.string(),
  /** The vendor sends a text, or a list of them. */
  enforcement: z.union([z.string(), z.array(z.string())]),
});

export type ViolationNotice = Readonly<z.output<typeof notice>>;

const notices = z.array(notice);

/** Each creator's notices, newest first. */
export const VIOLATION_NOTICES: Readonly<Record<Creator['name'], readonly ViolationNotice[]>> = z
  .object({ us: notices, sg: notices, br: notices })
  .parse(data);
