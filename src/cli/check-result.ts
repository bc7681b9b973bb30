import type { ErrorKind } from '../errors.ts';

/** Whether something can be used, with words for a person. */
export interface CheckState {
  /** `unknown` if it was not tried. */
  readonly state: 'good' | 'bad' | 'unknown';
  readonly words: string;
}

/** A call that failed, as sentences. */
export interface AccountFailure {
  readonly kind?: ErrorKind | undefined;
  readonly why: string;
  readonly next: string;
}

/** The result for one account. */
export interface AccountVerdict {
  readonly account: string;
  readonly label?: string | undefined;
  readonly isDefault: boolean;
  readonly cookie: CheckState;
  readonly session: CheckState;
  /** A day, `YYYY-MM-DD`; a forecast. */
  readonly probablyValidUntil?: string | undefined;
  /** What is wrong and what to do, as sentences. */
  readonly problems: readonly string[];
  /** Why its call failed; calls of other accounts may have failed in the same way. */
  readonly failure?: AccountFailure | undefined;
  /** Advice. */
  readonly notes: readonly string[];
}

/** The result of `check`. */
export interface CheckResult {
  /** Whether no problem was found. */
  readonly ok: boolean;
  readonly sandbox: boolean;
  /** Whether calls were made to test the sessions. */
  readonly live: boolean;
  readonly apiKey: CheckState;
  readonly api: CheckState & { readonly url: string };
  readonly accounts: readonly AccountVerdict[];
  /** Problems of the configuration as a whole. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** What a failed call means for its account, in two or three words. */
export const SESSION_STATES = {
  config: 'not tried',
  session: 'has ended',
  auth: 'not tried: key refused',
  balance: 'not tried: no balance',
  permission: 'not tried: not allowed',
  rate_limited: 'not tried: too many calls',
  invalid_request: 'unclear: call refused',
  upstream: 'unclear: API failed',
  timeout: 'unclear: no response in time',
  network: 'not tried: no connection',
  shape: 'unclear: unreadable response',
  mismatch: 'unclear: response about something else',
  budget: 'not tried: call limit',
  cancelled: 'not tried',
} as const satisfies Readonly<Record<ErrorKind, string>>;

/** What a failed call says about the key: errors after the key was accepted are not the key's fault. */
export const KEY_WORDS: Readonly<Partial<Record<ErrorKind, string>>> = {
  auth: 'refused by the vendor',
  balance: 'accepted, but there is no balance for this call',
  permission: 'not allowed to make this call',
};
