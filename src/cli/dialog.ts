import type { ReadStream, WriteStream } from 'node:tty';
import { type CANCEL_SYMBOL, confirm, isCancel, log, multiselect, password, text } from '@clack/prompts';
import { readPaste } from './paste.ts';

/** Thrown when a person ends the questions with Ctrl-C. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Something that can be chosen. */
interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** Says what is wrong with an answer; undefined when it can be taken. */
type Judge = (answer: string) => string | undefined;

/** Questions to the person at a terminal; each throws {@link Cancelled} on Ctrl-C. */
export interface Dialog {
  say(text: string): void;
  complain(text: string): void;
  /** One line that is not shown. */
  secret(question: string, judge: Judge): Promise<string>;
  /** A text of any number of lines that is not shown. */
  paste(question: string): Promise<string>;
  line(question: string, suggestion: string, judge: Judge): Promise<string>;
  confirm(question: string, suggestion: boolean): Promise<boolean>;
  /** Any number of the choices, all of them at first. */
  choose(question: string, choices: readonly Choice[]): Promise<readonly string[]>;
}

/** Asks on a terminal; what is shown goes to standard error, as results go to standard output. */
export function openDialog(input: ReadStream, output: WriteStream): Dialog {
  const streams = { input, output };
  const answered = <T>(answer: T | typeof CANCEL_SYMBOL): T => {
    if (isCancel(answer)) throw new Cancelled();
    return answer;
  };
  return {
    say: (sentence) => log.message(sentence, { output }),
    complain: (sentence) => log.warn(sentence, { output }),
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
          // Taken by Enter alone: whoever types something else does not have to erase it first.
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
