import { hash } from 'node:crypto';
import type { Params } from '../tikhub/endpoints.ts';

/**
 * The name of a question: the same for whoever asks the same of the same session, in whatever order its fields are
 * written. Of the identity only the session counts: `msToken` and its kin rotate, and a proxy changes the way, not the
 * answer. A digest, so that it tells nothing to one who does not know the session.
 */
export function nameOf(realm: string, endpoint: string, sessionId: string, params: Params): string {
  const fields = Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, Array.isArray(value) ? [...new Set(value)].sort() : value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([realm, endpoint, sessionId, fields]), 'hex');
}
