import type { z } from 'zod';
import { span } from '../../metrics/calendar.ts';
import type { Change } from '../../metrics/comparison.ts';
import type { WrittenMoney } from '../../metrics/denomination.ts';
import { compose, headerOf } from '../../render/markdown.ts';
import {
  callsInWords,
  counted,
  escapeText,
  grouped,
  money,
  percent,
  signedPercent,
} from '../../render/values.ts';
import { FACTORS, type FactorName } from './factors.ts';
import type { changeSchema } from './schema.ts';

type ChangeResult = z.output<z.ZodObject<typeof changeSchema>> & {
  readonly account: string;
  readonly notes: readonly string[];
};
type Split = ChangeResult['revenue_factors'];
type WrittenMovers = NonNullable<ChangeResult['products']>;

/** The longest title in a list of movers; the structured content has the whole title. */
const MAX_MOVER_TITLE = 40;

/** A change as text: the change, its channels and factors, activity, movers, unusual days, caveats. */
export function changeText(result: ChangeResult): string {
  const { currency, calls, planned_calls: planned, days_compared: days } = result;
  const cash = (value: number): string => money(value, currency);
  const [previousDays] = [result.revenue, result.commission, result.items_sold].flatMap(
    (change) => change?.previous_days ?? [],
  );
  const blocks = [
    `${headerOf('Change', result)} · ${callsInWords(calls)}${calls === planned ? '' : `, ${planned} without the cache`}`,
    [
      `Against ${span(result.compared_days ?? result.against)}${days === 0 ? '' : `, over ${daysOfEach(days, previousDays)}`}`,
      ...changeLine('Revenue', result.revenue, days, cash),
      ...changeLine('Commission, estimated', result.commission, days, cash),
      ...changeLine('Items sold', result.items_sold, days, grouped),
      ...activityLines(result),
    ].join('\n'),
    ...splitBlock('Revenue by channel', result.channels, cash),
    ...splitBlock(
      'Revenue = impressions × CTR × items per click × price per item',
      result.revenue_factors,
      cash,
    ),
    ...splitBlock(
      'Commission = impressions × CTR × items per click × commission base per item × effective rate',
      result.commission_factors,
      cash,
    ),
    ...splitBlock(
      'LIVE revenue = impressions × enter rate × CTR × CTOR × revenue per order',
      result.live_factors,
      cash,
    ),
    ...moversBlock('Products', result.products, currency),
    ...moversBlock('Videos', result.videos, currency),
    ...unusualBlock(result, cash),
  ];
  return compose(blocks, result.notes);
}

const daysOfEach = (days: number, before = days): string =>
  before === days ? `${counted(days, 'day')} of each` : `${counted(days, 'day')} against ${before}`;

const signed = (value: number, write: (value: number) => string): string =>
  `${value < 0 ? '-' : '+'}${write(Math.abs(value))}`;

function changeLine(
  what: string,
  change: Change | undefined,
  compared: number,
  write: (value: number) => string,
): readonly string[] {
  if (change === undefined) return [];
  const plain = (value: WrittenMoney): number => (typeof value === 'number' ? value : value.amount);
  const days = change.days === compared ? '' : ` (over ${daysOfEach(change.days, change.previous_days)})`;
  const relative = change.relative === null ? '' : `, ${signedPercent(change.relative)}`;
  return [
    `${what} ${write(plain(change.current))} against ${write(plain(change.previous))}: ${signed(change.absolute, write)}${relative}${days}`,
  ];
}

function splitBlock(heading: string, split: Split, cash: (value: number) => string): readonly string[] {
  if (split === undefined) return [];
  if (split.not_split !== undefined) return [`${heading}: not split, ${split.not_split}.`];
  const { effects = [], change = 0 } = split;
  const write = (factor: FactorName, value: number): string => {
    const { kind } = FACTORS[factor];
    if (kind === 'rate') return percent(value);
    return kind === 'money' ? cash(value) : grouped(Number(value.toFixed(4)));
  };
  // Leaves out channels that the account does not have.
  const told = effects.filter(({ current, previous }) => current !== 0 || previous !== 0);
  const lines = told.map(
    ({ factor, current, previous, accounts_for: effect }) =>
      `- ${FACTORS[factor].words} ${write(factor, previous)} → ${write(factor, current)} accounts for ${signed(effect, cash)}`,
  );
  return [`${heading} (${signed(change, cash)} in all)\n${lines.join('\n')}`];
}

function activityLines({ activity, window }: ChangeResult): readonly string[] {
  const line = (
    what: string,
    counts: { current?: number | undefined; previous?: number | undefined } | undefined,
  ) =>
    counts === undefined
      ? []
      : [`${what} ${counts.current ?? 'unknown'} against ${counts.previous ?? 'unknown'}`];
  const lines = [
    ...line('Videos published', activity.videos_published),
    ...line('Days with LIVE', activity.live_days),
  ];
  return lines.length === 0 || window.days_with_data === 0 ? [] : [lines.join(' · ')];
}

function moversBlock(
  what: string,
  movers: WrittenMovers | undefined,
  currency: string | undefined,
): readonly string[] {
  if (movers === undefined) return [];
  const cash = (value: number): string => money(value, currency);
  const lines = [...movers.gained, ...movers.lost].map(
    ({ id, title, previous, current, change }) =>
      `- ${title === undefined ? '' : `${escapeText(title, MAX_MOVER_TITLE)}, `}${id}: ${cash(previous)} → ${cash(current)}, ${signed(change, cash)}`,
  );
  const unknown =
    movers.unknown === 0
      ? ''
      : ` (${movers.unknown} more are listed in one period only, so their change is not known)`;
  return lines.length === 0 ? [] : [`${what} that gained and lost most${unknown}\n${lines.join('\n')}`];
}

function unusualBlock(
  { unusual_days: days }: ChangeResult,
  cash: (value: number) => string,
): readonly string[] {
  if (days.length === 0) return [];
  const beside = (
    what: string,
    pair: { readonly value: number; readonly usual: number } | undefined,
    write: (value: number) => string,
  ): readonly string[] =>
    pair === undefined ? [] : [`${what} ${write(pair.value)} (usual ${write(pair.usual)})`];
  const lines = days.map((day) => {
    const facts = [
      ...beside('LIVE', day.live_revenue, cash),
      ...beside('video', day.video_revenue, cash),
      ...beside('impressions', day.product_impressions, grouped),
      ...beside('CTR', day.click_through_rate, percent),
    ];
    return `- ${day.weekday} ${day.date}: ${cash(day.revenue)}, a usual ${day.weekday} ${cash(day.usual_revenue)}. ${facts.join(', ')}`;
  });
  return [
    `Unusual days (against the median of their weekday, over 3.5 robust deviations)\n${lines.join('\n')}`,
  ];
}
