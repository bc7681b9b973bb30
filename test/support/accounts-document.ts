import { expect } from 'vitest';
import { PAIRS } from './cookie-exports.ts';

/** What a command printed. */
export function paper(hasColours = false) {
  const written = { out: '', err: '' };
  return {
    written,
    terminal: {
      hasColours,
      print(text: string) {
        written.out += text;
      },
      printError(text: string) {
        written.err += text;
      },
    },
  };
}

const VALUES = Object.values(PAIRS).filter((value) => value.length > 7);

export function expectNoValue(text: string): void {
  for (const value of [...VALUES, 'session-of-', 'token-of-', 'ttwid-of-', 'sandbox-us-', 'stranger'])
    expect(text).not.toContain(value);
}
