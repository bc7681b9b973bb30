/** What holds for every error of a kind. */
interface KindFacts {
  /** What has happened, for a person who looks it up. */
  readonly means: string;
  /** What to do next; follows the error's own first sentence unless the error has a better one. */
  readonly next: string;
  /** Whether the failed call costs anything, for a person who looks it up. */
  readonly billed: string;
  /** The same in one word; a single error can override it. */
  readonly billedByDefault: Billed;
  /** Whether the same request may succeed later without any change. */
  readonly retryable: boolean;
}

/** Whether the vendor charges for a call; unknown when it may have responded after we gave up. */
export type Billed = 'no' | 'yes' | 'unknown';

/** What went wrong, grouped by who has to act. The messages and docs/troubleshooting.md come from this table. */
export const errorKinds = {
  config: {
    means:
      'A setting is missing, or cannot work: no API key, no usable cookie, no TikTok Creator API at the address. Or the program was updated on disk while it was running.',
    next: 'Correct the setting and restart the server.',
    billed: 'No.',
    billedByDefault: 'no',
    retryable: false,
  },
  session: {
    means: "TikTok no longer accepts the account's cookies as a login. The API key is not at fault.",
    next: 'Log in to TikTok Shop in a browser as that creator, copy the cookies again and replace the old ones where they are kept: "tiktok-creator-mcp accounts refresh NAME" for what setup has stored, the cookie file, or TIKTOK_COOKIE and a restart. Other accounts are not affected.',
    billed: 'Not if the message has an HTTP status. Otherwise the vendor returned HTTP 200, which it bills.',
    billedByDefault: 'no',
    retryable: false,
  },
  auth: {
    means: 'The vendor does not know the API key. The cookies are not at fault.',
    next: 'Check TIKHUB_API_KEY: copy the key again from the dashboard at https://user.tikhub.io, then restart the server.',
    billed: 'No.',
    billedByDefault: 'no',
    retryable: false,
  },
  balance: {
    means:
      'The account at the vendor has no balance left, or only free credit that this endpoint does not accept.',
    next: 'Top up at the vendor (https://user.tikhub.io), then try again. Nothing was billed.',
    billed: 'No.',
    billedByDefault: 'no',
    retryable: false,
  },
  permission: {
    means: "The key is known but may not do this, or the vendor's firewall blocked the call.",
    next: 'In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.',
    billed: 'No.',
    billedByDefault: 'no',
    retryable: false,
  },
  rate_limited: {
    means:
      'More calls than the vendor allows for the key, counting every program that uses it, or more than TikTok allows.',
    next: 'Nothing was billed. Try again after a pause, with fewer requests at once.',
    billed: 'No, unless the message says that the vendor bills it.',
    billedByDefault: 'no',
    retryable: true,
  },
  invalid_request: {
    means: 'An argument cannot be used. Most are refused here, before anything is sent.',
    next: 'Correct the argument and try again.',
    billed: 'No, except for a result that was fetched and turned out too long for a host.',
    billedByDefault: 'no',
    retryable: false,
  },
  upstream: {
    means: 'The vendor, or TikTok behind it, failed or returned an invalid response.',
    next: 'Failed calls are not billed. Try again in a minute; if the error persists, report it to the vendor.',
    billed:
      'No if the message has an HTTP status. A failure inside an HTTP 200 is billed, and the message says so.',
    billedByDefault: 'no',
    retryable: true,
  },
  timeout: {
    means:
      'There was no response within TIKTOK_CREATOR_TIMEOUT_MS, retries included; or the call waited in the rate-limit queue for that long (25 s at most); or the whole request took longer than 55 s.',
    next: 'The vendor may still bill this call, so it was not retried. Try again in a moment, or with a shorter period.',
    billed: 'Possibly, unless the message says that the request was not sent.',
    billedByDefault: 'unknown',
    retryable: true,
  },
  network: {
    means: 'The vendor could not be reached, or the connection was lost.',
    next: 'Check the network connection and TIKHUB_BASE_URL, then try again.',
    billed: 'No, unless the message says that the vendor may have billed the call.',
    billedByDefault: 'no',
    retryable: true,
  },
  shape: {
    means: 'The response does not have the expected format.',
    next: 'The format may have changed: raw: true shows the response. Please report it.',
    billed: 'Yes.',
    billedByDefault: 'yes',
    retryable: false,
  },
  mismatch: {
    means:
      'The response is about something other than what was requested: another video, another product, or several creators at once. Its figures are not shown.',
    next: 'Try again in a minute; raw: true shows the response as it came. If the error persists, report it to the vendor.',
    billed: 'Yes.',
    billedByDefault: 'yes',
    retryable: true,
  },
  budget: {
    means: 'A limit that you set, max_calls or TIKTOK_CREATOR_MAX_CALLS, stopped the call.',
    next: 'Nothing was billed. Request less at once, or raise the limit; cached results are free.',
    billed: 'No: the call was not made.',
    billedByDefault: 'no',
    retryable: false,
  },
  cancelled: {
    means: 'The host cancelled the call before there was a response.',
    next: 'Call again if the result is still needed.',
    billed: 'Possibly, if the request had been sent.',
    billedByDefault: 'unknown',
    retryable: true,
  },
} as const satisfies Readonly<Record<string, KindFacts>>;

