import { writeSelector, writeSpan } from './layout.ts';
import { pick } from './random.ts';
import { idOf, ROWS_ENDPOINTS, type RowsStory, rowsIn, writeRow } from './rows-story.ts';

/** Two videos that are asked for and one that is not: rows are products, spread over them. */
export const ASKED_VIDEOS = ['7300000000000000001', '7300000000000000002'] as const;
const VIDEOS = [...ASKED_VIDEOS, '7300000000000000003'] as const;

/** The video of a row. */
export const videoOf = (row: number): string => VIDEOS[row % VIDEOS.length] ?? VIDEOS[0];

/** The forms in which a map from videos to products has been seen. */
function writeMap({ seed }: RowsStory, entries: readonly (readonly [string, object])[]): unknown {
  const form = pick(3, seed, 21);
  if (form === 0) return Object.fromEntries(entries);
  const list = entries.map(([item_id, entry]) => ({ item_id, ...entry }));
  return form === 1 && list.length === 1 ? list[0] : list;
}

/** A reply of `get_video_associated_product_list`, in each bucket the products of each video. */
export function writeVideoProducts(story: RowsStory): string {
  const { frame, layers, seed } = story;
  const name = pick(2, seed, 22) === 0 ? 'videoToProductsMap' : 'video_to_products_map';
  const isInRows = pick(2, seed, 23) === 0;
  const segments = layers.map(({ claims, buckets }, layer) => ({
    time_selector: writeSelector(frame, claims),
    filter: { creator_id: '7499000000000000001', item_ids: ASKED_VIDEOS },
    timed_lists: buckets.map((days, index) => {
      const rows = rowsIn(story, days);
      const entries = [...new Set(rows.map(videoOf))].map((video) => {
        const own = rows.filter((row) => videoOf(row) === video);
        const entry = {
          products: own.map((row) => ({ id: idOf(row), name: 'A product' })),
          stats: own.map((row) =>
            writeRow(story, ROWS_ENDPOINTS.productsOfVideos, days, { layer, index, row }),
          ),
        };
        return [video, entry] as const;
      });
      const map = { [name]: writeMap(story, entries) };
      return { ...writeSpan(frame, days), ...(isInRows ? { stats: [map] } : { stats: [], ...map }) };
    }),
  }));
  return JSON.stringify({ segments }).replaceAll(/"#(\d+)"/g, '$1');
}
