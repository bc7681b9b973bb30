import {
  type Account,
  type Accounts,
  type ConfiguredAccount,
  chooseAccount,
  type Identity,
} from '../credentials/account.ts';

/** The current accounts, and the clock that decides which cookies have expired. */
interface Configured {
  readonly accounts: Accounts;
  readonly now: () => Date;
}

/** How long a parsed cookie is reused: it may expire meanwhile. */
const PARSED_COOKIE_TTL_MS = 60_000;

/** Chooses the accounts of requests, and parses the cookie of a configured one at most once a minute. */
export class AccountReader {
  readonly #context: Configured;
  readonly #read = new WeakMap<ConfiguredAccount, { readonly account: Account; readonly at: number }>();

  constructor(context: Configured) {
    this.#context = context;
  }

  /** @throws ApiError `config` when there is no usable cookie */
  choose(wanted: Identity): Account {
    const { accounts } = this.#context;
    const now = this.#context.now();
    const configured = accounts.byName.get(wanted.account ?? accounts.defaultName);
    if (wanted.cookie !== undefined || configured === undefined) return chooseAccount(accounts, wanted, now);
    const found = this.#read.get(configured);
    const age = now.getTime() - (found?.at ?? 0);
    if (found !== undefined && age >= 0 && age < PARSED_COOKIE_TTL_MS) {
      return { ...found.account, proxy: wanted.proxy ?? configured.proxy };
    }
    const account = chooseAccount(accounts, wanted, now);
    this.#read.set(configured, { account, at: now.getTime() });
    return account;
  }
}
