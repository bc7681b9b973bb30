/** A generated text, or the generated part of one. */
export interface Document {
  /** Its path from the root of the repository. */
  readonly file: string;
  /**
   * The same on every machine and every day.
   * @param current the file as it is; empty when there is none yet
   */
  text(current: string): string | Promise<string>;
}

/** The part of a file between the lines `<!-- name:start -->` and `<!-- name:end -->`; the rest is written by hand. */
export function part(file: string, name: string, write: () => string | Promise<string>): Document {
  const start = `<!-- ${name}:start -->`;
  const end = `<!-- ${name}:end -->`;
  return {
    file,
    async text(current) {
      const from = current.indexOf(start);
      const to = current.indexOf(end);
      if (from < 0 || to < from)
        throw new Error(`${file} needs the lines ${start} and ${end}, in this order.`);
      const text = await write();
      return `${current.slice(0, from + start.length)}\n${text === '' ? '' : `\n${text}\n\n`}${current.slice(to)}`;
    },
  };
}
