import type { Accounts } from './account.ts';
import { sessionIn } from './cookie.ts';

/** Which accounts are easily taken for each other, as sentences. */
export const accountNotes = (accounts: Accounts): string[] => [
  ...sharedSessions(accounts),
  ...sharedNames(accounts),
];

/** Accounts that have one session, and so are one creator under several names. */
function sharedSessions({ byName }: Accounts): string[] {
  const named = [...byName].map(([name, { cookie }]) => ({ name, key: sessionIn(cookie) }));
  return sharing(named.filter(({ key }) => key !== '')).map(
    (names) => `Accounts ${quotedNames(names)} have the same session: they are one creator.`,
  );
}

/** Accounts that are called the same but for case, so that only the exact name tells which is meant. */
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
      (group) => `Accounts ${quotedNames(group)} differ only in case: write each name exactly so.`,
    ),
    ...inLabel.map(
      (group) => `Accounts ${quotedNames(group)} share a name or label: write the name of each exactly so.`,
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
