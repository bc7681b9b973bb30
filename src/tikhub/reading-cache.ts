import type { JsonObject } from '../json.ts';
import type { Clock, Reading } from '../metrics/reading.ts';
import type { Call, Gate } from '../metrics/replies.ts';

const ONE_MINUTE_MS = 60_000;
/** A reading is larger than its payload. */
const MAX_READINGS = 1000;

/** A reading, and the gate that made it. */
interface CachedReading<V> {
  readonly gate: Gate<V>;
  readonly reading: Reading<V>;
}

/**
 * Reads a cached payload once and not for each request: reading is half of the work of answering from the cache. Of the
 * clock, a gate uses only the local date, which changes at a full minute, so readings are kept until the minute is
 * over. Only frozen payloads are remembered, each as an object: equal payloads of two accounts share nothing.
 */
export class ReadingCache {
  #minute: number | undefined;
  #count = 0;
  #byPayload = new WeakMap<JsonObject, Map<string, CachedReading<unknown>>>();

  /** What a gate says about a payload. */
  read<V>(gate: Gate<V>, payload: JsonObject, call: Call, clock: Clock): Reading<V> {
    if (!Object.isFrozen(payload)) return gate(payload, call, clock);
    const minute = Math.floor(clock.now.getTime() / ONE_MINUTE_MS);
    if (minute !== this.#minute || this.#count >= MAX_READINGS) {
      this.#minute = minute;
      this.#count = 0;
      this.#byPayload = new WeakMap();
    }
    const kept = this.#byPayload.get(payload) ?? new Map<string, CachedReading<unknown>>();
    this.#byPayload.set(payload, kept);
    const key = JSON.stringify([call, clock.offset]);
    const found = kept.get(key);
    if (found !== undefined && isMadeBy(gate, found)) return found.reading;
    const reading = gate(payload, call, clock);
    kept.set(key, { gate, reading });
    this.#count += 1;
    return reading;
  }
}

const isMadeBy = <V>(gate: Gate<V>, kept: CachedReading<unknown>): kept is CachedReading<V> =>
  kept.gate === gate;
