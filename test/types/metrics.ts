import { denominationOf, writeFigures } from '../../src/metrics/denomination.ts';
import { countOf, moneyOf, readFigures } from '../../src/metrics/figures.ts';
import { isMatching, type Reading } from '../../src/metrics/reading.ts';
import { readSeries } from '../../src/metrics/series.ts';
import { addFigureMoney, sumFigures } from '../../src/metrics/sums.ts';
import { type MetricTable, VIDEO, VIDEO_ROW } from '../../src/metrics/vocabulary.ts';

/** Misspelt figures, and figures read without their verdict. Each has to be a type error, or `tsc` fails here. */

const { figures } = readFigures({}, VIDEO_ROW);
const sum = sumFigures([figures], VIDEO_ROW);
const written = writeFigures(sum, denominationOf([sum]));
const clock = { now: new Date(0), offset: 0 };

// @ts-expect-error: the table has `gmv`
export const ofTable = figures.gmvv;
// @ts-expect-error: a figure, but not one of this table
export const ofOtherTable = figures.commission_rate;
// @ts-expect-error: the sum has `views`
export const ofSum = sum.veiws;
// @ts-expect-error: written figures have `items_sold`
export const ofWritten = written.item_sold;
// @ts-expect-error: money is no number
export const moneyAsNumber: number | undefined = figures.gmv;
// @ts-expect-error: a count is no money
export const countAsMoney = figures.views?.get('USD');

// @ts-expect-error: a count of that name is not in the vocabulary
export const inCountOf = countOf(figures, 'viewz');
// @ts-expect-error: money of that name is not in the vocabulary
export const inMoneyOf = moneyOf(figures, 'gvm');
// @ts-expect-error: views are not money
export const inMoneySum = addFigureMoney([figures], 'views');

// @ts-expect-error: no figure is called so
export const inTable: MetricTable = { revenu: { from: 'revenue' } };
// @ts-expect-error: a field, but no figure
export const withField: MetricTable = { title: { from: 'name' } };
export const inRatio: MetricTable = {
  // @ts-expect-error: the denominator is `product_impressions`
  click_through_rate: { of: ['product_clicks', 'impressions'] },
};
export const inWeight: MetricTable = {
  // @ts-expect-error: money cannot weigh a rate
  click_through_rate: { from: 'ctr', weight: 'gmv' },
};
export const inDifference: MetricTable = {
  // @ts-expect-error: only money is subtracted
  other_revenue: { difference: ['revenue', 'live_revenue', 'views'] },
};
export const inSource: MetricTable = {
  // @ts-expect-error: a source has `from`
  views: { form: 'vv_cnt' },
};

const reading = readSeries({}, VIDEO, {}, clock);
// @ts-expect-error: a value is not read without its verdict
export const withoutVerdict = reading.value;
// @ts-expect-error: nor are its own days
export const withoutWindow = reading.ownWindow;
export const ofDiffering = <T>(other: Reading<T>): T | undefined =>
  // @ts-expect-error: what is about other days has no value
  isMatching(other) ? undefined : other.value;
// @ts-expect-error: the totals have `views`
export const ofTotals = isMatching(reading) ? reading.value.totals.vv_cnt : undefined;
