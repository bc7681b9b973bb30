import { asList, type JsonObject, jsonObjects } from '../../json.ts';
import { verdicts } from '../../mcp/result-schemas.ts';
import { type Gathered, stoppedBy } from './gather.ts';

/** The pairs of videos and products of an attribution as rows. */
export function attributionRows(attribution: JsonObject): Gathered {
  const { period, window = period, currency, listed_videos: listed, all_videos: all } = attribution;
  const written = verdicts.parse(attribution['verdicts']);
  const leftOut = Number(attribution['pairs_left_out']);
  const missing = Number(attribution['pairs_missing']);
  const lists = written.filter((one) => LISTS.has(one.part) && one.verdict === 'missing');
  return {
    first: { ...attribution, window },
    rows: jsonObjects(attribution['pairs']),
    currency: typeof currency === 'string' ? currency : undefined,
    verdicts: written,
    notes: asList(attribution['notes']).map(String),
    stopped: stoppedBy([
      ...lists.map(({ part }) => `The ${part} could not be read; the notes say why.`),
      ...(typeof listed === 'number' && typeof all === 'number' && listed < all
        ? [
            `Pairs are looked for in the first page of videos by GMV: ${listed} of ${all}. attribute_sales with item_id has those of any other.`,
          ]
        : []),
      ...(leftOut > 0
        ? [
            `${leftOut === 1 ? 'One pair of a video and a product is' : `${leftOut} pairs of a video and a product are`} left out, which more calls (max_calls) would read.`,
          ]
        : []),
      ...(missing > 0
        ? [
            `${missing === 1 ? 'One pair' : `${missing} pairs`} could not be read, or came back for other days.`,
          ]
        : []),
    ]),
  };
}

/** Where the pairs come from. */
const LISTS = new Set(['video list', 'products of the videos']);
