import type { Accounts } from '../credentials/account.ts';
import { dateOf, type IsoDate } from '../metrics/calendar.ts';
import type { Facts } from '../shared-state/account-facts.ts';
import type { HandlerContext, ServerContext } from './server-context.ts';

/** A value computed from the configured accounts, computed again only when they have changed. */
export function perAccounts<T>({ accounts }: ServerContext, make: () => T): () => T {
  let made: { readonly from: Accounts['byName']; readonly value: T } | undefined;
  return () => {
    if (made?.from !== accounts.byName) made = { from: accounts.byName, value: make() };
    return made.value;
  };
}

/** What is known of a configured account's current session; nothing if its cookie cannot be used. */
export function knownFacts({ reader, facts }: HandlerContext, name: string): Facts {
  try {
    return facts.of(reader.choose({ account: name }).cookie.sessionId);
  } catch {
    return {};
  }
}

/** Today where a configured account is; in UTC until a response has told its offset. */
export const todayOf = (context: HandlerContext, name: string): IsoDate =>
  dateOf(context.now(), knownFacts(context, name).offset ?? 0);
