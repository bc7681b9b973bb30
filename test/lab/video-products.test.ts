import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notesOf, withOwnDates } from '../../src/metrics/reading.ts';
import { readVideoProducts } from '../../src/metrics/video-products.ts';
import { isFigureName, isMoneyName } from '../../src/metrics/vocabulary.ts';
import { arrive } from '../support/reply-lab/arrive.ts';
import { CASES, CASES_TIMEOUT_MS } from '../support/reply-lab/cases.ts';
import { datesOf } from '../support/reply-lab/days.ts';
import { clockOf, frames } from '../support/reply-lab/layout.ts';
import { rowAnswers } from '../support/reply-lab/rows-model.ts';
import { idOf, ROWS_ENDPOINTS, type RowsStory, rowsStories } from '../support/reply-lab/rows-story.ts';
import { ASKED_VIDEOS, videoOf, writeVideoProducts } from '../support/reply-lab/video-products-story.ts';

function check(story: RowsStory): void {
  const { frame } = story;
  const asked = { period: frame.asked && datesOf(frame.asked) };
  const reading = readVideoProducts(arrive(writeVideoProducts(story)), ASKED_VIDEOS, asked, clockOf(frame));
  const { products, without_products } = withOwnDates(reading);
  const shown = new Map(
    products.map((product) => [
      product.product_id,
      Object.fromEntries(
        Object.entries(product).flatMap(([name, value]) => {
          if (!isFigureName(name) || typeof value !== 'number') return [];
          return [[name, isMoneyName(name) ? Math.round(value * 100) : value]];
        }),
      ),
    ]),
  );
  expect(shown.size).toBe(products.length);
  for (const { video_id, product_id } of products) {
    const row = [...Array(story.ids).keys()].find((one) => idOf(one) === product_id);
    expect(video_id).toBe(videoOf(row ?? -1));
  }
  const answers = rowAnswers(story, ROWS_ENDPOINTS.productsOfVideos).map((answer) => ({
    verdict: answer.verdict,
    answered: answer.answered && datesOf(answer.answered),
    rows: Object.fromEntries(
      [...answer.rows].filter(([id]) => {
        const row = [...Array(story.ids).keys()].find((one) => idOf(one) === id);
        return ASKED_VIDEOS.some((video) => video === videoOf(row ?? -1));
      }),
    ),
  }));
  const own = { verdict: reading.verdict, answered: reading.answered, rows: Object.fromEntries(shown) };
  const right = answers.find((answer) => canonical(answer) === canonical(own));
  if (right === undefined) expect(own, notesOf(reading).join('\n')).toEqual(answers[0]);
  expect(without_products).toEqual(
    ASKED_VIDEOS.filter((video) => !products.some(({ video_id }) => video_id === video)),
  );
}

/** A text that is equal for equal values, whatever the order of their fields. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

describe('products of videos, against a reference that tries everything', {
  timeout: CASES_TIMEOUT_MS,
}, () => {
  it('get_video_associated_product_list', () => {
    const stories = rowsStories(frames).map((story) => ({ ...story, pages: 1, nameless: 0 }));
    fc.assert(fc.property(stories, check), { numRuns: CASES });
  });
});
