import type { Accounts } from './account.ts';
import { sessionIn } from './cookie.ts';

/** Which accounts have one session and so are one creator under several names, as sentences. */
export function sharedSessions({ byName }: Accounts): string[] {
  const bySession = new Map<string, string[]>();
  for (const [name, { cookie }] of byName) {
    const session = sessionIn(cookie);
    if (session !== '') bySession.set(session, [...(bySession.get(session) ?? []), `"${name}"`]);
  }
  return [...bySession.values()].flatMap((names) =>
    names.length < 2
      ? []
      : [
          `Accounts ${names.slice(0, -1).join(', ')} and ${names.at(-1)} have the same session: they are one creator.`,
        ],
  );
}
