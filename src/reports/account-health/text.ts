import type { ScoreMeaning } from '../../metrics/score-scale.ts';
import { compose, formatOf, headerOf, listOf } from '../../render/markdown.ts';
import { table } from '../../render/table.ts';
import { address, callsInWords, escapeWords, quoteText } from '../../render/values.ts';
import type { HealthAlert } from './alerts.ts';
import { type Appeals, daysAndHours, type OpenAppeal, type ViolationCounts } from './compute.ts';

/** What the text needs of a health result. */
interface HealthView extends ScoreMeaning {
  readonly account: string;
  readonly alerts: readonly HealthAlert[];
  readonly level?: string | undefined;
  readonly score?: number | undefined;
  readonly violations?: ViolationCounts | undefined;
  readonly appeals?: Appeals | undefined;
  readonly enforcement: readonly string[];
  readonly rules_url?: string | undefined;
  readonly options: readonly string[];
  readonly calls: number;
  readonly notes: readonly string[];
}

/** The health of an account as text: the verdict, the violations, and what can still be appealed. */
export function healthText(result: HealthView): string {
  const { score, scale, penalty, next_threshold: next, violations, appeals } = result;
  const facts = [
    headerOf(
      'Account health',
      result,
      (appeals?.open.length ?? 0) + (appeals?.right_not_told.length ?? 0) > 0,
    ),
    result.level === undefined ? undefined : `level ${quoteText(result.level)}`,
    score === undefined ? 'no score' : `score ${score}`,
    scale.kind === 'unclear'
      ? 'scale unclear'
      : scale.kind === 'points'
        ? 'violation points'
        : 'health rating (0-1000)',
    `${callsInWords(result.calls)}`,
  ].filter((fact) => fact !== undefined);
  const urgent = listOf(
    'Alerts',
    result.alerts.map(({ fact }) => fact),
  );
  const blocks = [
    [
      facts.join(' · '),
      ...(urgent === '' ? [] : [urgent, '']),
      scale.reason,
      ...(result.readings ?? []).map(({ meaning }) => `- ${meaning}`),
    ].join('\n'),
  ];
  if (scale.kind === 'points')
    blocks.push(
      `In force: ${penalty === null ? 'no measure' : measureOf(penalty)}${next === null ? '' : ` · next at ${next.at} points (${next.distance} to go): ${measureOf(next)}`}`,
    );
  if (scale.kind === 'rating') {
    const passed = result.milestones_passed ?? [];
    blocks.push(
      `Band: ${result.band}${passed.length > 0 ? ` · milestones reached ${passed.join(', ')}` : ''}${next === null ? '' : ` · next milestone down ${next.at}, ${next.distance} away`}`,
    );
  }
  if (violations) {
    const repeated = violations.repeated_in_90_days.map(
      ({ reason, count }) => `${quoteText(reason)} ${count} times in 90 days`,
    );
    blocks.push(
      `Violations: ${violations.total ?? `more than ${violations.read}`} on record (read ${violations.read}), ${violations.active} active.${repeated.length > 0 ? ` ${repeated.join('; ')}.` : ''}`,
    );
    if (violations.by_reason.length > 0) blocks.push(`By reason\n${table(violations.by_reason, undefined)}`);
  }
  if (result.enforcement.length > 0)
    blocks.push(`Enforcement on active violations: ${result.enforcement.map(escapeWords).join('; ')}`);
  if (appeals) {
    blocks.push(
      `Appeals: ${appeals.open.length} open, ${appeals.submitted.length} submitted or unclear, ${appeals.lapsed} lapsed`,
    );
    const { offset } = formatOf(result);
    const deadlines = (heading: string, some: readonly OpenAppeal[]): string[] => {
      const rows = some.map(({ record_id, reason, type, deadline, hours_left }) => ({
        record: record_id,
        reason,
        type,
        deadline,
        left: hours_left === undefined ? undefined : daysAndHours(hours_left),
      }));
      return rows.length > 0 ? [`${heading}\n${table(rows, undefined, offset)}`] : [];
    };
    blocks.push(...deadlines('Open, nearest deadline first', appeals.open));
    blocks.push(...deadlines('Right to appeal unknown, nearest deadline first', appeals.right_not_told));
    if (appeals.submitted.length > 0)
      blocks.push(`Submitted or unclear\n${table(appeals.submitted, undefined)}`);
  }
  return compose(
    [
      ...blocks,
      listOf('What is open to the creator', result.options),
      result.rules_url === undefined ? '' : `Rules of the score: ${address(result.rules_url)}`,
    ],
    result.notes,
  );
}

const measureOf = ({
  measure,
  duration,
}: {
  measure?: string | undefined;
  duration?: string | undefined;
}): string => (duration === undefined || duration === 'none' ? `${measure}` : `${measure}, ${duration}`);
