import { expect, test } from 'vitest';
import { accountNotes } from '../../../src/credentials/account-notes.ts';

const account = (session: string, label?: string) => ({
  cookie: `sessionid=${session}`,
  source: 'a test',
  label,
});
const notesOf = (accounts: Readonly<Record<string, ReturnType<typeof account>>>): string[] =>
  accountNotes({ byName: new Map(Object.entries(accounts)), defaultName: 'a' });

test('accounts with one session are one creator', () => {
  const accounts = { a: account('session-1'), b: account('session-2'), c: account('session-1') };
  expect(notesOf(accounts)).toEqual(['Accounts "a" and "c" have the same session: they are one creator.']);
});

test('names that differ only in case are pointed out, once', () => {
  const accounts = {
    Main: account('session-1'),
    main: account('session-2', 'Main'),
    shop: account('session-3'),
  };
  expect(notesOf(accounts)).toEqual([
    'Accounts "Main" and "main" differ only in case: write each name exactly like this.',
  ]);
});

test('a label that is also the label or the name of another account is pointed out', () => {
  const accounts = {
    a: account('session-1', 'Outlet'),
    b: account('session-2', ' outlet'),
    c: account('session-3', 'D'),
    d: account('session-4', 'Other'),
  };
  expect(notesOf(accounts)).toEqual([
    'Accounts "a" and "b" share a name or label: write each name exactly like this.',
    'Accounts "c" and "d" share a name or label: write each name exactly like this.',
  ]);
});
