import type { JsonObject } from '../json-path.ts';
import { ranking } from './chart/ranking.ts';
import { scoreScale } from './chart/score-scale.ts';
import { countdown } from './countdown.ts';
import { type Child, foreign, html } from './dom.ts';
import type { healthWords } from './health-words.ts';
import type { Kit } from './page.ts';
import { listAt, numberAt, textAt } from './read-result.ts';

/** The texts and tools of the view of account health. */
export type HealthKit = Kit<typeof healthWords.english>;

/** The ends of TikTok's two scales. */
const GREATEST = { points: 24, rating: 1000 };

/** The score on its scale; if the scale is unclear, its meaning on both. */
export function score(result: JsonObject, { words, format, width }: HealthKit): readonly Child[] {
  const value = numberAt(result, 'score');
  if (value === undefined) return [];
  const kind = textAt(result, 'scale', 'kind');
  const shown = `${words.score} ${format.count(value)}`;
  if (kind !== 'points' && kind !== 'rating') {
    const readings = listAt(result, 'readings').map((one) => html('li', {}, textAt(one, 'meaning') ?? ''));
    return [html('ul', { class: 'quiet' }, html('li', {}, `${shown}. ${words.unclear}`), ...readings)];
  }
  const at = numberAt(result, 'next_threshold', 'at');
  const distance = format.count(numberAt(result, 'next_threshold', 'distance'));
  const measure = textAt(result, 'next_threshold', 'measure');
  const text =
    at &&
    [words.nextThreshold(format.count(at), distance), measureName(measure, words)].filter(Boolean).join(': ');
  const scale = scoreScale({
    label: words.score,
    width,
    score: value,
    greatest: GREATEST[kind],
    scoreText: `${shown} (${words[kind]})`,
    threshold: at === undefined || !text ? undefined : { at, text },
    format: format.count,
  });
  return [scale];
}

/** The violations that can still be appealed, the soonest deadline first, with the time left. */
export function appealCards(result: JsonObject, { words, format, isFullScreen }: HealthKit): HTMLElement {
  const open = listAt(result, 'appeals', 'open');
  const rows = open.slice(0, isFullScreen ? 50 : 4).map((appeal) => {
    const time = countdown(textAt(appeal, 'deadline'), format);
    const left = time === undefined ? words.noDeadline : time.text || words.overdue;
    return html(
      'li',
      {},
      html('span', { class: 'name' }, foreign(textAt(appeal, 'reason') ?? words.untitled)),
      html('span', { class: time?.isUrgent ? 'urgent' : 'quiet' }, left),
    );
  });
  const others = [
    open.length > rows.length && words.more(format.count(open.length - rows.length)),
    listAt(result, 'appeals', 'submitted').length > 0 &&
      words.submitted(format.count(listAt(result, 'appeals', 'submitted').length)),
    (numberAt(result, 'appeals', 'lapsed') ?? 0) > 0 &&
      words.lapsed(format.count(numberAt(result, 'appeals', 'lapsed'))),
  ].filter((text) => typeof text === 'string');
  return html(
    'div',
    {},
    html('h2', {}, words.openAppeals),
    rows.length === 0
      ? html('p', { class: 'quiet' }, words.noAppeals)
      : html('ul', { class: 'ranking' }, ...rows),
    html('p', { class: 'quiet' }, others.join(' · ')),
  );
}

export function violations(result: JsonObject, { words, format, isFullScreen }: HealthKit): HTMLElement {
  const reasons = listAt(result, 'violations', 'by_reason').slice(0, isFullScreen ? 50 : 4);
  const most = Math.max(1, ...reasons.map((row) => numberAt(row, 'count') ?? 0));
  return html(
    'div',
    {},
    html('h2', {}, words.violations),
    reasons.length === 0
      ? html('p', { class: 'quiet' }, words.noViolations)
      : ranking(
          reasons.map((row) => {
            const count = numberAt(row, 'count');
            const said = words.active(format.count(numberAt(row, 'active')), format.count(count));
            const name = textAt(row, 'reason') ?? words.untitled;
            return { name, length: count === undefined ? undefined : count / most, figures: [said] };
          }),
        ),
  );
}

/** The measure in force and its duration. */
export function penalty(result: JsonObject, { words }: HealthKit): Child {
  const names = ['measure', 'duration'].flatMap(
    (key) => measureName(textAt(result, 'penalty', key), words) ?? [],
  );
  return names.length === 0
    ? undefined
    : html('p', { class: 'urgent' }, `${words.penalty}: ${names.join(', ')}`);
}

interface MeasureWords {
  readonly measures: Readonly<Record<string, string>>;
}

/** A measure or duration in the page's language; undefined if there is none. */
const measureName = (name: string | undefined, { measures }: MeasureWords): string | undefined =>
  name === 'none' ? undefined : name && (measures[name] ?? name);
