import { mkdirSync, readFileSync } from 'node:fs';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { describe, expect, test } from 'vitest';
import { privateReader } from '../../../src/config/private-file.ts';
import { chooseAccount } from '../../../src/credentials/account.ts';
import { accountsOf, type Env, problemsOf } from '../../support/configure.ts';
import { cookieEditor, NOW } from '../../support/cookie-exports.ts';
import { cookieOf, folder } from '../../support/temporary-folder.ts';

/** The problems of an accounts file with this content. */
const problemsIn = (content: string | object, env: Env = {}): string[] =>
  problemsOf({ ...env, TIKTOK_ACCOUNTS_FILE: folder().write('accounts.json', content) }).map((problem) =>
    problem.replace(/^TIKTOK_ACCOUNTS_FILE: /, ''),
  );

describe('an accounts file', () => {
  test('gives every account its own cookie, proxy, label and scale', () => {
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
    const accounts = accountsOf({ TIKTOK_ACCOUNTS_FILE: file, COOKIE_OF_C: ` ${cookieOf('c')}\n` });
    expect(accounts.defaultName).toBe('a');
    expect([...accounts.byName]).toEqual([
      [
        'a',
        {
          cookie: cookieOf('a'),
          source: 'cookie in TIKTOK_ACCOUNTS_FILE',
          proxy: 'http://user:pw@proxy.example:8080',
          label: 'Anna',
          scoreScale: 'rating',
        },
      ],
      ['b.2_x-Y', { cookie: cookieEditor(), source: 'cookie_file in TIKTOK_ACCOUNTS_FILE' }],
      ['c', { cookie: cookieOf('c'), source: 'cookie_env in TIKTOK_ACCOUNTS_FILE', scoreScale: 'points' }],
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

  test('names the default', () => {
    const file = folder().write('accounts.json', {
      default: 'b',
      accounts: { a: { cookie: cookieOf('a') }, b: { cookie: cookieOf('b') } },
    });
    expect(accountsOf({ TIKTOK_ACCOUNTS_FILE: file }).defaultName).toBe('b');
  });

  test('may hold a bad cookie: that fails its own calls only', () => {
    const file = folder().write('accounts.json', {
      accounts: { a: { cookie: 'Your_Cookie_String' }, b: { cookie: cookieOf('b') } },
    });
    const accounts = accountsOf({ TIKTOK_ACCOUNTS_FILE: file });
    expect(() => chooseAccount(accounts, {}, NOW)).toThrow(
      'cookie in TIKTOK_ACCOUNTS_FILE (account "a") holds a placeholder, not a cookie.',
    );
    expect(chooseAccount(accounts, { account: 'b' }, NOW).cookie.header).toBe(cookieOf('b'));
  });
});

describe('problems of an accounts file', () => {
  test('come all at once, by account and field, without the values', () => {
    const { write } = folder();
    write('secret-open.txt', cookieOf('x'), 0o644);
    const file = write('accounts.json', {
      default: 'secret-default',
      'secret-key-1': 1,
      accounts: {
        a: { cookie_file: 'secret-missing.txt', proxy: 'secret-host:8080' },
        b: { cookie: 'secret-cookie', cookie_env: 'SECRET_ENV' },
        c: { label: '', score_scale: 'secret-scale' },
        d: { cookie_env: 'SECRET_ENV', cookies: 'secret' },
        e: { cookie_env: 'secret env' },
        f: 'secret-text',
        g: { cookie: 7 },
        'secret name; sessionid=secret': { cookie: cookieOf('h') },
      },
    });
    const problems = problemsOf({
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
        'TIKTOK_ACCOUNTS_FILE: account "a": cookie_file cannot be read (ENOENT). Check the path and its permissions.',
        'TIKTOK_ACCOUNTS_FILE: account "a": proxy must be a URL such as http://user:pass@host:port.',
        'TIKTOK_ACCOUNTS_FILE: account "b" has cookie_env and cookie. Keep one.',
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

  test.each(['', ' ', `\${user_config.cookie}`])('are a variable that holds %j', (OF_D) => {
    const { write } = folder();
    const file = write('accounts.json', { accounts: { d: { cookie_env: 'OF_D' } } });
    expect(problemsOf({ TIKTOK_ACCOUNTS_FILE: file, OF_D })).toEqual([
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
  ])('%j', (text, problem) => {
    expect(problemsIn(text)).toEqual([`${problem}.`]);
  });

  test.each(['a b', 'ä', 'x'.repeat(41), '', 'inline', '__proto__', 'a/b', 'a:b'])('the name %j', (name) => {
    const text = `{"accounts": {${JSON.stringify(name)}: {"cookie": "x"}}}`;
    expect(problemsIn(text)).toEqual([
      expect.stringMatching(/^account 1 must have a name of 1 to 40 letters/),
    ]);
  });

  test('that cannot be read', () => {
    expect(problemsOf({ TIKTOK_ACCOUNTS_FILE: folder().at('none.json') })).toEqual([
      'TIKTOK_ACCOUNTS_FILE cannot be read (ENOENT). Check the path and its permissions.',
    ]);
    expect(problemsOf({ TIKTOK_ACCOUNTS_FILE: folder().path }, privateReader(false))).toEqual([
      'TIKTOK_ACCOUNTS_FILE cannot be read (EISDIR). Check the path and its permissions.',
    ]);
  });
});

test('the scale of the one account is a setting', () => {
  const env = { TIKTOK_COOKIE: cookieOf('a') };
  expect(accountsOf({ ...env, TIKTOK_SCORE_SCALE: 'Rating' }).byName.get('main')).toMatchObject({
    scoreScale: 'rating',
  });
  expect(problemsOf({ ...env, TIKTOK_SCORE_SCALE: 'secret' })).toEqual([
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
  ])('agrees (%s) with the server on %j', (isValid, content) => {
    expect(validate(content).valid).toBe(isValid);
    expect(problemsIn(content, { A: cookie }).length === 0).toBe(isValid);
  });
});
