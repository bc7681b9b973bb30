import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
/** Where commands for people write. */
export interface Terminal {
  /** Results, to standard output. */
  print(text: string): void;
  /** Messages, to standard error. */
  printError(text: string): void;
  /** Whether to use colours. */
  readonly hasColours: boolean;
}

type Tone = 'good' | 'bad' | 'neutral';

/** A text with its meaning for the reader. */
export interface TerminalCell {
  readonly text: string;
  readonly tone: Tone;
}

const CODES: Readonly<Record<Tone, string>> = { good: '32', bad: '31', neutral: '0' };

export const good = (text: string): TerminalCell => ({ text, tone: 'good' });
export const bad = (text: string): TerminalCell => ({ text, tone: 'bad' });
export const neutral = (text: string): TerminalCell => ({ text, tone: 'neutral' });

/** Lays out cells in columns, one line for each row. */
export function layOut(
  rows: readonly (readonly TerminalCell[])[],
  { hasColours }: Pick<Terminal, 'hasColours'>,
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, text.length);
    }
  }
  const painted = ({ text, tone }: TerminalCell): string =>
    hasColours && tone !== 'neutral' ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text;
  const lines = rows.map((row) =>
    row
      .map((cell, column) => painted(cell) + ' '.repeat((widths[column] ?? 0) - cell.text.length))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** Asks a person; anything but yes means no. */
export const confirmer =
  (input: Readable, output: Writable) =>
  async (question: string): Promise<boolean> => {
    const lines = createInterface({ input, output });
    try {
      return /^y(es)?$/i.test((await lines.question(question)).trim());
    } finally {
      lines.close();
    }
  };
