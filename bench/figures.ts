import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** The one that half of the others are below. Of no values it is not a number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** Where the middle half of the values begins and ends. */
export function middleHalf(values: readonly number[]): readonly [from: number, to: number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return [at(0.25), at(0.75)];
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const bytesOf = (text: string): number => Buffer.byteLength(text);

/** As the o200k encoding counts them; words that look like its control marks are only words here. */
export const tokensOf = (text: string): number => countTokens(text, { disallowedSpecial: new Set() });