export type ErrorKind = keyof typeof errorKinds;

/**
 * Who has the key and the cookies of a request: the reader of its errors, the operator of the server, or the sender of
 * the request.
 */
export type KeyHolder = 'reader' | 'operator' | 'sender';

const ASK_OPERATOR = 'Ask the operator of this server';

/** What to do next for readers who cannot change the server's settings, where that differs. */
const NEXT_FOR_OTHERS: Readonly<Record<Exclude<KeyHolder, 'reader'>, Partial<Record<ErrorKind, string>>>> = {
  operator: {
    config: `${ASK_OPERATOR} to fix this.`,
    auth: `${ASK_OPERATOR} to check its API key.`,
    balance: `${ASK_OPERATOR} to top up at the vendor. Nothing was billed.`,
    permission: `${ASK_OPERATOR} to check what its API key may do at the vendor.`,
    network: 'Try again in a minute, and tell the operator of this server if the error persists.',
  },
  sender: {
    config: 'Correct the headers X-TikHub-Key and X-TikTok-Cookie, or ask the operator of this server.',
    auth: 'Copy the key again from the dashboard at https://user.tikhub.io and send it as X-TikHub-Key.',
    network: 'Try again in a minute, and tell the operator of this server if the error persists.',
  },
};

/** The error with what its reader can do about it; unchanged for one who has the key and the cookies. */
export function withNextFor(keyHolder: KeyHolder | undefined, error: unknown): unknown {
  if (keyHolder === undefined || keyHolder === 'reader' || !(error instanceof ApiError)) return error;
  const next = NEXT_FOR_OTHERS[keyHolder][error.kind];
  return next === undefined ? error : withNext(error, next);
}

/** How many times a failed attempt may be retried: it had no response and was not billed. */
export interface Retry {
  readonly times: number;
  /** How long the other side says to wait, if it does. */
  readonly afterMs?: number | undefined;
}

interface ApiErrorDetails {
  /** HTTP status or the status-like code inside the envelope. */
  readonly status?: number | undefined;
  /** The vendor's own id of the request, for a report. */
  readonly requestId?: string | undefined;
  /** Replaces what the kind says to do next. */
  readonly next?: string | undefined;
  /** What has to be set; makes the sentence on what to do next. */
  readonly unset?: string | undefined;
  /** Replaces what usually holds for the kind. */
  readonly billed?: Billed | undefined;
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
  /** What has to be set, where something is missing. */
  readonly unset: string | undefined;
  /** Whether the same request may succeed later without any change. */
  readonly retryable: boolean;
  /** Whether the vendor charges for the failed call. */
  readonly billed: Billed;
  /** Undefined when the call must not be retried. */
  readonly retry: Retry | undefined;

  constructor(kind: ErrorKind, message: string, details: ApiErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.requestId = details.requestId;
    this.unset = details.unset;
    this.next =
      details.next ?? (details.unset === undefined ? errorKinds[kind].next : howToSet(details.unset));
    this.retryable = errorKinds[kind].retryable;
    this.billed = details.billed ?? errorKinds[kind].billedByDefault;
    this.retry = details.retry;
  }
}

const howToSet = (things: string): string =>
  `Set ${things} for this server (or run "tiktok-creator-mcp setup" in a terminal), then restart it.`;

/** Two errors of one kind as one: what failed, then what to do about each, said once where it is the same. */
export function combineErrors(first: ApiError, second: ApiError): ApiError {
  const message = `${first.message} ${second.message}`;
  if (first.unset !== undefined && second.unset !== undefined)
    return new ApiError(first.kind, message, { unset: `${first.unset}, and ${second.unset}` });
  const next = first.next === second.next ? first.next : `${first.next} ${second.next}`;
  return new ApiError(first.kind, message, { next });
}

/** The same error with something else to do next. */
export const withNext = (error: ApiError, next: string): ApiError =>
  new ApiError(error.kind, error.message, { ...error, next });

/**
 * The text that the model reads for anything thrown during a request: what failed, why, what to do next.
 * An unexpected error becomes one generic sentence; its details belong on stderr.
 */
export function explain(error: unknown): string {
  return error instanceof ApiError ? `${whatFailed(error)} ${error.next}` : whatFailed(error);
}

/** What failed and why, without what to do. */
export function whatFailed(error: unknown): string {
  if (!(error instanceof ApiError)) {
    return 'An unexpected error occurred in the server. Its log (stderr) has the details; other calls are not affected.';
  }
  const facts = [
    error.status === undefined ? undefined : `HTTP ${error.status}`,
    error.requestId === undefined ? undefined : `request ${error.requestId}`,
  ].filter((fact) => fact !== undefined);
  return facts.length > 0 ? `${error.message.replace(/\.$/, '')} (${facts.join(', ')}).` : error.message;
}

/** How Node and OpenSSL say that a certificate was not accepted. */
export const CERTIFICATE_CODE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;
