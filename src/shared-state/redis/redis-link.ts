import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { redisAdvice, redisReason } from './redis-reason.ts';

type Redis = ReturnType<typeof createClient>;

/** The most that one command may take: nobody waits longer for what is only shared. */
const COMMAND_MS = 300;

/** Turns of the event loop in which the longest reply that has come is read. */
const READING_TURNS = 5;

/** The first connection may take longer, as it begins with the process. */
const CONNECT_MS = 2000;

/** After a failure nothing is asked for that long, so that an outage does not slow every call down. */
const PAUSE_MS = 1000;

/** A connection to Redis that never fails and never lets anybody wait for long: what it cannot do, it says at once. */
export class RedisLink {
  readonly #client: Redis;
  readonly #warn: (line: string) => void;
  readonly #connected: Promise<unknown>;
  #pausedUntil = 0;
  #isDown = false;
  #isSaid = false;
  #reason = 'no connection';
  #back = (): void => {};

  /** @param warn takes one line when Redis cannot be used, and one when it is back */
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

  /** The result of a command; undefined when Redis did not do it, or not in time. */
  async attempt<T>(command: (client: Redis) => Promise<T>): Promise<{ readonly value: T } | undefined> {
    await this.#connected;
    if (performance.now() < this.#pausedUntil) return undefined;
    // Not one of node:timers/promises: to end that makes errors with stacks, more work than the command itself.
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
   * @param keys of one slot, `{…}` being the same in all of them
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
    // One that only lets itself be read is of no use.
    if (replied !== undefined) this.#worked();
    return replied;
  }

  /** Ends the connection without waiting for anything. */
  close(): void {
    this.#client.removeAllListeners('error').on('error', () => undefined);
    this.#client.destroy();
  }

  #worked(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#pausedUntil = 0;
    if (this.#isSaid) this.#warn('Redis is available again.');
    this.#isSaid = false;
    this.#back();
  }

  #failed(error: unknown): void {
    this.#reason = redisReason(error) ?? this.#reason;
    const now = performance.now();
    // Those that were under way fail together; that it cannot be used is known when it fails after the pause, too.
    if (now < this.#pausedUntil) return;
    this.#pausedUntil = now + PAUSE_MS;
    const isFirst = !this.#isDown;
    this.#isDown = true;
    if (isFirst || this.#isSaid) return;
    this.#isSaid = true;
    this.#warn(
      `Redis cannot be used (${this.#reason}). ${redisAdvice(this.#reason)}Until it can, this process keeps responses to itself and sends at its share of the rate limit.`,
    );
  }
}

/**
 * Rejects when a command has had its time. A process that was busy meanwhile has not looked yet whether the reply is
 * there: it reads what has come before it gives up.
 */
async function giveUp(reject: (error: Error) => void): Promise<void> {
  for (let turn = 0; turn < READING_TURNS; turn += 1) await nextTurn();
  reject(new Error('TIMEOUT'));
}
