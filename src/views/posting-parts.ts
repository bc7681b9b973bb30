import type { JsonObject } from '../json-path.ts';
import { heatTable } from './chart/heat-table.ts';
import { type Child, html } from './dom.ts';
import type { Kit } from './page.ts';
import type { postingWords } from './posting-words.ts';
import { listAt, moneyAt, numberAt, textAt } from './read-result.ts';

/** The texts and tools of the view of posting times. */
export type PostingKit = Kit<typeof postingWords.english>;

const WEEKDAY_KEYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The views index of the hottest cells: 2.5 times the median of all posts. */
const HOTTEST = 250;

/** A weekday in the host's language; without one, the weekdays that are combined. */
function dayName(weekday: string | undefined, { words, format }: PostingKit): string {
  const index = WEEKDAY_KEYS.indexOf(weekday ?? '');
  if (index < 0) return words.otherDays;
  // 1 January 2024 was a Monday.
  const date = new Date(Date.UTC(2024, 0, 1 + index));
  return new Intl.DateTimeFormat(format.locale, { weekday: 'long', timeZone: 'UTC' }).format(date);
}

/** The weekday and part of the day of a time, in words. */
export function timeName(time: JsonObject, kit: PostingKit): string {
  const part = new Map(Object.entries(kit.words.dayParts)).get(textAt(time, 'part_of_day') ?? '');
  return part === undefined ? kit.words.otherTimes : `${dayName(textAt(time, 'weekday'), kit)}, ${part}`;
}

/** Weekdays by part of the day, with the median views and number of posts of each. */
export function timeTable(result: JsonObject, kit: PostingKit): Child {
  const { words, format } = kit;
  const times = listAt(result, 'times');
  if (times.length === 0) return html('p', {}, words.tooFew(format.count(numberAt(result, 'posts') ?? 0)));
  const cellOf = (weekday: string | undefined, part: string) => {
    const time = times.find(
      (one) => textAt(one, 'weekday') === weekday && textAt(one, 'part_of_day') === part,
    );
    if (time === undefined) return undefined;
    const posts = format.count(numberAt(time, 'posts'));
    const views = numberAt(time, 'median_views');
    const index = numberAt(time, 'views_index');
    const said = [
      `${timeName(time, kit)}: ${words.medianViews} ${format.count(views)}`,
      index === undefined ? '' : words.ofAll(format.rate(index / 100)),
      `${words.medianGmv} ${format.money(moneyAt(time, textAt(result, 'currency'), 'median_gmv'))}`,
      `${words.posts} ${posts}`,
    ];
    return {
      shown: format.shortMoney({ amount: views ?? 0, currency: undefined }),
      sample: posts,
      text: said.filter(Boolean).join(' · '),
      heat: index === undefined ? undefined : index / HOTTEST,
    };
  };
  const few = { shown: '', text: words.few, heat: undefined };
  const rest = times.find((time) => textAt(time, 'part_of_day') === undefined);
  const hasOtherDays = times.some((time) => textAt(time, 'weekday') === undefined && time !== rest);
  const parts = Object.entries(words.dayParts);
  return heatTable({
    label: words.postingTimes,
    columns: parts.map(([, name]) => name),
    rows: [...WEEKDAY_KEYS, ...(hasOtherDays ? [undefined] : [])].map((weekday) => ({
      name: dayName(weekday, kit),
      cells: parts.map(([part]) => cellOf(weekday, part) ?? (weekday === undefined ? undefined : few)),
    })),
    legend: [
      { name: words.sample, look: 'series-2' },
      { name: words.few, look: 'hatched' },
      ...(rest === undefined
        ? []
        : [{ name: `${words.otherTimes}: ${format.count(numberAt(rest, 'posts'))}`, look: 'hatched' }]),
    ],
    hint: words.chartHint,
  });
}
