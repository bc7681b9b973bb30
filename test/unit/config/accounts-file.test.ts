import { mkdirSync, readFileSync } from 'node:fs';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { describe, expect, test } from 'vitest';
import { privateReader } from '../../../src/config/private-file.ts';
import { chooseAccount } from '../../../src/credentials/account.ts';
import { accountsOf, type Env, problemsOf } from '../../support/configure.ts';
import { cookieEditor, NOW } from '../../support/cookie-exports.ts';
import { follow } from '../../support/follow.ts';
import { cookieOf, folder } from '../../support/temporary-folder.ts';

/** The problems of an accounts file with this content. */
async function problemsIn(content: string | object, env: Env = {}): Promise<string[]> {
  const file = folder().write('accounts.json', content);
  const problems = await problemsOf({ ...env, TIKTOK_ACCOUNTS_FILE: file });
  return problems.map((problem) => problem.replace(/^TIKTOK_ACCOUNTS_FILE: /, ''));
}

describe('an accounts file', () => {
  test('gives every account its own cookie, proxy, label and scale', async () => {
    const { write, at } = folder();
    mkdirSync(at('cookies'));
    write('cookies/b.json', cookieEditor());
    const file = write('accounts.json', {
      $schema: './schema/accounts.schema.json',
      accounts: {
        a: {
          cookie: cookieOf('a'),
          proxy: 'http://user:pw@proxy.example:8080',
          label: 'Anna',
          score_scale: 'rating',
        },
        'b.2_x-Y': { cookie_file: 'cookies/b.json' },
        c: { cookie_env: 'COOKIE_OF_C', score_scale: 'points' },
      },
    });
    const accounts = await accountsOf({ TIKTOK_ACCOUNTS_FILE: file, COOKIE_OF_C: ` ${cookieOf('c')}\n` });
    expect(accounts.defaultName).toBe('a');
    expect([...accounts.byName]).toEqual([
      [
        'a',
        {
          cookie: cookieOf('a'),
          source: 'cookie in TIKTOK_ACCOUNTS_FILE',
          inAccountsFile: 'cookie',
          proxy: 'http://user:pw@proxy.example:8080',
          label: 'Anna',
          scoreScale: 'rating',
        },
      ],
      [
        'b.2_x-Y',
        {
          cookie: cookieEditor(),
          source: 'cookie_file in TIKTOK_ACCOUNTS_FILE',
          inAccountsFile: 'reference',
          file: at('cookies/b.json'),
        },
      ],
      [
        'c',
        {
          cookie: cookieOf('c'),
          source: 'cookie_env in TIKTOK_ACCOUNTS_FILE',
          inAccountsFile: 'reference',
          scoreScale: 'points',
        },
      ],
    ]);
    expect(chooseAccount(accounts, {}, NOW)).toMatchObject({ name: 'a', scoreScale: 'rating' });
    expect(chooseAccount(accounts, { account: 'c' }, NOW)).toMatchObject({
      cookie: { header: cookieOf('c') },
      proxy: undefined,
      scoreScale: 'points',
    });
    expect(chooseAccount(accounts, { cookie: cookieOf('x') }, NOW).scoreScale).toBeUndefined();
    expect(() => chooseAccount(accounts, { account: 'd' }, NOW)).toThrow(
      expect.objectContaining({ next: 'The configured accounts are: a, b.2_x-Y, c.' }),
    );
  });

  test('names the default', async () => {
    const file = folder().write('accounts.json', {
      default: 'b',
      accounts: { a: { cookie: cookieOf('a') }, b: { cookie: cookieOf('b') } },
    });
    expect((await accountsOf({ TIKTOK_ACCOUNTS_FILE: file })).defaultName).toBe('b');
  });

  test('may hold a bad cookie: that fails its own calls only', async () => {
    const file = folder().write('accounts.json', {
      accounts: { a: { cookie: 'Your_Cookie_String' }, b: { cookie: cookieOf('b') } },
    });
    const accounts = await accountsOf({ TIKTOK_ACCOUNTS_FILE: file });
    expect(() => chooseAccount(accounts, {}, NOW)).toThrow(
      'cookie in TIKTOK_ACCOUNTS_FILE (account "a") holds a placeholder, not a cookie.',
    );
    expect(chooseAccount(accounts, { account: 'b' }, NOW).cookie.header).toBe(cookieOf('b'));
  });
});

