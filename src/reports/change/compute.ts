import Big from 'big.js';
import { at } from '../../json.ts';
import type { ReportMoment } from '../../mcp/define-report.ts';
import { span } from '../../metrics/calendar.ts';
import { placeIn } from '../../metrics/compared-period.ts';
import { type Change, type Comparison, changesOf, comparePeriods } from '../../metrics/comparison.ts';
import {
  currenciesOf,
  type Denomination,
  denominationOfParts,
  isSameCurrency,
} from '../../metrics/denomination.ts';
import { countOf } from '../../metrics/figures.ts';
import { toNumber } from '../../metrics/money.ts';
import { notesOfParts } from '../../metrics/part-notes.ts';
import { isMatching, type Reading, withOwnDates, writeVerdict } from '../../metrics/reading.ts';
import { finishedDays, isUnreported, type Series } from '../../metrics/series.ts';
import { INSIGHTS, type LIVE, type MetricTable } from '../../metrics/vocabulary.ts';
import type { PeriodReadings } from '../period/plan.ts';
import { liveDays, videosPublished } from './activity.ts';
import {
  COMMISSION_CHAIN,
  LIVE_CHAIN,
  REVENUE_CHAIN,
  splitChain,
  splitChannels,
  writeSplit,
} from './effects.ts';
import { type Movers, moversNotes, moversOf } from './movers.ts';
import type { ChangeData } from './plan.ts';
import { describeUnusualDays } from './unusual.ts';

const EFFECTS_METHOD =
  'Effects of factors by the logarithmic mean (LMDI): effect = L(now, before) × ln(factor now / factor before). They add up to the change, in any order. They say what accounts for it in the figures, not what brought it about.';

/** The whole report from the readings. Pure. */
export function computeChange(data: ChangeData, { calls }: ReportMoment) {
  const { name, period, against, current, previous, failures, plannedCalls, asked, notAsked, reportedTo } =
    data;
  const main = denominationOfParts([current.insights, previous.insights]);
  const currency = main.currency ?? '';
  const place = placeIn(period);
  const notes: string[] = [EFFECTS_METHOD];
  const earnings = compared(current.insights, previous.insights, place);
  if (earnings === undefined)
    notes.push('The two periods are not compared: there are no days that both have earnings for.');
  const isComparable =
    main.currency !== undefined &&
    [current.insights, previous.insights].every(
      (reading) => reading === undefined || isSameCurrency(withOwnDates(reading).denomination, main),
    );
  if (earnings !== undefined && !isComparable)
    notes.push(`Money is not compared: it is in ${currenciesOf(main) || 'no known currency'} and others.`);
  const change: Partial<Record<string, Change>> =
    earnings === undefined || !isComparable ? {} : changesOf(earnings, INSIGHTS, main);
  const money = isComparable ? earnings : undefined;
  // Overlapping periods have days in common, which are counted once.
  const days = new Map(
    [previous.insights, current.insights].flatMap((reading) =>
      isMatching(reading) && reading.value.isDaily
        ? finishedDays(reading.value).map((day) => [day.from, day] as const)
        : [],
    ),
  );
  // Lists about days that are not in yet contain only zeros.
  const hasData = !isUnreported(current.insights) && !isUnreported(previous.insights);
  const moved = <T>(list: T): T | undefined => (hasData ? list : undefined);
  const window = withWindow(current.insights) ?? { from: period.from, to: period.to, complete: false };
  return {
    period: { name, from: period.from, to: period.to },
    against: { from: against.from, to: against.to },
    window: { utc_offset: '+00:00', ...window },
    currency: main.currency,
    days_compared: earnings?.mostDays ?? 0,
    compared_days: earnings && { from: earnings.range.from, to: earnings.range.to },
    revenue: change['revenue'],
    commission: change['commission_estimated'],
    items_sold: change['items_sold'],
    channels: writeSplit(money && splitChannels(money, currency)),
    revenue_factors: writeSplit(money && splitChain(money, REVENUE_CHAIN, currency)),
    commission_factors: writeSplit(money && splitChain(money, COMMISSION_CHAIN, currency)),
    live_factors: writeSplit(isComparable ? livesSplit(current.live, previous.live, place, main) : undefined),
    activity: {
      videos_published: videosPublished(current, previous, place),
      live_days: liveDays(current, previous, earnings),
    },
    products: writeMovers(
      moversOf(moved(current.products), moved(previous.products), {
        by: 'revenue',
        main,
        titleOf: (source) => at(source, 'product', 'name'),
        reportedTo,
      }),
    ),
    videos: writeMovers(
      moversOf(moved(current.videos), moved(previous.videos), {
        by: 'gmv',
        main,
        titleOf: (source) => at(source, 'video_meta', 'name'),
        reportedTo,
      }),
    ),
    unusual_days: isComparable
      ? describeUnusualDays([...days.values()], currency, (value) => toNumber(new Big(value), currency))
      : [],
    planned_calls: plannedCalls,
    calls,
    verdicts: [
      writeVerdict('earnings', current.insights),
      writeVerdict('earnings before', previous.insights),
      ...(asked.has('live')
        ? [writeVerdict('LIVE', current.live), writeVerdict('LIVE before', previous.live)]
        : []),
      writeVerdict('product list', current.products),
      ...(asked.has('products') ? [writeVerdict('product list before', previous.products)] : []),
      ...(asked.has('posts')
        ? [
            writeVerdict('videos published', current.video),
            writeVerdict('videos published before', previous.video),
          ]
        : []),
      ...(asked.has('video_list') ? [writeVerdict('video list', current.videos)] : []),
      ...(asked.has('videos') ? [writeVerdict('video list before', previous.videos)] : []),
    ],
    notes: [
      ...new Set([
        ...failures,
        ...notes,
        ...notesOfParts(
          [
            ['The earnings', current.insights],
            ['Before', previous.insights],
            ['LIVE', current.live],
            ['LIVE before', previous.live],
            ['Videos published', current.video],
            ['Videos published before', previous.video],
            ['Product list', current.products],
            ['Product list before', previous.products],
            ['Video list', current.videos],
            ['Video list before', previous.videos],
          ],
          false,
        ),
        ...moversNotes('product', moved(current.products), moved(previous.products), { main, reportedTo }),
        ...moversNotes('video', moved(current.videos), moved(previous.videos), { main, reportedTo }),
        ...notAsked,
        ...(asked.has('video_list')
          ? []
          : [
              "What videos gained and lost is told only of two whole months that are reported to their ends: the vendor's video list covers a calendar month.",
            ]),
        ...subsetNote(earnings, current.insights, previous.insights, moved(current.products)),
      ]),
    ],
  };
}

