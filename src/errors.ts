/** What holds for every error of a kind. */
interface KindFacts {
  /** What has happened, for a person who looks it up. */
  readonly means: string;
  /** The next move, said after the error's own first sentence unless the error brings a better one. */
  readonly next: string;
  /** Whether the failed call costs anything. */
  readonly billed: string;
}

/** What went wrong, in the terms of whoever has to act. The messages and docs/troubleshooting.md come from this table. */
export const errorKinds = {
  config: {
    means:
      'A setting is missing, or cannot work: no API key, no usable cookie, no TikTok Creator API at the address. Or the program was replaced on disk while it ran.',
    next: 'Correct the setting and start the server again.',
    billed: 'No.',
  },
  session: {
    means: "TikTok no longer takes the account's cookies for a login. The API key is not at fault.",
    next: 'Log in to TikTok Shop in a browser, copy the cookies again and replace the old ones: a cookie file is picked up by itself, TIKTOK_COOKIE in the environment needs a restart. Other accounts are not affected.',
    billed: 'Not if the message has an HTTP status; else the vendor answered with HTTP 200, which it bills.',
  },
  auth: {
    means: 'The vendor does not know the API key. The cookies are not at fault.',
    next: 'Check TIKHUB_API_KEY: copy the key again from the dashboard at https://user.tikhub.io, then restart the server.',
    billed: 'No.',
  },
  balance: {
    means:
      'The account at the vendor has no money left, or only free credit that this endpoint does not take.',
    next: 'Top up at the vendor (https://user.tikhub.io), then ask again. Nothing was billed.',
    billed: 'No.',
  },
  permission: {
    means: "The key is known but may not do this, or the vendor's firewall turned the call away.",
    next: 'In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.',
    billed: 'No.',
  },
  rate_limited: {
    means:
      'More calls than the vendor allows, with all programs that use the key counted together, or than TikTok allows.',
    next: 'Nothing was billed. Ask again after a pause, for fewer things at once.',
    billed: 'No, unless the message says that the vendor bills it.',
  },
  invalid_request: {
    means: 'An argument cannot be used. Most are refused here, before anything is sent.',
    next: 'Correct the argument and ask again.',
    billed: 'No. Only an answer that was fetched and turned out too long for a host was.',
  },
  upstream: {
    means: 'The vendor, or TikTok behind it, failed or gave an answer that is none.',
    next: 'Failed calls are not billed. Ask again in a minute; if it stays, report it to the vendor.',
    billed:
      'No with an HTTP status in the message; what came with HTTP 200 is billed, and the message says so.',
  },
  timeout: {
    means: 'No answer within TIKTOK_CREATOR_TIMEOUT_MS, waits and repeats included.',
    next: 'The vendor may still bill this call, so it was not repeated. Ask again in a moment, or for a shorter period.',
    billed: 'Perhaps, unless the message says that the call was never sent.',
  },
  network: {
    means: 'No connection to the vendor, or one that broke.',
    next: 'Check the network connection and TIKHUB_BASE_URL, then ask again.',
    billed: 'No, unless the message says that it broke off in the middle of the reply.',
  },
  shape: {
    means: 'The reply came but does not have the form that is known.',
    next: 'The format may have changed: raw: true shows the reply. Please report it.',
    billed: 'Yes.',
  },
  budget: {
    means: 'A limit of your own, max_calls or TIKTOK_CREATOR_MAX_CALLS, stopped the call.',
    next: 'Nothing was billed. Ask for less at once, or raise the limit; answers from the cache are free.',
    billed: 'No: it was not made.',
  },
  cancelled: {
    means: 'The host gave the call up before there was an answer.',
    next: 'Ask again if the answer is still wanted.',
    billed: 'Perhaps, if it was on its way.',
  },
} as const satisfies Readonly<Record<string, KindFacts>>;

export type ErrorKind = keyof typeof errorKinds;

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
    this.next = details.next ?? errorKinds[kind].next;
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