describe('the names of an accounts file', () => {
  const inOrder = async (text: string): Promise<string[]> => {
    const { byName, defaultName } = await accountsOf({
      TIKTOK_ACCOUNTS_FILE: folder().write('accounts.json', text),
    });
    return [defaultName, ...byName.keys()];
  };
  const entry = (name: string): string => `"${name}": {"cookie": "sessionid=session-of-${name}-1"}`;

  test('come in the order of the text, also those that look like numbers', async () => {
    expect(await inOrder(`{"accounts": {${['zoe', '10', '9', 'amy'].map(entry).join(',')}}}`)).toEqual([
      'zoe',
      'zoe',
      '10',
      '9',
      'amy',
    ]);
    expect(await inOrder(`\ufeff{"accounts": {${['7', '3'].map(entry).join(',')}}}`)).toEqual([
      '7',
      '7',
      '3',
    ]);
    expect(await inOrder(`{"default": "3", "accounts": {${['7', '3'].map(entry).join(',')}}}`)).toEqual([
      '3',
      '7',
      '3',
    ]);
  });

  test('and are not confused by what the other texts hold', async () => {
    const label = JSON.stringify('{"accounts": {"x": [1, "y": }');
    const text = `{"$schema": "a\\"b", "accounts": {"a": {"label": ${label}, "cookie": "sessionid=s"}, ${entry('b')}}}`;
    expect(await inOrder(text)).toEqual(['a', 'a', 'b']);
  });

  test.each([
    [
      `{"accounts": {${entry('a')}, ${entry('b')}, ${entry('a')}}}`,
      'account "a" is in the file twice. Keep one, or rename the other.',
    ],
    [
      '{"accounts": {"a": {"cookie": "sessionid=secret", "cookie": "sessionid=other"}}}',
      'account "a": "cookie" is written twice.',
    ],
    [`{"accounts": {${entry('a')}}, "accounts": {${entry('a')}}}`, '"accounts" is in the file twice.'],
    [`{"default": "b", "default": "a", "accounts": {${entry('a')}}}`, '"default" is in the file twice.'],
    [
      String.raw`{"accounts": {"a": {"cookie": "x"}, "\u0061": {"cookie": "y"}}}`,
      'account "a" is in the file twice. Keep one, or rename the other.',
    ],
  ])('are there only once: %s', async (text, problem) => {
    expect(await problemsIn(text)).toContain(problem);
  });

  test('that have one session are pointed out', async () => {
    const { write } = folder();
    write('c.txt', `sessionid=session-of-a-4f1b`);
    const accountsFile = write('accounts.json', {
      accounts: { a: { cookie: cookieOf('a') }, b: { cookie: cookieOf('b') }, c: { cookie_file: 'c.txt' } },
    });
    const { live, problems } = await follow({ accountsFile });
    await live.refresh();
    await live.refresh();
    expect(problems).toEqual(['Accounts "a" and "c" have the same session: they are one creator.']);
  });
});

