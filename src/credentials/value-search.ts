/** No value is shorter. */
export const SHORTEST_VALUE = 6;

/** So few are looked for one after the other: that is native and faster. */
const FEW = 100;

const TABLE_BITS = { least: 12, most: 20 };

/** Takes the last {@link SHORTEST_VALUE} code units into account: whatever came before has been shifted out. */
const BITS_OF_A_UNIT = 5;
const ALL_UNITS = 2 ** (BITS_OF_A_UNIT * SHORTEST_VALUE) - 1;
const hashWith = (hash: number, unit: number): number => ((hash << BITS_OF_A_UNIT) ^ unit) & ALL_UNITS;

/** Spreads a hash over a table (Knuth's multiplicative method). */
const SPREAD = 0x9e3779b1;

const NONE: readonly string[] = [];

/** Finds which of many values a text contains. However many they are, it goes through the text once. */
export class ValueSearch {
  readonly #values: ReadonlySet<string>;
  /** Values by their last code units: the beginnings of cookies and addresses are alike. */
  #byEnd: Map<string, string[]> | undefined;
  #table = new Uint8Array();
  #shift = 0;

  /** @param values none of which is shorter than {@link SHORTEST_VALUE} */
  constructor(values: ReadonlySet<string>) {
    this.#values = values;
  }

  has(value: string): boolean {
    return this.#values.has(value);
  }

  /** The values that occur in a text, in the order in which they were given. */
  foundIn(text: string): readonly string[] {
    const { size } = this.#values;
    if (size <= FEW) return size === 0 ? NONE : [...this.#values].filter((value) => text.includes(value));
    const found = this.#scan(text);
    return found.size === 0 ? NONE : [...this.#values].filter((value) => found.has(value));
  }

  #scan(text: string): ReadonlySet<string> {
    const byEnd = this.#byEnd ?? this.#prepare();
    const found = new Set<string>();
    let hash = 0;
    for (let at = 0; at < text.length; at += 1) {
      hash = hashWith(hash, text.charCodeAt(at));
      if (this.#table[Math.imul(hash, SPREAD) >>> this.#shift] !== 1) continue;
      const end = at + 1;
      for (const value of byEnd.get(text.slice(Math.max(0, end - SHORTEST_VALUE), end)) ?? NONE) {
        if (!found.has(value) && text.endsWith(value, end)) found.add(value);
      }
    }
    return found;
  }

  #prepare(): ReadonlyMap<string, readonly string[]> {
    const byEnd = new Map<string, string[]>();
    for (const value of this.#values) {
      const end = value.slice(-SHORTEST_VALUE);
      const alike = byEnd.get(end);
      if (alike === undefined) byEnd.set(end, [value]);
      else alike.push(value);
    }
    // With so many places a wrong one is met once in sixteen code units or less.
    const bits = Math.ceil(Math.log2(byEnd.size * 16));
    this.#shift = 32 - Math.max(TABLE_BITS.least, Math.min(TABLE_BITS.most, bits));
    this.#table = new Uint8Array(2 ** (32 - this.#shift));
    for (const end of byEnd.keys()) {
      let hash = 0;
      for (let at = 0; at < end.length; at += 1) hash = hashWith(hash, end.charCodeAt(at));
      this.#table[Math.imul(hash, SPREAD) >>> this.#shift] = 1;
    }
    this.#byEnd = byEnd;
    return byEnd;
  }
}