function compared<T extends MetricTable>(
  current: Reading<Series<T>> | undefined,
  previous: Reading<Series<T>> | undefined,
  place: ReturnType<typeof placeIn>,
): Comparison<T> | undefined {
  return isMatching(current) && isMatching(previous) ? comparePeriods(current, previous, place) : undefined;
}

/** Why LIVE is not split, or its factors. */
function livesSplit(
  current: PeriodReadings['live'],
  previous: PeriodReadings['live'],
  place: ReturnType<typeof placeIn>,
  main: Denomination,
) {
  const lives = compared(current, previous, place);
  if (lives === undefined) return undefined;
  const other = [current, previous]
    .map((reading) => reading && withOwnDates(reading).denomination)
    .find((own) => own !== undefined && !isSameCurrency(own, main));
  return other === undefined
    ? splitLive(lives, main.currency ?? '')
    : { reason: `LIVE is in ${currenciesOf(other)} and the earnings in ${currenciesOf(main)}` };
}

/** Without any LIVE, all factors would be zero, so a sentence replaces them. */
function splitLive(lives: Comparison<typeof LIVE>, currency: string) {
  const now = countOf(lives.current, 'live_impressions') ?? 0;
  const before = countOf(lives.previous, 'live_impressions') ?? 0;
  if (now > 0 && before > 0) return splitChain(lives, LIVE_CHAIN, currency);
  const where = now > 0 ? 'the period before' : before > 0 ? 'the period' : 'either period';
  return { reason: `there was no LIVE in ${where}` };
}

function withWindow(reading: Reading<Series<typeof INSIGHTS>> | undefined) {
  return reading === undefined ? undefined : withOwnDates(reading).window;
}

const writeMovers = (movers: Movers | undefined) =>
  movers && { gained: [...movers.gained], lost: [...movers.lost], unknown: movers.unknown };

function subsetNote(
  comparison: Comparison<typeof INSIGHTS> | undefined,
  current: Reading<Series<typeof INSIGHTS>> | undefined,
  previous: Reading<Series<typeof INSIGHTS>> | undefined,
  list: PeriodReadings['products'],
): readonly string[] {
  if (comparison === undefined || !isMatching(current) || !isMatching(previous)) return [];
  const most = Math.max(current.value.window.days_with_data, previous.value.window.days_with_data);
  const { paired, mostDays, range } = comparison;
  if (paired === undefined || mostDays >= most) return [];
  const last = [...paired.current].sort().at(-1) ?? current.value.window.to;
  const [first = last] = [...paired.current].sort();
  const days = `${mostDays === 1 ? 'the one day' : `the ${mostDays} days`} that both periods have data for`;
  const isListLonger = isMatching(list) && list.value.window.to > last;
  return [
    `Compared over ${days}: ${span({ from: first, to: last })} and ${span(range)}.${isListLonger ? ' What products sold is about the whole periods.' : ''}`,
  ];
}
