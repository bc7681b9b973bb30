import type { Accounts, ConfiguredAccount } from './account.ts';

/**
 * The configured accounts as seen by users who do not run the server: only some of them, and not where they are kept.
 */
export class VisibleAccounts implements Accounts {
  readonly #all: Accounts;
  readonly #names: readonly string[] | undefined;
  #seen: Accounts['byName'] | undefined;
  #visible: ReadonlyMap<string, ConfiguredAccount> = new Map();

  /** @param names of the visible accounts, all others cannot be found; all accounts if left out */
  constructor(all: Accounts, names?: readonly string[]) {
    this.#all = all;
    this.#names = names;
  }

  /** The same map until the configured accounts change. */
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

  /** Problems of the settings or the file as a whole could name other accounts. */
  get problems(): readonly string[] {
    if (this.#names === undefined && (this.#all.problems ?? []).length === 0) return [];
    return this.byName.size === 0 ? ['No account is configured at the moment.'] : [];
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
    inAccountsFile: undefined,
    renewal: `Ask the operator of this server to renew the cookies of "${name}". Other accounts are not affected.`,
    problem: account.problem && `The settings of account "${name}" on the server have a mistake.`,
  },
];
