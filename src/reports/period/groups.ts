import { span } from '../../metrics/calendar.ts';
import { type Denomination, writeFigures } from '../../metrics/denomination.ts';
import { namesIn, pickFigures } from '../../metrics/figures.ts';
import { daysWith, groupDays } from '../../metrics/grouping.ts';
import { type Series, writeDays } from '../../metrics/series.ts';
import { DAY, type INSIGHTS } from '../../metrics/vocabulary.ts';
import type { PeriodScope } from './plan.ts';

/** The series by day, week or month; a week or month has its last day as `to` and the number of days with data. */
export function writeGroups(
  series: Series<typeof INSIGHTS>,
  { by }: PeriodScope,
  denomination: Denomination,
) {
  if (by === 'day') return writeDays(series.days, DAY, denomination);
  return groupDays(series, by).map(({ from, to, daysWithData, figures }) => ({
    date: from,
    to,
    days_with_data: daysWithData,
    ...writeFigures(pickFigures(figures, DAY), denomination),
  }));
}

/** Weeks or months in which a figure has values on fewer days than have data. */
export function groupNotes(series: Series<typeof INSIGHTS>, { by }: PeriodScope): readonly string[] {
  if (by === 'day') return [];
  const groups = groupDays(series, by);
  return namesIn(DAY).flatMap((name) => {
    const short = groups.flatMap(({ from, to, daysWithData, parts }) => {
      const own = daysWith(parts, name);
      return own > 0 && own < daysWithData ? [`${own} of ${daysWithData} days in ${span({ from, to })}`] : [];
    });
    const others = short.length - NAMED_GROUPS;
    const further = others > 0 ? ` and in ${others === 1 ? 'one other' : `${others} others`} fewer` : '';
    return short.length === 0
      ? []
      : [`${name} by ${by}: on ${short.slice(0, NAMED_GROUPS).join(', ')}${further}.`];
  });
}

/** The most weeks or months that a note names. */
const NAMED_GROUPS = 3;
