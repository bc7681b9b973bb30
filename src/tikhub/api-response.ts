import type { CachedResponse } from '../shared-state/response-store.ts';
import type { PayloadFault } from './payload.ts';

/** A response of the upstream. */
export interface ApiResponse<P> {
  readonly payload: P;
  /** When the upstream responded, by our clock; for a cached one that was earlier. */
  readonly fetchedAt: Date;
  /** What makes it unusable for its endpoint. */
  readonly fault: PayloadFault | undefined;
  readonly requestId: string | undefined;
  /** Whether it came from the cache and cost nothing now. */
  readonly cached: boolean;
}

/** A response from the store. */
export const fromCache = ({ payload, requestId, fetchedAt }: CachedResponse): ApiResponse<unknown> => ({
  payload,
  // A faulty response is not kept.
  fault: undefined,
  requestId,
  fetchedAt: new Date(fetchedAt),
  cached: true,
});
