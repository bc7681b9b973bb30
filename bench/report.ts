import { middleHalf } from './figures.ts';

/** Something measured that ought not to be more than its goal. */
export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly goal: number;
  readonly write: (value: number) => string;
}

/** What one subject has to report. */
export interface Section {
  readonly title: string;
  readonly goals: readonly Goal[];
  /** Markdown. */
  readonly details: string;
}

export const ms = (value: number): string => `${value.toFixed(value < 100 ? 2 : 0)} ms`;
export const ratio = (value: number): string => `${value.toFixed(2)}x`;
export const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Median's company: where the middle half of the runs lies. */
export function spread(values: readonly number[]): string {
  const [from, to] = middleHalf(values);
  return `${ms(from)} to ${ms(to)}`;
}

/** A Markdown table; all columns but the first hold figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = (column: number): number =>
    Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]): string =>
    `| ${head.map((_, index) => (index === 0 ? (row[0] ?? '').padEnd(width(0)) : (row[index] ?? '').padStart(width(index)))).join(' | ')} |`;
  const rule = head.map((_, index) =>
    index === 0 ? '-'.repeat(width(0)) : `${'-'.repeat(width(index) - 1)}:`,
  );
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

const verdict = ({ measured, goal }: Goal): string => (measured <= goal ? 'met' : 'not met');

/** The whole report: what was to be reached first, how it came about after it. */
export function writeReport(heading: string, sections: readonly Section[]): string {
  const goals = sections.flatMap(({ goals }) => goals);
  const met = goals.filter(({ measured, goal }) => measured <= goal).length;
  return [
    `# Bench\n\n${heading}\n\n${met} of ${goals.length} goals met.`,
    table(
      ['goal', 'measured', 'at most', 'verdict'],
      goals.map((one) => [one.what, one.write(one.measured), one.write(one.goal), verdict(one)]),
    ),
    ...sections.map(({ title, details }) => `## ${title}\n\n${details}`),
  ].join('\n\n');
}
