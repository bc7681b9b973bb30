import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { ApiError } from '../errors.ts';
import { at, jsonObjects, readUtcOffset } from '../json.ts';
import { readText } from '../untrusted-text.ts';

/** What the responses for one account have told in passing. */
export interface Facts {
  /** Seconds east of UTC at which TikTok keeps the account's days. */
  readonly offset?: number;
  readonly region?: string;
  /** Whether its session worked at the last call that told. */
  readonly isAlive?: boolean;
}

/** Far more accounts than anybody configures; the least recently used ones are forgotten. */
const MAX_SESSIONS = 1000;

/** Remembers, by session, what responses and failures say about their accounts. */
export class AccountFacts {
  readonly #bySession: LRUCache<string, Facts>;

  constructor(maxSessions = MAX_SESSIONS) {
    this.#bySession = new LRUCache({ max: maxSessions });
  }

  /**
   * Learns from a response.
   * @param isNew whether it has just come: only then it says that the session works
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

  /** Learns from a failure: only an ended session says something about the account. */
  learnFromFailure(sessionId: string, error: unknown): void {
    if (error instanceof ApiError && error.kind === 'session') this.#learn(sessionId, { isAlive: false });
  }

  /** What is known of a session. */
  of(sessionId: string): Facts {
    return this.#bySession.get(digest(sessionId)) ?? {};
  }

  #learn(sessionId: string, news: Facts): void {
    this.#bySession.set(digest(sessionId), { ...this.of(sessionId), ...news });
  }
}

/** Facts outlive a request, the secret that they belong to need not. */
const digest = (sessionId: string): string => hash('sha256', sessionId, 'hex');
