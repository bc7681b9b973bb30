import type { WrittenMoney } from '../../metrics/denomination.ts';
import { table } from '../../render/table.ts';
import { signedPercent } from '../../render/values.ts';
import type { PeriodView } from './schema.ts';

/** Where an open period is heading. */
export function outlookLines(
  { outlook, period }: PeriodView,
  cash: (value: WrittenMoney | undefined) => string,
): string[] {
  if (outlook === undefined) return [];
  const {
    needed_per_day: needed,
    previous_revenue: before,
    by_weekday: isByWeekday,
    unknown_days: unknown,
  } = outlook;
  const equal =
    needed === undefined
      ? ''
      : needed > 0
        ? ` · to equal the ${cash(before)} of ${period.compared_with}, ${cash(needed)} a day`
        : ` · already at the ${cash(before)} of ${period.compared_with}`;
  return [
    `Pace: ${cash(outlook.projected_revenue)} at the end, 8 of 10 times between ${cash(outlook.low)} and ${cash(outlook.high)} (${outlook.reported_days} days reported, ${outlook.remaining_days} to come${unknown === undefined ? '' : `, ${unknown} unknown and expected like the others`}${isByWeekday ? ', weighted by weekday' : ''})${equal}`,
  ];
}

/** Revenue month by month against the first. */
export function trendBlock(
  { months, compound_growth: growth }: NonNullable<PeriodView['trend']>,
  currency: string | undefined,
): string {
  const compound = growth === null ? '' : `, ${signedPercent(growth)} a month compounded`;
  return `Trend over ${months.length} closed months (index: the first is 100${compound})\n${table(months, currency)}`;
}
