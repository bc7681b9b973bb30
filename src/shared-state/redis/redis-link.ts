import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { redisAdvice, redisReason } from './redis-reason.ts';

type Redis = ReturnType<typeof createClient>;

/** The time limit of one command; sharing is not worth a longer wait. */
const COMMAND_MS = 300;

/** Turns of the event loop that are enough to read the longest reply that has arrived. */
const READING_TURNS = 5;

/** The first connection may take longer, because it starts with the process. */
const CONNECT_MS = 2000;

/** The pause after a failure, so that an outage does not slow down every call. */
const PAUSE_MS = 1000;

/** A connection to Redis that does not throw, and answers quickly even if Redis is unavailable. */
export class RedisLink {
  readonly #client: Redis;
  readonly #warn: (line: string) => void;
  readonly #connected: Promise<unknown>;
  #pausedUntil = 0;
  #isDown = false;
  #hasWarned = false;
  #reason = 'no connection';
  #back = (): void => {};

  /** @param warn receives one line when Redis becomes unavailable, and one when it is available again */
  constructor(url: string, warn: (line: string) => void) {
    this.#warn = warn;
    this.#client = createClient({
      url,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: CONNECT_MS,
        reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 6), CONNECT_MS),
      },
    });
    this.#client.on('error', (error: unknown) => this.#failed(error));
    this.#connected = Promise.race([
      this.#client.connect().catch(() => undefined),
      delay(CONNECT_MS, undefined, { ref: false }),
    ]);
  }

  /** Calls back each time that Redis is available again. */
  onBack(back: () => void): void {
    this.#back = back;
  }

  /** The result of a command; undefined if it failed or timed out. */
  async attempt<T>(command: (client: Redis) => Promise<T>): Promise<{ readonly value: T } | undefined> {
    await this.#connected;
    if (performance.now() < this.#pausedUntil) return undefined;
    // Not from node:timers/promises: cancelling one creates an error with a stack, more work than the command itself.
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<never>((_, reject) => {
      timer = setTimeout(() => void giveUp(reject), COMMAND_MS);
    });
    try {
      return { value: await Promise.race([command(this.#client), timeUp]) };
    } catch (error) {
      this.#failed(error);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The numbers that a script returns.
   * @param keys all with the same `{…}`, so that a cluster has them in one slot
   */
  async run(
    script: string,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<{ readonly value: readonly number[] } | undefined> {
    const replied = await this.attempt(async (client) => {
      const reply = await client.eval(script, { keys: [...keys], arguments: args.map(String) });
      return [reply].flat().map(Number);
    });
    // Scripts write; a server that can only be read is not available for sharing.
    if (replied !== undefined) this.#worked();
    return replied;
  }

  /** Closes the connection without waiting. */
  close(): void {
    this.#client.removeAllListeners('error').on('error', () => undefined);
    this.#client.destroy();
  }

  #worked(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#pausedUntil = 0;
    if (this.#hasWarned) this.#warn('Redis is available again.');
    this.#hasWarned = false;
    this.#back();
  }

  #failed(error: unknown): void {
    this.#reason = redisReason(error) ?? this.#reason;
    const now = performance.now();
    // Commands under way fail together. Only a failure after the pause as well shows that Redis is unavailable.
    if (now < this.#pausedUntil) return;
    this.#pausedUntil = now + PAUSE_MS;
    const isFirst = !this.#isDown;
    this.#isDown = true;
    if (isFirst || this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(
      `Redis cannot be used (${this.#reason}). ${redisAdvice(this.#reason)}Until it can, this process keeps responses to itself and sends at its share of the rate limit.`,
    );
  }
}

/**
 * Rejects after the time limit of a command. The reply may have arrived while the process was busy, so the event loop
 * gets a few turns to read it first.
 */
async function giveUp(reject: (error: Error) => void): Promise<void> {
  for (let turn = 0; turn < READING_TURNS; turn += 1) await nextTurn();
  reject(new Error('TIMEOUT'));
}
