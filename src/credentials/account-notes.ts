import type { Accounts } from './account.ts';
import { sessionIn } from './cookie.ts';

/** Notes about accounts that are easily confused. */
export const accountNotes = (accounts: Accounts): string[] => [
  ...sharedSessions(accounts),
  ...sharedNames(accounts),
];

/** Accounts with the same session, which are one creator under several names. */
function sharedSessions({ byName }: Accounts): string[] {
  const named = [...byName].map(([name, { cookie }]) => ({ name, key: sessionIn(cookie) }));
  return sharing(named.filter(({ key }) => key !== '')).map(
    (names) => `Accounts ${quotedNames(names)} have the same session: they are one creator.`,
  );
}

/** Accounts whose names differ only in case, so that only the exact name identifies one. */
function sharedNames({ byName }: Accounts): string[] {
  const same = (text: string): string => text.trim().toLowerCase();
  const names = [...byName.keys()].map((name) => ({ name, key: same(name) }));
  const words = [...byName].flatMap(([name, { label = name }]) =>
    [...new Set([same(name), same(label)])].map((key) => ({ name, key })),
  );
  const inCase = sharing(names);
  const inLabel = sharing(words).filter(
    (group) =>
      !inCase.some((others) => others.length === group.length && others.every((one) => group.includes(one))),
  );
  return [
    ...inCase.map(
      (group) => `Accounts ${quotedNames(group)} differ only in case: write each name exactly like this.`,
    ),
    ...inLabel.map(
      (group) => `Accounts ${quotedNames(group)} share a name or label: write each name exactly like this.`,
    ),
  ];
}

/** The names of those that share a key, for each key that several have. */
function sharing(named: readonly { readonly name: string; readonly key: string }[]): string[][] {
  const byKey = new Map<string, string[]>();
  for (const { name, key } of named) byKey.set(key, [...(byKey.get(key) ?? []), name]);
  return [...byKey.values()].filter((names) => names.length > 1);
}

const quotedNames = (names: readonly string[]): string => {
  const quoted = names.map((name) => `"${name}"`);
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
};
