import { chmodSync, renameSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { WatchedAccounts } from '../../../src/config/watched-accounts.ts';
import { EARLIER, editThisCookie, PAIRS } from '../../support/cookie-exports.ts';
import { file, follow } from '../../support/follow.ts';
import { cookieOf, folder } from '../../support/temporary-folder.ts';

const namesOf = (live: WatchedAccounts): string[] => [...live.byName.keys()];

describe('accounts follow their files', () => {
  test('written in place or replaced by a rename, and the map is a new one only then', async () => {
    const { write, at } = folder();
    const { live, problems } = await follow({ accountsFile: write('accounts.json', file('a')) });
    const before = live.byName;
    expect(await live.refresh()).toBe(false);
    expect(await live.refresh()).toBe(false);
    expect(live.byName).toBe(before);

    write('accounts.json', file('a', 'b'));
    expect(await live.refresh()).toBe(true);
    expect(namesOf(live)).toEqual(['a', 'b']);

    renameSync(write('accounts.new', file('b', 'c')), at('accounts.json'));
    expect(await live.refresh()).toBe(true);
    expect([live.defaultName, ...namesOf(live)]).toEqual(['b', 'b', 'c']);
    const after = live.byName;
    expect(await live.refresh()).toBe(false);
    expect(live.byName).toBe(after);
    expect([...before.keys()]).toEqual(['a']);
    expect(problems).toEqual([]);
  });

  test('a change before the first look is seen', async () => {
    const { write } = folder();
    const { live } = await follow({ accountsFile: write('accounts.json', file('a')) });
    write('accounts.json', file('z'));
    expect(await live.refresh()).toBe(true);
    expect(namesOf(live)).toEqual(['z']);
  });

  test('another default, cookie or label', async () => {
    const { write } = folder();
    const { live } = await follow({ accountsFile: write('accounts.json', file('a', 'b')) });
    write('accounts.json', { ...file('a', 'b'), default: 'b' });
    expect(await live.refresh()).toBe(true);
    expect(live.defaultName).toBe('b');

    const accounts = { a: { cookie: cookieOf('new'), label: 'Anna' }, b: { cookie: cookieOf('b') } };
    write('accounts.json', { accounts, default: 'b' });
    // The names are the same, so hosts need not be told.
    expect(await live.refresh()).toBe(false);
    expect(live.byName.get('a')).toMatchObject({ cookie: cookieOf('new'), label: 'Anna' });
  });

  test('cookie files that accounts name, also from the moment they do', async () => {
    const { write, at } = folder();
    const { live, problems } = await follow({ accountsFile: write('accounts.json', file('a')) });
    await live.refresh();
    write('b.txt', cookieOf('b'));
    write('accounts.json', { accounts: { b: { cookie_file: 'b.txt' } } });
    await live.refresh();
    renameSync(write('fresh.txt', cookieOf('fresh')), at('b.txt'));
    expect(await live.refresh()).toBe(false);
    expect(live.byName.get('b')?.cookie).toBe(cookieOf('fresh'));
    expect(problems).toEqual([]);
  });

  test('TIKTOK_COOKIE_FILE alone', async () => {
    const { write } = folder();
    const { live } = await follow({ cookieFile: write('cookie.txt', cookieOf('a')) });
    write('cookie.txt', editThisCookie());
    expect(await live.refresh()).toBe(false);
    expect(live.byName.get('main')?.cookie).toBe(editThisCookie());
  });
});

describe('what cannot be used changes nothing', () => {
  test('and is said once, until the file is right again', async () => {
    const { write, at } = folder();
    const { live, problems } = await follow({ accountsFile: write('accounts.json', file('a', 'b')) });
    const before = live.byName;
    const invalid = [
      '{"accounts": {"a": {"cookie": "secret-1"',
      { accounts: { a: { cookie: 'x', proxy: 'secret-2' }, b: { cookie: cookieOf('b') } } },
    ];
    for (const [index, content] of invalid.entries()) {
      write('accounts.json', content);
      for (let look = 0; look < 3; look += 1) expect(await live.refresh()).toBe(false);
      expect([...live.byName]).toEqual([...before]);
      expect(problems).toHaveLength(index + 1);
    }
    rmSync(at('accounts.json'));
    await live.refresh();
    await live.refresh();
    expect(problems).toHaveLength(3);
    expect(problems[2]).toBe(
      `The changed accounts cannot be used; the previous ones stay in use:\n- TIKTOK_ACCOUNTS_FILE names a file that does not exist: ${at('accounts.json')}.`,
    );
    expect(problems.join()).not.toContain('secret');

    write('accounts.json', file('c'));
    expect(await live.refresh()).toBe(true);
    expect(namesOf(live)).toEqual(['c']);
    rmSync(at('accounts.json'));
    await live.refresh();
    expect(problems).toHaveLength(4);
  });

  test.skipIf(process.platform === 'win32')('nor does a file that was opened to others', async () => {
    const { write, at } = folder();
    write('a.txt', cookieOf('a'));
    const { live, problems } = await follow({
      accountsFile: write('accounts.json', { accounts: { a: { cookie_file: 'a.txt' } } }),
    });
    await live.refresh();
    await live.refresh();
    chmodSync(at('a.txt'), 0o644);
    expect(await live.refresh()).toBe(false);
    expect(problems).toEqual([expect.stringContaining(`Run chmod 600 ${at('a.txt')} to close it.`)]);
    chmodSync(at('a.txt'), 0o600);
    await live.refresh();
    expect(live.byName.get('a')?.cookie).toBe(cookieOf('a'));
  });

  test('of one cookie, while the other accounts move on', async () => {
    const { write } = folder();
    write('a.txt', cookieOf('a'));
    write('b.txt', 'Your_Cookie_String');
    const { live, problems } = await follow({
      accountsFile: write('accounts.json', {
        accounts: { a: { cookie_file: 'a.txt' }, b: { cookie_file: 'b.txt' } },
      }),
    });
    await live.refresh();
    write('a.txt', editThisCookie(EARLIER).replaceAll(PAIRS.sessionid, 'session-of-a-4f1b'));
    write('b.txt', cookieOf('b'));
    for (let look = 0; look < 3; look += 1) await live.refresh();
    expect(live.byName.get('a')?.cookie).toBe(cookieOf('a'));
    expect(live.byName.get('b')?.cookie).toBe(cookieOf('b'));
    expect(problems).toEqual([
      expect.stringMatching(
        /^A changed account cannot be used; its previous cookie stays in use:\n- cookie_file in TIKTOK_ACCOUNTS_FILE \(account "a"\) has expired: sessionid \(2025-10-09\)/,
      ),
    ]);
  });
});

describe('an account that is given to another creator', () => {
  /** Account `a` with its cookie file, and what it has after a change. */
  async function afterChange(
    change: (files: ReturnType<typeof folder>) => void,
  ): Promise<string | undefined> {
    const files = folder();
    files.write('a.txt', cookieOf('a'));
    const accountsFile = files.write('accounts.json', { accounts: { a: { cookie_file: 'a.txt' } } });
    const { live } = await follow({ accountsFile });
    await live.refresh();
    change(files);
    await live.refresh();
    await live.refresh();
    return live.byName.get('a')?.cookie;
  }

  test.each<[string, (files: ReturnType<typeof folder>) => void]>([
    ['whose session has expired', ({ write }) => write('a.txt', editThisCookie(EARLIER))],
    ['whose cookie is damaged', ({ write }) => write('a.txt', 'sessionid=session of-b')],
    [
      'by another file without a usable cookie',
      ({ write }) => {
        write('b.txt', 'Your_Cookie_String');
        write('accounts.json', { accounts: { a: { cookie_file: 'b.txt' } } });
      },
    ],
  ])('%s does not answer for the one from before', async (_what, change) => {
    expect(await afterChange(change)).not.toBe(cookieOf('a'));
  });

  test.each<[string, (files: ReturnType<typeof folder>) => void]>([
    ['half of it is written', ({ write }) => write('a.txt', cookieOf('a').slice(0, 9))],
    ['it is empty for a moment', ({ write }) => write('a.txt', '')],
  ])('but one whose file is being written stays: %s', async (_what, change) => {
    expect(await afterChange(change)).toBe(cookieOf('a'));
  });
});
