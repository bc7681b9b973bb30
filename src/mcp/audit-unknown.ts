import type { AuditEntry } from './server-context.ts';

/** The audit entry of a request for something that does not exist. Its name could be anything, so it is left out. */
export const unknownNameEntry = (asked: 'unknown tool' | 'unknown resource'): AuditEntry => ({
  asked,
  accounts: [],
  calls: 0,
  outcome: 'invalid_request',
  ms: 0,
});
