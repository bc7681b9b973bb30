import type { Accounts, ConfiguredAccount } from './account.ts';

/** Some of the configured accounts, as if there were no others. */
export class VisibleAccounts implements Accounts {
  readonly #all: Accounts;
  readonly #names: readonly string[];
  #seen: Accounts['byName'] | undefined;
  #visible: ReadonlyMap<string, ConfiguredAccount> = new Map();

  /** @param names of those that may be seen, by which none else is found */
  constructor(all: Accounts, names: readonly string[]) {
    this.#all = all;
    this.#names = names;
  }

  /** The same map as long as the configured accounts are the same. */
  get byName(): ReadonlyMap<string, ConfiguredAccount> {
    const { byName } = this.#all;
    if (byName !== this.#seen) {
      this.#seen = byName;
      this.#visible = new Map([...byName].filter(([name]) => this.#names.includes(name)));
    }
    return this.#visible;
  }

  get defaultName(): string {
    const { defaultName } = this.#all;
    if (this.byName.has(defaultName)) return defaultName;
    const [first = this.#names[0] ?? ''] = this.byName.keys();
    return first;
  }

  /** What is wrong with settings or file as a whole may name other accounts. */
  get problems(): readonly string[] {
    return this.byName.size === 0 ? ['The accounts of this token are not configured at present.'] : [];
  }
}
