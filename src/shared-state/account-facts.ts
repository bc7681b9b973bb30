import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { ApiError } from '../errors.ts';
import { at, jsonObjects, readUtcOffset } from '../json.ts';
import { readText } from '../untrusted-text.ts';

/** What is known about an account from its responses. */
export interface Facts {
  /** Seconds east of UTC of the account's days. */
  readonly offset?: number;
  readonly region?: string;
  /** Whether its session worked in the last call that could tell. */
  readonly isAlive?: boolean;
}

/** How long a cookie is not tried again after its session has ended. */
const ENDED_MS = 10 * 60_000;

/** Far more accounts than anybody configures. The least recently used are dropped first. */
const MAX_SESSIONS = 1000;

/** Remembers, by session, what responses and failures say about their accounts. */
export class AccountFacts {
  readonly #bySession: LRUCache<string, Facts>;
  /** By cookie: why its session was refused, and until when it is not tried again. */
  readonly #ended: LRUCache<string, { readonly error: ApiError; readonly until: number }>;
  /** By session: the first call, which shows whether it works. */
  readonly #firstCalls = new Map<string, Promise<void>>();

  constructor(maxSessions = MAX_SESSIONS) {
    this.#bySession = new LRUCache({ max: maxSessions });
    this.#ended = new LRUCache({ max: maxSessions });
  }

  /**
   * Waits for the first call of a session, so that an ended session costs only one call.
   * @returns a function to call when the caller's own call has ended
   */
  async waitForFirstCall(sessionId: string, signal: AbortSignal): Promise<() => void> {
    if (this.of(sessionId).isAlive === true) return () => {};
    const key = digest(sessionId);
    const first = this.#firstCalls.get(key);
    if (first !== undefined) {
      await untilAborted(first, signal);
      return () => {};
    }
    let end = (): void => {};
    this.#firstCalls.set(
      key,
      new Promise((resolve) => {
        end = resolve;
      }),
    );
    return () => {
      this.#firstCalls.delete(key);
      end();
    };
  }

  /** Remembers that TikTok refused the session of a cookie. */
  sessionEnded(cookieHeader: string, error: ApiError, now: Date): void {
    this.#ended.set(digest(cookieHeader), { error, until: now.getTime() + ENDED_MS });
  }

  /** The error for a cookie that is not tried now; undefined if it may be used. */
  endedSession(cookieHeader: string, now: Date): ApiError | undefined {
    const known = this.#ended.get(digest(cookieHeader));
    if (known === undefined || now.getTime() >= known.until) return undefined;
    return new ApiError('session', known.error.message, {
      next: `${known.error.next} An earlier call found this out, so nothing was sent now; a new cookie is tried at once.`,
      billed: 'no',
    });
  }

  /**
   * Learns from a response.
   * @param isNew whether it has just arrived: only then it shows that the session works
   */
  learnFrom(sessionId: string, payload: unknown, isNew: boolean): void {
    const offsets = jsonObjects(at(payload, 'segments')).map((segment) =>
      readUtcOffset(at(segment, 'time_selector', 'timezone_offset')),
    );
    const offset = offsets.find((told) => told !== undefined);
    const region = readText(at(payload, 'register_region_id'));
    this.#learn(sessionId, {
      ...(isNew ? { isAlive: true } : {}),
      ...(offset === undefined ? {} : { offset }),
      ...(region === undefined ? {} : { region }),
    });
  }

  /** Learns from a failure: only an ended session says anything about the account. */
  learnFromFailure(sessionId: string, error: unknown): void {
    if (error instanceof ApiError && error.kind === 'session') this.#learn(sessionId, { isAlive: false });
  }

  /** What is known about the account of a session. */
  of(sessionId: string): Facts {
    return this.#bySession.get(digest(sessionId)) ?? {};
  }

  #learn(sessionId: string, news: Facts): void {
    this.#bySession.set(digest(sessionId), { ...this.of(sessionId), ...news });
  }
}

/** The upstream refuses an ended session quickly, so a slow first call need not delay the others for longer. */
const MAX_WAIT_MS = 5000;

/** Waits for a promise that never rejects, until a time limit or an abort. */
const untilAborted = (pending: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stop = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(stop, MAX_WAIT_MS);
    signal.addEventListener('abort', stop, { once: true });
    pending.then(stop);
  });

/** Facts outlive a request; the session id, a secret, should not. */
const digest = (sessionId: string): string => hash('sha256', sessionId, 'hex');
