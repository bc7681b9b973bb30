import type { Creator } from './creators.ts';
import data from './data/violations.json' with { type: 'json' };

/** A notice, placed in time relative to today so that deadlines stay ahead or behind whenever it is read. */
export interface ViolationNotice {
  readonly daysAgo: number;
  /** Days from the violation in which an appeal is accepted. */
  readonly appealDays: number;
  readonly appealed: boolean;
  readonly reason: string;
  readonly detail: string;
  readonly suggestion: string;
  readonly type: string;
  /** The vendor sends a text, or a list of them. */
  readonly enforcement: string | readonly string[];
}

/** Each creator's notices, newest first. */
export const VIOLATION_NOTICES: Readonly<Record<Creator['name'], readonly ViolationNotice[]>> = data;
