import type { AuditEntry } from './server-context.ts';

/** What is audited of a request for something that is not there: its name may be anything, and is not repeated. */
export const nothingOfThatName = (asked: 'unknown tool' | 'unknown resource'): AuditEntry => ({
  asked,
  accounts: [],
  calls: 0,
  outcome: 'invalid_request',
  ms: 0,
});
