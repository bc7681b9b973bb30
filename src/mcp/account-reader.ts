import {
  type Account,
  type Accounts,
  type ConfiguredAccount,
  chooseAccount,
  type Identity,
} from '../credentials/account.ts';

/** The accounts as they are now, and the clock that tells which cookies have expired. */
interface Configured {
  readonly accounts: Accounts;
  readonly now: () => Date;
}

/** For how long a cookie that was read counts as read: it may expire meanwhile. */
const READ_FOR_MS = 60_000;

/** Chooses the accounts of requests, and reads the cookie of a configured one once a minute at most. */
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
    if (found !== undefined && age >= 0 && age < READ_FOR_MS) {
      return { ...found.account, proxy: wanted.proxy ?? configured.proxy };
    }
    const account = chooseAccount(accounts, wanted, now);
    this.#read.set(configured, { account, at: now.getTime() });
    return account;
  }
}
