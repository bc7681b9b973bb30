/** What went wrong, in the terms of whoever has to act. */
export type ErrorKind =
  | 'config'
  | 'session'
  | 'auth'
  | 'balance'
  | 'permission'
  | 'rate_limited'
  | 'invalid_request'
  | 'upstream'
  | 'timeout'
  | 'network'
  | 'shape'
  | 'budget'
  | 'cancelled';

/** The next move for each kind, said after the error's own first sentence unless the error brings a better one. */
const nextMove: Readonly<Record<ErrorKind, string>> = {
  config: 'Correct the setting and start the server again.',
  session:
    'Log in to TikTok Shop in a browser, copy the cookies again and update TIKTOK_COOKIE (or its file), then restart. Other accounts are not affected.',
  auth: 'Check TIKHUB_API_KEY: copy the key again from the dashboard at https://user.tikhub.io, then restart the server.',
  balance: 'Top up at the vendor (https://user.tikhub.io), then ask again. Nothing was billed.',
  permission:
    'In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.',
  rate_limited: 'Nothing was billed. Ask again after a pause, for fewer things at once.',
  invalid_request: 'Correct the argument and ask again.',
  upstream: 'Failed calls are not billed. Ask again in a minute; if it stays, report it to the vendor.',
  timeout:
    'The vendor may still bill this call, so it was not repeated. Ask again in a moment, or for a shorter period.',
  network: 'Check the network connection and TIKHUB_BASE_URL, then ask again.',
  shape: 'The format may have changed: raw: true shows the reply. Please report it.',
  budget: 'Nothing was billed. Ask for less at once, or raise the limit; answers from the cache are free.',
  cancelled: 'Ask again if the answer is still wanted.',
};

/** How often a failed attempt may be repeated, because it was neither answered nor billed. */
export interface Retry {
  readonly times: number;
  /** When the other side says how long to wait. */
  readonly afterMs?: number | undefined;
}

interface ApiErrorDetails {
  /** HTTP status or the status-like code inside the envelope. */
  readonly status?: number | undefined;
  /** The vendor's own id of the request, for a report. */
  readonly requestId?: string | undefined;
  /** Replaces the kind's usual next move. */
  readonly next?: string | undefined;
  readonly retry?: Retry | undefined;
  readonly cause?: unknown;
}

/** The one error that a failed call ends in. Its message is the first sentence: what failed and why. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ErrorKind;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly next: string;
  /** Undefined when the call must not be repeated. */
  readonly retry: Retry | undefined;

  constructor(kind: ErrorKind, message: string, details: ApiErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.requestId = details.requestId;
    this.next = details.next ?? nextMove[kind];
    this.retry = details.retry;
  }
}

/**
 * The text the model reads for anything thrown while answering: what failed, why, what to do next.
 * An error that is not ours becomes one generic sentence; its details belong on stderr.
 */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) {
    return 'The server met an unexpected error while answering. Its log (stderr) has the details; other calls are not affected.';
  }
  const facts = [
    error.status === undefined ? undefined : `HTTP ${error.status}`,
    error.requestId === undefined ? undefined : `request ${error.requestId}`,
  ].filter((fact) => fact !== undefined);
  const sentence =
    facts.length > 0 ? `${error.message.replace(/\.$/, '')} (${facts.join(', ')}).` : error.message;
  return `${sentence} ${error.next}`;
}
