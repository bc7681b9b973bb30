/** Much more than a request needs. */
const MAX_LINE_BYTES = 1024 * 1024;

/** How much of both ends of a longer line is kept; one of them contains the id. */
const END_BYTES = 4096;

const NEWLINE = 0x0a;

/** A line over 1 MiB, of which only the ends are kept. */
export interface LongLine {
  readonly bytes: number;
  readonly head: string;
  readonly tail: string;
}

export type Line = string | LongLine;

/**
 * Splits bytes into lines. Of a line over 1 MiB only the ends are kept; otherwise a huge line would take all memory,
 * and a long one quadratic time.
 */
export class LineReader {
  #parts: Buffer[] = [];
  #bytes = 0;
  #head: string | undefined;
  #tail: Buffer = Buffer.alloc(0);

  /** The lines that a chunk completes. */
  *read(chunk: Buffer): Generator<Line> {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      this.#keep(rest.subarray(0, end));
      yield this.#take();
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
  }

  /** The last line, if it has no newline; undefined if nothing is left. */
  end(): Line | undefined {
    return this.#bytes > 0 ? this.#take() : undefined;
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    this.#parts.push(part);
    if (this.#bytes <= MAX_LINE_BYTES) return;
    const kept = Buffer.concat(this.#parts);
    this.#head ??= kept.toString('utf8', 0, END_BYTES);
    this.#tail = Buffer.concat([this.#tail, kept.subarray(-END_BYTES)]).subarray(-END_BYTES);
    this.#parts = [];
  }

  #take(): Line {
    const { length } = this.#parts;
    const line =
      this.#head === undefined
        ? (length === 1 ? (this.#parts[0] ?? this.#tail) : Buffer.concat(this.#parts)).toString('utf8')
        : { bytes: this.#bytes, head: this.#head, tail: this.#tail.toString('utf8') };
    this.#parts = [];
    this.#bytes = 0;
    this.#head = undefined;
    this.#tail = Buffer.alloc(0);
    return line;
  }
}
