import { asList, type JsonObject, jsonObjects } from '../../json.ts';
import { verdicts } from '../../mcp/result-schemas.ts';
import type { Gathered } from './gather.ts';

/** The pairs of videos and products of an attribution as rows. */
export function attributionRows(attribution: JsonObject): Gathered {
  const { period, window = period, currency, pairs_left_out: leftOut } = attribution;
  return {
    first: { ...attribution, window },
    rows: jsonObjects(attribution['pairs']),
    currency: typeof currency === 'string' ? currency : undefined,
    verdicts: verdicts.parse(attribution['verdicts']),
    notes: asList(attribution['notes']).map(String),
    stopped:
      typeof leftOut === 'number' && leftOut > 0
        ? `${leftOut} pairs of a video and a product are left out, which more calls (max_calls) would read.`
        : undefined,
  };
}