describe('problems of an accounts file', () => {
  test('come all at once, by account and field, without the values', async () => {
    const { write, at } = folder();
    write('secret-open.txt', cookieOf('x'), 0o644);
    const file = write('accounts.json', {
      default: 'secret-default',
      'secret-key-1': 1,
      accounts: {
        a: { cookie_file: 'missing.txt', proxy: 'secret-host:8080' },
        b: { cookie: 'secret-cookie', cookie_env: 'SECRET_ENV' },
        c: { label: '', score_scale: 'secret-scale' },
        d: { cookie_env: 'SECRET_ENV', cookies: 'secret' },
        e: { cookie_env: 'secret env' },
        f: 'secret-text',
        g: { cookie: 7 },
        'secret name; sessionid=secret': { cookie: cookieOf('h') },
      },
    });
    const problems = await problemsOf({
      TIKTOK_ACCOUNTS_FILE: file,
      TIKTOK_COOKIE: 'secret-single',
      TIKTOK_SCORE_SCALE: 'secret-scale',
      TIKHUB_BASE_URL: 'secret-url',
    });
    expect(problems.join('\n')).not.toMatch(/secret/i);
    expect(problems.toSorted()).toEqual(
      [
        'TIKHUB_BASE_URL is not a URL. Use for example https://api.tikhub.io.',
        'TIKTOK_ACCOUNTS_FILE is not used together with TIKTOK_COOKIE, TIKTOK_SCORE_SCALE: keep the file or the variables.',
        'TIKTOK_SCORE_SCALE must be points or rating.',
        'TIKTOK_ACCOUNTS_FILE: default is not one of the accounts.',
        'TIKTOK_ACCOUNTS_FILE: the file has an unknown field.',
        `TIKTOK_ACCOUNTS_FILE: account "a": cookie_file names a file that does not exist: ${at('missing.txt')}.`,
        'TIKTOK_ACCOUNTS_FILE: account "a": proxy must be a URL such as http://user:pass@host:port.',
        'TIKTOK_ACCOUNTS_FILE: account "b" has cookie_env and cookie. Keep one of them.',
        'TIKTOK_ACCOUNTS_FILE: account "c" has no cookie. Set cookie_file, cookie_env or cookie.',
        'TIKTOK_ACCOUNTS_FILE: account "c": label must be a text of 1 to 80 characters.',
        'TIKTOK_ACCOUNTS_FILE: account "c": score_scale must be "points" or "rating".',
        'TIKTOK_ACCOUNTS_FILE: account "d" has an unknown field "cookies".',
        'TIKTOK_ACCOUNTS_FILE: account "d": cookie_env names a variable that is not set.',
        'TIKTOK_ACCOUNTS_FILE: account "e": cookie_env must be the name of an environment variable.',
        'TIKTOK_ACCOUNTS_FILE: account "f" must be an object.',
        'TIKTOK_ACCOUNTS_FILE: account "g": cookie must be a text that is not empty.',
        'TIKTOK_ACCOUNTS_FILE: account 8 must have a name of 1 to 40 letters, digits, ".", "_" or "-" (not "inline").',
      ].toSorted(),
    );
  });

  test.each(['', ' ', `\${user_config.cookie}`])('are a variable that holds %j', async (OF_D) => {
    const { write } = folder();
    const file = write('accounts.json', { accounts: { d: { cookie_env: 'OF_D' } } });
    expect(await problemsOf({ TIKTOK_ACCOUNTS_FILE: file, OF_D })).toEqual([
      'TIKTOK_ACCOUNTS_FILE: account "d": cookie_env names a variable that is not set.',
    ]);
  });

  test.each([
    ['', 'the file is not JSON'],
    ['sessionid=secret', 'the file is not JSON'],
    [
      '{\n "accounts": {\n  "a": {"cookie": "secret" "b": 1}\n }\n}',
      'the file is not JSON (line 3, column 28)',
    ],
    ['[]', 'the file must be an object'],
    ['null', 'the file must be an object'],
    ['{}', 'accounts must be an object of accounts by name'],
    ['{"accounts": []}', 'accounts must be an object of accounts by name'],
    ['{"accounts": {}}', 'accounts has no account'],
    ['{"accounts": {"a": {"cookie": "x"}}, "default": 5}', 'default must be the name of an account'],
  ])('%j', async (text, problem) => {
    expect(await problemsIn(text)).toEqual([`${problem}.`]);
  });

  test.each(['a b', 'ä', 'x'.repeat(41), '', 'inline', '__proto__', 'a/b', 'a:b'])(
    'the name %j',
    async (name) => {
      const text = `{"accounts": {${JSON.stringify(name)}: {"cookie": "x"}}}`;
      expect(await problemsIn(text)).toEqual([
        expect.stringMatching(/^account 1 must have a name of 1 to 40 letters/),
      ]);
    },
  );

  test('that cannot be read', async () => {
    const { at, path } = folder();
    expect(await problemsOf({ TIKTOK_ACCOUNTS_FILE: at('none.json') })).toEqual([
      `TIKTOK_ACCOUNTS_FILE names a file that does not exist: ${at('none.json')}.`,
    ]);
    expect(await problemsOf({ TIKTOK_ACCOUNTS_FILE: path }, privateReader(false))).toEqual([
      `TIKTOK_ACCOUNTS_FILE names a directory, not a file: ${path}.`,
    ]);
  });
});

test('the scale of the one account is a setting', async () => {
  const env = { TIKTOK_COOKIE: cookieOf('a') };
  expect((await accountsOf({ ...env, TIKTOK_SCORE_SCALE: 'Rating' })).byName.get('main')).toMatchObject({
    scoreScale: 'rating',
  });
  expect(await problemsOf({ ...env, TIKTOK_SCORE_SCALE: 'secret' })).toEqual([
    'TIKTOK_SCORE_SCALE must be points or rating.',
  ]);
});

describe('the schema for editors', () => {
  const { $schema, ...schema } = JSON.parse(
    readFileSync(new URL('../../../schema/accounts.schema.json', import.meta.url), 'utf8'),
  );
  const validate = new AjvJsonSchemaValidator().getValidator(schema);
  const cookie = cookieOf('a');

  test.each<[boolean, object]>([
    [true, { accounts: { a: { cookie } } }],
    [
      true,
      { $schema: 'x', default: 'a', accounts: { a: { cookie_env: 'A', label: 'x', score_scale: 'points' } } },
    ],
    [false, {}],
    [false, { accounts: { a: {} } }],
    [false, { accounts: { a: { cookie, cookie_env: 'A' } } }],
    [false, { accounts: { 'a b': { cookie } } }],
    [false, { accounts: { inline: { cookie } } }],
    [false, { accounts: { a: { cookie, cooky: 1 } } }],
    [false, { accounts: { a: { cookie, score_scale: 'stars' } } }],
    [false, { accounts: { a: { cookie } }, more: 1 }],
  ])('agrees (%s) with the server on %j', async (isValid, content) => {
    expect(validate(content).valid).toBe(isValid);
    expect((await problemsIn(content, { A: cookie })).length === 0).toBe(isValid);
  });
});
