import type { RequestId } from '@modelcontextprotocol/sdk/types.js';

/** The last protocol version with batches; versions are dates, which sort as text. */
const LAST_WITH_BATCHES = '2025-03-26';

/** Whether a protocol version has batches. */
export const hasBatches = (version: string | undefined): boolean =>
  version !== undefined && version <= LAST_WITH_BATCHES;

interface Batch {
  readonly waiting: Set<RequestId>;
  readonly responses: object[];
}

/** Batches without all of their responses, which are sent together. */
export class Batches {
  readonly #byId = new Map<RequestId, Batch>();

  /**
   * Opens a batch.
   * @param ids the ids of its requests
   * @param responses the errors for messages in it that cannot be served
   * @returns the responses to send now
   */
  open(ids: readonly RequestId[], responses: readonly object[]): readonly object[] {
    const batch = { waiting: new Set(ids), responses: [...responses] };
    for (const id of batch.waiting) this.#byId.set(id, batch);
    return this.#responsesOf(batch);
  }

  /** Whether the response to a request belongs to a batch. */
  has(id: RequestId): boolean {
    return this.#byId.has(id);
  }

  /**
   * Adds the response to a request of a batch; a cancelled request has none.
   * @returns the responses to send now
   */
  settle(id: RequestId, response?: object): readonly object[] {
    const batch = this.#byId.get(id);
    if (batch === undefined) return [];
    this.#byId.delete(id);
    batch.waiting.delete(id);
    if (response !== undefined) batch.responses.push(response);
    return this.#responsesOf(batch);
  }

  #responsesOf({ waiting, responses }: Batch): readonly object[] {
    return waiting.size === 0 ? responses : [];
  }
}
