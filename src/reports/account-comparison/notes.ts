import { span } from '../../metrics/calendar.ts';
import { isMatching, notesOf } from '../../metrics/reading.ts';
import type { ComparisonData, MemberData } from './plan.ts';

/** Accounts in whose calendar the period has different days than for the first account. */
export const otherDays = (members: readonly MemberData[]): readonly string[] =>
  members.flatMap(({ account, period }) => {
    const first = members[0]?.period ?? period;
    return period.from === first.from && period.to === first.to
      ? []
      : [`${account}: the period is ${span(period)} there.`];
  });

/** The caveats of one account's figures, each with its name in front. */
export const memberNotes = ({ account, insights, previous, violations }: MemberData): readonly string[] => [
  ...(insights === undefined ? [] : notesOf(insights).map((note) => `${account}: ${note}`)),
  ...(previous === undefined || isMatching(previous)
    ? []
    : notesOf(previous).map((note) => `${account}, before: ${note}`)),
  ...(violations?.hasMore === true
    ? [`${account}: not all violations were read, so there can be more open appeals.`]
    : []),
];

/** The accounts without level and score. */
export const leftOutNote = (
  { asked, maxCalls }: NonNullable<ComparisonData['leftOut']>,
  accounts: number,
): string =>
  `Level and score: requested for ${asked === 0 ? 'none' : asked} of ${accounts} accounts${asked === 0 ? '' : ', those with the most violations'}, because the earnings use the calls; violations and appeals are there for all. max_calls ${maxCalls} would include them.`;
