import type { Account } from '../credentials/account.ts';
import { ApiError } from '../errors.ts';
import { at, jsonObjects, readUtcOffset } from '../json.ts';
import { readText } from '../untrusted-text.ts';

/** What the replies for one account have told in passing. */
interface Facts {
  /** Seconds east of UTC at which TikTok keeps the account's days. */
  readonly offset?: number;
  readonly region?: string;
  /** Whether its session worked at the last call that told. */
  readonly isAlive?: boolean;
}

/** Remembers, by session, what answers and failures say about their accounts. */
export class AccountFacts {
  readonly #bySession = new Map<string, Facts>();
  readonly #sessions = new Map<string, string>();

  /** Learns from an answer that has just come. */
  answered(account: Account, payload: unknown): void {
    this.#learn(account, { isAlive: true });
    this.recalled(account, payload);
  }

  /** Learns from an answer, of whatever age. */
  recalled(account: Account, payload: unknown): void {
    const offsets = jsonObjects(at(payload, 'segments')).map((segment) =>
      readUtcOffset(at(segment, 'time_selector', 'timezone_offset')),
    );
    const offset = offsets.find((told) => told !== undefined);
    const region = readText(at(payload, 'register_region_id'));
    this.#learn(account, {
      ...(offset === undefined ? {} : { offset }),
      ...(region === undefined ? {} : { region }),
    });
  }

  /** Learns from a failure: only a dead session says something about the account. */
  failed(account: Account, error: unknown): void {
    if (error instanceof ApiError && error.kind === 'session') this.#learn(account, { isAlive: false });
  }

  /** What is known of the session that an account asks with. */
  of(account: Account): Facts {
    return this.#bySession.get(account.cookie.sessionId) ?? {};
  }

  /** What was last seen under an account's name. */
  named(name: string): Facts {
    return this.#bySession.get(this.#sessions.get(name) ?? '') ?? {};
  }

  #learn(account: Account, news: Facts): void {
    const { sessionId } = account.cookie;
    this.#bySession.set(sessionId, { ...this.#bySession.get(sessionId), ...news });
    this.#sessions.set(account.name, sessionId);
  }
}
