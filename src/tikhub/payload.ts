import { ApiError } from '../errors.ts';
import type { Endpoint } from './endpoints.ts';

/** A payload with the vendor's own id of the request that brought it. */
interface Delivered {
  readonly payload: unknown;
  readonly requestId: string | undefined;
}

/**
 * Holds a payload against what the endpoint must contain (upstream-api.md 7.3).
 * @param who the account's name, for the sentence about its session
 * @throws ApiError `session` for an empty success, `shape` for a missing container
 */
export function checkPayload<P>(endpoint: Endpoint<P>, { payload, requestId }: Delivered, who: string): P {
  if (isEmptyPayload(payload)) {
    throw new ApiError(
      'session',
      `TikTok answered account "${who}" with an empty success, which is how some ended sessions look.`,
      { requestId },
    );
  }
  const parsed = endpoint.payload.safeParse(payload);
  if (parsed.success) return parsed.data;
  const missing = parsed.error.issues[0]?.path.join('.') || 'payload object';
  throw new ApiError('shape', `The reply has no usable "${missing}".`, { requestId });
}

function isEmptyPayload(payload: unknown): boolean {
  if (payload === undefined || payload === null || payload === '') return true;
  return typeof payload === 'object' && Object.keys(payload).length === 0;
}

/** No reply of the API comes near it; recursion further on has to end somewhere. */
const MAX_DEPTH = 100;

/**
 * Makes a payload fit to be handed to several askers and to be kept: nobody can change it.
 * @throws ApiError `shape` when it is nested deeper than any real reply
 */
export function deepFreeze(payload: unknown): unknown {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: payload, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) throw new ApiError('shape', 'The reply is nested too deep to be one of the API.');
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object') open.push({ value: inner, depth: depth + 1 });
    }
    Object.freeze(value);
  }
  return payload;
}
