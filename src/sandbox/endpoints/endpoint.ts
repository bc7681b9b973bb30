import type { AccountView } from '../account-view.ts';
import type { BodyFields, RequestBody } from '../request-body.ts';

/** One endpoint of the vendor's API. */
export interface SandboxEndpoint {
  readonly fields: BodyFields;
  /**
   * Builds the payload.
   * @throws RejectedParameter for a date or an id that the platform would reject
   */
  respond(view: AccountView, body: RequestBody): object;
  /** An expired session gets a success with nothing in it (upstream-api.md 2.3). */
  readonly emptyWhenExpired?: boolean;
}

/** The default date: left out, it is a spring month of 2025, whatever today is (upstream-api.md 6.0). */
export const DATED = { start_date: '04-01-2025' };

export const FOR_ONE_VIDEO = { ...DATED, item_id: null };

export const FOR_ONE_PAIR = { ...FOR_ONE_VIDEO, product_id: null };
