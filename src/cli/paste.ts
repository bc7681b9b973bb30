import type { ReadStream } from 'node:tty';

/** What a terminal sends around pasted text, once bracketed paste is on. */
const PASTE_BEGINS = '\u001b[200~';
const PASTE_ENDS = '\u001b[201~';
const ASK_FOR_MARKS = '\u001b[?2004h';
const NO_MORE_MARKS = '\u001b[?2004l';

/** Ctrl-D */
const END_OF_INPUT = '\u0004';

/** After a pasted line break, more text follows immediately; after Enter, it does not. */
const QUIET_MS = 300;

/** The terminal that text is pasted into. */
interface Pasting {
  readonly input: ReadStream;
  readonly write: (text: string) => void;
  readonly question: string;
}

/**
 * Reads a pasted text of any number of lines without showing it. In raw mode, terminals do not cut long lines.
 * @returns undefined when the person has pressed Ctrl-C
 */
export function readPaste({ input, write, question }: Pasting): Promise<string | undefined> {
  return new Promise((resolve) => {
    const pasted = new PastedText();
    let timer: NodeJS.Timeout | undefined;
    const end = (text: string | undefined): void => {
      clearTimeout(timer);
      input.off('data', take).setRawMode(false).pause();
      write(`${NO_MORE_MARKS}\n`);
      resolve(text);
    };
    const take = (chunk: Buffer): void => {
      clearTimeout(timer);
      const state = pasted.take(chunk.toString('latin1'));
      if (state === 'cancelled') {
        end(undefined);
        return;
      }
      write(`\r\u001b[2K${question} ${pasted.length === 0 ? '' : `${pasted.length} characters, hidden`}`);
      if (state === 'line ended') timer = setTimeout(() => end(pasted.text), QUIET_MS);
    };
    input.setRawMode(true).resume().on('data', take);
    write(`${ASK_FOR_MARKS}${question} `);
  });
}

/** The text so far, collected in bytes because a chunk can end inside a character. */
export class PastedText {
  #text = '';
  #rest = '';
  #isInside = false;

  /** Takes a chunk. A line that has ended may be the end of the text, unless more follows at once. */
  take(chunk: string): 'more' | 'line ended' | 'cancelled' {
    let rest = this.#rest + chunk;
    this.#rest = '';
    while (rest !== '') {
      const mark = this.#isInside ? PASTE_ENDS : PASTE_BEGINS;
      if (rest.startsWith(mark)) {
        this.#isInside = !this.#isInside;
        rest = rest.slice(mark.length);
      } else if (mark.startsWith(rest) && rest !== '') {
        this.#rest = rest;
        break;
      } else {
        if (!this.#isInside && rest[0] === '\u0003') return 'cancelled';
        this.#type(rest[0] ?? '');
        rest = rest.slice(1);
      }
    }
    const last = this.#text.at(-1) ?? '';
    return !this.#isInside && ['\r', '\n', END_OF_INPUT].includes(last) ? 'line ended' : 'more';
  }

  get length(): number {
    return this.text.length;
  }

  get text(): string {
    return Buffer.from(this.#text, 'latin1')
      .toString('utf8')
      .replace(/\r\n?/g, '\n')
      .replaceAll(END_OF_INPUT, '')
      .trim();
  }

  #type(character: string): void {
    const isErasing = !this.#isInside && (character === '\u007f' || character === '\b');
    this.#text = isErasing ? this.#text.slice(0, -1) : this.#text + character;
  }
}
