import { accountNotes } from '../credentials/account-notes.ts';
import { errorKinds, explain } from '../errors.ts';
import { knownFacts } from './account-lookup.ts';
import type { HandlerContext } from './server-context.ts';

/** Whether one account can be asked about. */
interface AccountReadiness {
  readonly session: 'alive' | 'ended' | 'not asked yet' | 'not usable';
  /** Why it cannot, and what to do. */
  readonly problem?: string | undefined;
  /** When its session probably ends, where its cookie tells. */
  readonly probableEnd?: Date | undefined;
}

/** What is still to be set up or corrected, as far as it is known without a call. */
export function readiness(context: HandlerContext) {
  const { accounts, client, reader } = context;
  const { setupFault } = client;
  return {
    /** Of all accounts together. */
    notes: [
      ...(setupFault === undefined ? [] : [explain(setupFault)]),
      ...(accounts.problems ?? []),
      ...(accounts.byName.size === 0 && (accounts.problems ?? []).length === 0
        ? [
            'No account is configured. Set TIKTOK_COOKIE, TIKTOK_COOKIE_FILE or TIKTOK_ACCOUNTS_FILE (or run "tiktok-creator-mcp setup" in a terminal).',
          ]
        : []),
      ...accountNotes(accounts),
    ],
    account(name: string): AccountReadiness {
      try {
        const { probableEnd } = reader.choose({ account: name }).cookie;
        const { isAlive } = knownFacts(context, name);
        if (isAlive === undefined) return { session: 'not asked yet', probableEnd };
        return isAlive
          ? { session: 'alive', probableEnd }
          : { session: 'ended', problem: errorKinds.session.next };
      } catch (error) {
        return { session: 'not usable', problem: explain(error) };
      }
    },
  };
}
