import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** A measured figure with the most that it should be. */
export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly goal: number;
  readonly write: (value: number) => string;
}

/** The report of one subject. */
export interface Section {
  readonly title: string;
  readonly goals: readonly Goal[];
  /** Markdown. */
  readonly details: string;
}

/** The median; NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The number of tokens in the o200k encoding. */
export const tokensOf = (text: string): number => countTokens(text, { disallowedSpecial: new Set() });

export const ms = (value: number): string => `${value.toFixed(value < 100 ? 2 : 0)} ms`;
export const ratio = (value: number): string => `${value.toFixed(2)}x`;
export const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** The interquartile range: where the middle half of the runs lies. */
export function quartiles(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string => ms(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN);
  return `${at(0.25)} to ${at(0.75)}`;
}

/** A Markdown table; all columns but the first are right-aligned. */
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

/** The whole report: the goals first, then the details of each section. */
export function writeReport(heading: string, sections: readonly Section[]): string {
  const goals = sections.flatMap((section) => section.goals);
  const isMet = ({ measured, goal }: Goal): boolean => measured <= goal;
  return [
    `# Bench\n\n${heading}\n\n${goals.filter(isMet).length} of ${goals.length} goals met.`,
    table(
      ['goal', 'measured', 'at most', 'verdict'],
      goals.map((one) => [
        one.what,
        one.write(one.measured),
        one.write(one.goal),
        isMet(one) ? 'met' : 'not met',
      ]),
    ),
    ...sections.map(({ title, details }) => `## ${title}\n\n${details}`),
  ].join('\n\n');
}
