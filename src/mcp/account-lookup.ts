import {
  type Account,
  type Accounts,
  type ConfiguredAccount,
  chooseAccount,
  type Identity,
} from '../credentials/account.ts';
import { dateOf, type IsoDate } from '../metrics/calendar.ts';
import type { Facts } from '../shared-state/account-facts.ts';
import type { HandlerContext, ServerContext } from './request-context.ts';

/** Something made from the configured accounts, made anew only when they have changed. */
export function perAccounts<T>({ accounts }: ServerContext, make: () => T): () => T {
  let made: { readonly from: Accounts['byName']; readonly value: T } | undefined;
  return () => {
    if (made?.from !== accounts.byName) made = { from: accounts.byName, value: make() };
    return made.value;
  };
}

/** For how long a cookie that was read counts as read: it may expire meanwhile. */
const READ_FOR_MS = 60_000;

/** Chooses the accounts of requests, and reads the cookie of a configured one once a minute at most. */
export class AccountReader {
  readonly #context: ServerContext;
  readonly #read = new WeakMap<ConfiguredAccount, { readonly account: Account; readonly at: number }>();

  constructor(context: ServerContext) {
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

/** What is known of the session that a configured account has now; nothing of one whose cookie cannot be used. */
export function knownFacts({ reader, facts }: HandlerContext, name: string): Facts {
  try {
    return facts.of(reader.choose({ account: name }).cookie.sessionId);
  } catch {
    return {};
  }
}

/** Today where a configured account is; UTC as long as no response has told its offset. */
export const todayOf = (context: HandlerContext, name: string): IsoDate =>
  dateOf(context.now(), knownFacts(context, name).offset ?? 0);
