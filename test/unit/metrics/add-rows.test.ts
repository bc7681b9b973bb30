import { describe, expect, it } from 'vitest';
import { type AddedFigures, addRowFigures } from '../../../src/metrics/add-rows.ts';
import { type FigureName, VIDEO_DETAIL, VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';

const video = (
  figures: AddedFigures<typeof VIDEO_ROW>['figures'],
  ...partial: readonly FigureName[]
): AddedFigures<typeof VIDEO_ROW> => ({ figures, partial: new Set(partial) });

describe('the figures of a row in several lists', () => {
  it('are sums, partial where one of the lists does not have them', () => {
    const added = addRowFigures([video({ views: 1, items_sold: 2 }), video({ views: 3 })], VIDEO_ROW);
    expect(added).toEqual({ figures: { views: 4, items_sold: 2 }, partial: new Set(['items_sold']) });
  });

  it('stay partial where they were in one of the lists', () => {
    const added = addRowFigures([video({ views: 1 }, 'views'), video({ views: 3 })], VIDEO_ROW);
    expect(added).toEqual({ figures: { views: 4 }, partial: new Set(['views']) });
  });

  it('are partial where a rate has no views to weigh it by', () => {
    const added = addRowFigures(
      [video({ views: 30, click_through_rate: 0.1 }), video({ click_through_rate: 0.9 })],
      VIDEO_ROW,
    );
    expect(added.figures).toEqual({ views: 30, click_through_rate: 0.1 });
    expect(added.partial).toEqual(new Set(['views', 'click_through_rate']));
  });

  it('are not partial but absent where nothing can add them up', () => {
    const added = addRowFigures(
      [
        { figures: { likes: 1, completion_rate: 0.5 }, partial: new Set() },
        { figures: { likes: 1 }, partial: new Set() },
      ],
      VIDEO_DETAIL,
    );
    expect(added).toEqual({ figures: { likes: 2 }, partial: new Set() });
  });
});
