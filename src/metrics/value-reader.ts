/**
 * Reads single values of a reply, such as codes and flags, and remembers those that could not be read. Null and an
 * empty text count as absent.
 */
export class ValueReader {
  readonly #unreadable = new Map<string, number>();

  /**
   * A value under our name for its field; undefined if it is absent or not of its kind.
   * @param as what it should be, for the note, if the name does not say it
   */
  read<T>(
    name: string,
    value: unknown,
    parse: (value: unknown) => T | undefined,
    as?: string,
  ): T | undefined {
    if (value === undefined || value === null || (typeof value === 'string' && value.trim() === ''))
      return undefined;
    const parsed = parse(value);
    const failed = `${name} could not be read${as === undefined ? '' : ` as ${as}`}`;
    if (parsed === undefined) this.#unreadable.set(failed, (this.#unreadable.get(failed) ?? 0) + 1);
    return parsed;
  }

  /** What could not be read, by name. */
  notes(): readonly string[] {
    return [...this.#unreadable].map(
      ([failed, count]) => `${count === 1 ? 'One value' : `${count} values`} of ${failed}: left out.`,
    );
  }
}
