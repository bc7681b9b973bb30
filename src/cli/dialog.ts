import type { ReadStream, WriteStream } from 'node:tty';
import { type CANCEL_SYMBOL, confirm, isCancel, log, multiselect, password, text } from '@clack/prompts';
import { readPaste } from './paste.ts';

/** Thrown when a person cancels with Ctrl-C. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** A choice to offer. */
interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** Says what is wrong with an answer; undefined if it is valid. */
type Judge = (answer: string) => string | undefined;

/** Questions to the person at the terminal; each throws {@link Cancelled} on Ctrl-C. */
export interface Dialog {
  say(text: string): void;
  printError(text: string): void;
  /** Asks for one line without showing it. */
  secret(question: string, judge: Judge): Promise<string>;
  /** Asks for a text of any number of lines without showing it. */
  paste(question: string): Promise<string>;
  line(question: string, suggestion: string, judge: Judge): Promise<string>;
  confirm(question: string, suggestion: boolean): Promise<boolean>;
  /** Asks for any number of the choices; at first all are selected. */
  choose(question: string, choices: readonly Choice[]): Promise<readonly string[]>;
}

/** Asks on a terminal. Everything is shown on standard error, because standard output is for results. */
export function openDialog(input: ReadStream, output: WriteStream): Dialog {
  const streams = { input, output };
  const answered = <T>(answer: T | typeof CANCEL_SYMBOL): T => {
    if (isCancel(answer)) throw new Cancelled();
    return answer;
  };
  return {
    say: (sentence) => log.message(sentence, { output }),
    printError: (sentence) => log.warn(sentence, { output }),
    secret: async (message, judge) =>
      answered(
        await password({ ...streams, message, validate: (answer = '') => judge(answer.trim()) }),
      ).trim(),
    async paste(question) {
      const pasted = await readPaste({ input, write: (shown) => void output.write(shown), question });
      if (pasted === undefined) throw new Cancelled();
      return pasted;
    },
    line: async (message, suggestion, judge) =>
      answered(
        await text({
          ...streams,
          message,
          // Enter accepts it as a placeholder: another answer can be typed without erasing it first.
          placeholder: suggestion,
          defaultValue: suggestion,
          validate: (answer = '') => judge(answer.trim() || suggestion),
        }),
      ).trim(),
    confirm: async (message, initialValue) => answered(await confirm({ ...streams, message, initialValue })),
    choose: async (message, choices) =>
      answered(
        await multiselect({
          ...streams,
          message,
          options: choices.map(({ value, label, hint }) => ({ value, label, hint })),
          initialValues: choices.map(({ value }) => value),
          required: false,
        }),
      ),
  };
}
