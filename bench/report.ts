import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { table } from '../scripts/docs/markdown.ts';

type Write = (value: number) => string;

/** A measured figure with its limit. */
export type Goal = readonly [what: string, measured: number, atMost: number, write: Write];

/** The report of one subject. */
export interface Section {
  readonly title: string;
  readonly goals: readonly Goal[];
  /** Paragraphs of Markdown. */
  readonly details: readonly string[];
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;

/** The median, the lower one of two; NaN for no values. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Median and interquartile range of times, as two cells. */
export const timing = (values: readonly number[]): readonly [string, string] => [
  ms(median(values)),
  `${ms(quantile(values, 0.25))} to ${ms(quantile(values, 0.75))}`,
];

/** The time that some work takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** The number of tokens in the o200k encoding. */
export const tokensOf = (text: string): number => countTokens(text, { disallowedSpecial: new Set() });

export const ms: Write = (value) => `${value.toFixed(value < 100 ? 2 : 0)} ms`;
export const mb: Write = (value) => `${value.toFixed(1)} MB`;
export const ratio: Write = (value) => `${value.toFixed(2)}x`;
export const percent: Write = (value) => `${(value * 100).toFixed(1)} %`;
export const count: Write = (value) => Math.round(value).toLocaleString('en-US');

/** The whole report: the goals first, then the details of each section. */
export function writeReport(heading: string, sections: readonly Section[]): string {
  const goals = sections.flatMap((section) => section.goals);
  const verdictOf = ([, measured, atMost]: Goal): string =>
    Number.isNaN(measured) ? 'not measured' : measured <= atMost ? 'met' : 'not met';
  return [
    `# Bench\n\n${heading}\n\n${goals.filter((goal) => verdictOf(goal) === 'met').length} of ${goals.length} goals met.`,
    table(
      ['goal', 'measured', 'at most', 'verdict'],
      goals.map((goal) => [goal[0], goal[3](goal[1]), goal[3](goal[2]), verdictOf(goal)]),
    ),
    ...sections.flatMap(({ title, details }) => [`## ${title}`, ...details]),
  ].join('\n\n');
}
