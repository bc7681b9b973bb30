import { ApiError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Endpoint, Params } from './endpoints.ts';

/** A payload with the vendor's own id of the request that brought it. */
interface Delivered {
  readonly payload: unknown;
  readonly requestId: string | undefined;
}

/** Checks payloads against what their endpoints must contain (upstream-api.md 7.3), each payload once. */
export class PayloadCheck {
  /** The payloads that have passed, by the name of their endpoint. */
  readonly #passed = new WeakMap<object, string>();

  /**
   * The payload, known to have its container.
   * @param who the account's name, for the sentence about its session
   * @throws ApiError `session` for an empty success, `shape` for a missing container
   */
  check<Q extends Params, V>(endpoint: Endpoint<Q, V>, delivered: Delivered, who: string): JsonObject {
    const { payload, requestId } = delivered;
    if (this.#hasPassed(endpoint, payload)) return payload;
    if (isEmpty(payload)) {
      throw new ApiError(
        'session',
        `TikTok sent an empty response for account "${who}", which usually means that its session has ended.`,
        { requestId, billed: 'yes' },
      );
    }
    const checked = endpoint.payload.safeParse(payload);
    if (!checked.success) {
      const missing = checked.error.issues[0]?.path.join('.') || 'payload object';
      throw new ApiError('shape', `The response has no usable "${missing}".`, { requestId });
    }
    if (typeof payload === 'object' && payload !== null) this.#passed.set(payload, endpoint.name);
    return checked.data;
  }

  /** Whether a payload passes, so that it is worth keeping. */
  isUsable<Q extends Params, V>(endpoint: Endpoint<Q, V>, delivered: Delivered): boolean {
    const { payload } = delivered;
    if (this.#hasPassed(endpoint, payload)) return true;
    if (typeof payload !== 'object' || payload === null || isEmpty(payload)) return false;
    if (!endpoint.payload.safeParse(payload).success) return false;
    this.#passed.set(payload, endpoint.name);
    return true;
  }

  #hasPassed<Q extends Params, V>(endpoint: Endpoint<Q, V>, payload: unknown): payload is JsonObject {
    return typeof payload === 'object' && payload !== null && this.#passed.get(payload) === endpoint.name;
  }
}

function isEmpty(payload: unknown): boolean {
  if (payload === undefined || payload === null || payload === '') return true;
  return typeof payload === 'object' && Object.keys(payload).length === 0;
}
