import { spawn } from '@lydell/node-pty';
import { expect, onTestFinished } from 'vitest';

/** What a terminal sends for the keys that people press. */
export const KEYS = { enter: '\r', space: ' ', ctrlC: '\u0003', erase: '\u007f', left: '\u001b[D' };

/** What a terminal sends when something is pasted into a program that asked it to mark that. */
export const pasted = (text: string): string => `\u001b[200~${text.replaceAll('\n', '\r')}\u001b[201~`;

/** A program at a pseudo-terminal, as a person has it. */
export function atTerminal(
  [command = '', ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
) {
  const terminal = spawn(command, args, { cwd, env: { ...env }, cols: 120, rows: 40 });
  let shown = '';
  let from = 0;
  let code: number | undefined;
  terminal.onData((data) => {
    shown += data;
  });
  terminal.onExit(({ exitCode }) => {
    code = exitCode;
  });
  onTestFinished(() => {
    if (code === undefined) terminal.kill('SIGKILL');
  });
  return {
    /** Everything that was ever on the screen. */
    shown: () => shown,
    /** Waits until the program asks something that it had not asked before, then answers. */
    async answer(question: string | RegExp, keys: string): Promise<void> {
      await expect.poll(() => shown.slice(from), { timeout: 10_000, interval: 20 }).toMatch(question);
      from = shown.length;
      terminal.write(keys);
    },
    async exitCode(): Promise<number> {
      await expect.poll(() => code, { timeout: 15_000, interval: 20 }).toBeDefined();
      return code ?? -1;
    },
  };
}
