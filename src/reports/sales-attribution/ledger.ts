import { at } from '../../json.ts';
import type { IsoDate } from '../../metrics/calendar.ts';
import {
  type Denomination,
  denominationFor,
  isSameCurrency,
  writeFigures,
  writeMoney,
} from '../../metrics/denomination.ts';
import { moneyOf } from '../../metrics/figures.ts';
import { subtractMoney } from '../../metrics/money.ts';
import { isMatching, withOwnDates } from '../../metrics/reading.ts';
import type { Row } from '../../metrics/rows.ts';
import { addFigureMoney, ratioOf } from '../../metrics/sums.ts';
import type { VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { readText } from '../../untrusted-text.ts';
import { whyNoShares } from '../period/rankings.ts';
import { asShare } from './pair-figures.ts';
import type { AttributionData, AttributionParts } from './plan.ts';

/** The videos with their share of the video revenue of the same days, and the remainder. */
export function ledgerOf(
  { itemId, productId }: AttributionData,
  { videos, listEarnings, pairs, leftOut }: AttributionParts,
  main: Denomination,
  today: IsoDate,
) {
  if (videos === undefined) return { videos: [] };
  const list = withOwnDates(videos);
  const own = denominationFor(list.denomination, main);
  const isOneCurrency = isSameCurrency(list.denomination, main) && main.currency !== undefined;
  const about = isMatching(listEarnings) ? listEarnings.value : undefined;
  const whole =
    noRemainder(videos, listEarnings, main, today) === undefined ? about?.totals.video_revenue : undefined;
  const listed = addFigureMoney(
    list.rows.map(({ figures }) => figures),
    'gmv',
  );
  const sellers = new Set([...pairs, ...leftOut].map(({ video_id }) => video_id));
  const hasListed = list.rows.some(({ figures }) => figures.gmv !== undefined);
  const isEachTold = withoutGmv(list.rows) === 0;
  return {
    videos_window: list.window,
    videos: list.rows
      .filter(({ id }) => itemId === undefined || id === itemId)
      .filter(({ id }) => productId === undefined || sellers.has(id))
      .map(({ id, source, figures, partial }) => ({
        video_id: id,
        title: readText(at(source, 'video_meta', 'name')),
        ...writeFigures(figures, own),
        direct_share:
          partial.has('direct_gmv') || partial.has('gmv')
            ? undefined
            : asShare(ratioOf(moneyOf(figures, 'direct_gmv'), moneyOf(figures, 'gmv'))),
        share: partial.has('gmv') ? undefined : asShare(ratioOf(moneyOf(figures, 'gmv'), whole)),
      })),
    listed_videos: list.rows.length,
    all_videos: list.total,
    video_revenue: whole && writeMoney(whole, main),
    listed_gmv: hasListed && isOneCurrency ? writeMoney(listed, main) : undefined,
    remainder: whole && hasListed && isEachTold ? writeMoney(subtractMoney(whole, listed), main) : undefined,
  };
}

/** Videos without GMV, or with GMV for only some days of the list: their sales are in no sum. */
const withoutGmv = (rows: readonly Row<typeof VIDEO_ROW>[]): number =>
  rows.filter(({ figures, partial }) => figures.gmv === undefined || partial.has('gmv')).length;

/** Why there is no remainder, or neither remainder nor shares. */
export function remainderNotes(
  videos: AttributionParts['videos'],
  earnings: AttributionParts['listEarnings'],
  main: Denomination,
  today: IsoDate,
): readonly string[] {
  const why = noRemainder(videos, earnings, main, today);
  if (why !== undefined) return [why];
  const rows = videos === undefined ? [] : withOwnDates(videos).rows;
  const count = withoutGmv(rows);
  return count === 0
    ? []
    : [`${count} of the ${rows.length} listed videos do not tell their GMV for all days: no remainder.`];
}

/** Why the videos are not compared with the video revenue of their days; undefined if they are. */
function noRemainder(
  videos: AttributionParts['videos'],
  earnings: AttributionParts['listEarnings'],
  main: Denomination,
  today: IsoDate,
): string | undefined {
  if (videos === undefined) return undefined;
  if (!isMatching(earnings))
    return 'There are no earnings for the days of the video list: no shares and no remainder.';
  const { window, denomination } = withOwnDates(videos);
  const why = whyNoShares(window, 'video', earnings.value, 'video_revenue', today);
  if (why !== undefined) return why.replace(/ no shares\.$/, ' no shares and no remainder.');
  return isSameCurrency(denomination, main) && isSameCurrency(earnings.value.denomination, main)
    ? undefined
    : 'The video list and the earnings are not all in one currency: no shares and no remainder.';
}
