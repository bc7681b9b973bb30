import type { Accounts, ConfiguredAccount } from './account.ts';

/** The configured accounts as those see them who do not run the server: some of them, and not where they are kept. */
export class VisibleAccounts implements Accounts {
  readonly #all: Accounts;
  readonly #names: readonly string[] | undefined;
  #seen: Accounts['byName'] | undefined;
  #visible: ReadonlyMap<string, ConfiguredAccount> = new Map();

  /** @param names of those that may be seen, by which none else is found; all of them if left out */
  constructor(all: Accounts, names?: readonly string[]) {
    this.#all = all;
    this.#names = names;
  }

  /** The same map as long as the configured accounts are the same. */
  get byName(): ReadonlyMap<string, ConfiguredAccount> {
    const { byName } = this.#all;
    if (byName !== this.#seen) {
      this.#seen = byName;
      const isVisible = ([name]: readonly [string, unknown]): boolean => this.#names?.includes(name) ?? true;
      this.#visible = new Map([...byName].filter(isVisible).map(withoutPlaces));
    }
    return this.#visible;
  }

  get defaultName(): string {
    const { defaultName } = this.#all;
    if (this.byName.has(defaultName)) return defaultName;
    const [first = this.#names?.[0] ?? defaultName] = this.byName.keys();
    return first;
  }

  /** What is wrong with settings or file as a whole may name other accounts. */
  get problems(): readonly string[] {
    if (this.#names === undefined && (this.#all.problems ?? []).length === 0) return [];
    return this.byName.size === 0 ? ['The accounts are not configured at present.'] : [];
  }
}

/** The same account without the files and settings that it comes from. */
const withoutPlaces = ([name, account]: readonly [string, ConfiguredAccount]): [
  string,
  ConfiguredAccount,
] => [
  name,
  {
    ...account,
    source: 'The cookie on the server',
    file: undefined,
    isStored: undefined,
    renewal: `Ask whoever runs this server to renew the cookies of "${name}". Other accounts are not affected.`,
    problem: account.problem && `The settings of account "${name}" on the server are not right.`,
  },
];
