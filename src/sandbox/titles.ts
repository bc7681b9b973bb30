import type { Creator } from './creators.ts';
import titles from './data/titles.json' with { type: 'json' };
import { pick } from './random.ts';

/**
 * A caption for a video, about its first product when it has one: `{}` is where the product's name goes. The awkward
 * ones are legal captions that break naive tables, logs and prompts, so a client has to treat them as data.
 */
export function titleFor(
  creator: Creator['name'],
  productName: string | undefined,
  draw: () => number,
): string {
  const isAwkward = draw() < 0.25;
  const usual = productName === undefined ? titles.withoutProduct : titles.withProduct[creator];
  return pick(isAwkward ? titles.awkward : usual, draw()).replace('{}', () => productName ?? 'it');
}
