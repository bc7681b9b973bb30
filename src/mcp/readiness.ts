import { accountNotes } from '../credentials/account-notes.ts';
import { explain, withNextFor } from '../errors.ts';
import { knownFacts } from './account-lookup.ts';
import { accountFor } from './request-context.ts';
import type { HandlerContext } from './server-context.ts';

/** Whether one account can be used. */
interface AccountReadiness {
  readonly session: 'alive' | 'ended' | 'not asked yet' | 'not usable';
  /** Why it cannot be used, and what to do. */
  readonly problem?: string | undefined;
  /** When its session probably ends, if its cookie tells. */
  readonly probableEnd?: Date | undefined;
}

/** The problem with key and account together, as a call would report it. */
function whatIsMissing(context: HandlerContext): string {
  try {
    accountFor(context, {});
    return '';
  } catch (error) {
    return explain(error);
  }
}

/** What still has to be set up or corrected, as far as is known without a call. */
export function readiness(context: HandlerContext) {
  const { accounts, client, reader, keyHolder } = context;
  const { setupFault } = client;
  return {
    /** Of all accounts together. */
    notes: [
      ...(accounts.byName.size === 0
        ? [whatIsMissing(context)]
        : [
            ...(setupFault === undefined ? [] : [explain(withNextFor(keyHolder, setupFault))]),
            ...(accounts.problems ?? []),
          ]),
      ...accountNotes(accounts),
    ],
    account(name: string): AccountReadiness {
      try {
        const { cookie, renewal } = reader.choose({ account: name });
        const { probableEnd } = cookie;
        const { isAlive } = knownFacts(context, name);
        if (isAlive === undefined) return { session: 'not asked yet', probableEnd };
        return isAlive ? { session: 'alive', probableEnd } : { session: 'ended', problem: renewal };
      } catch (error) {
        return { session: 'not usable', problem: explain(withNextFor(keyHolder, error)) };
      }
    },
  };
}
