import type { RequestId } from '@modelcontextprotocol/sdk/types.js';

/** The last protocol version that has batches; dates sort like text. */
const LAST_WITH_BATCHES = '2025-03-26';

/** Whether a protocol version has batches. */
export const hasBatches = (version: string | undefined): boolean =>
  version !== undefined && version <= LAST_WITH_BATCHES;

interface Batch {
  readonly waiting: Set<RequestId>;
  readonly responses: object[];
}

/** Batches that are not answered yet: the responses to one go out together. */
export class Batches {
  readonly #byId = new Map<RequestId, Batch>();

  /**
   * Opens a batch.
   * @param ids of its requests
   * @param responses to what in it cannot be served
   * @returns the responses that are to be sent now
   */
  open(ids: readonly RequestId[], responses: readonly object[]): readonly object[] {
    const batch = { waiting: new Set(ids), responses: [...responses] };
    for (const id of batch.waiting) this.#byId.set(id, batch);
    return this.#responsesOf(batch);
  }

  /** Whether a response to the request belongs into a batch. */
  has(id: RequestId): boolean {
    return this.#byId.has(id);
  }

  /**
   * Takes the response to a request of a batch; without one, the request has been cancelled.
   * @returns the responses that are to be sent now
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
