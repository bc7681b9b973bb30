import type { JsonObject } from '../json.ts';
import type { Reading } from '../metrics/reading.ts';
import type { Gate } from '../metrics/replies.ts';

const ONE_MINUTE_MS = 60_000;
/** A reading is larger than its payload: no more of an endpoint's are kept. */
const MOST_KEPT = 500;

/**
 * A gate that reads a cached payload once and not for each request: reading is half of the work of an answer from the
 * cache. A gate depends on the clock through the local date alone, which changes at a full minute, so readings are kept
 * until the minute is over. Only payloads that cannot change are remembered, as objects: equal ones of two accounts
 * share nothing.
 */
export function keepReadings<V>(gate: Gate<V>): Gate<V> {
  let minute: number | undefined;
  let count = 0;
  let kept = new WeakMap<JsonObject, Map<string, Reading<V>>>();
  return (payload, call, clock) => {
    if (!Object.isFrozen(payload)) return gate(payload, call, clock);
    const current = Math.floor(clock.now.getTime() / ONE_MINUTE_MS);
    if (current !== minute || count >= MOST_KEPT) {
      minute = current;
      count = 0;
      kept = new WeakMap();
    }
    const readings = kept.get(payload) ?? new Map<string, Reading<V>>();
    kept.set(payload, readings);
    const key = JSON.stringify([call, clock.offset]);
    const found = readings.get(key);
    if (found !== undefined) return found;
    const reading = gate(payload, call, clock);
    readings.set(key, reading);
    count += 1;
    return reading;
  };
}
