import { describe, expect, test } from 'vitest';
import { helpText } from '../../../src/config/help-text.ts';
import { CommandLineError, loadConfig } from '../../../src/config/load-config.ts';
import { COOKIE, configOf, noFile, problemsOf } from '../../support/loaded-config.ts';

/** What is wrong with a command line. */
async function mistakesIn(argv: readonly string[]): Promise<string[]> {
  try {
    await loadConfig(argv, {}, noFile);
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    const [head, ...problems] = error.message.split('\n');
    expect(head).toBe('The arguments cannot be used:');
    return problems.map((problem) => problem.slice(2));
  }
  return [];
}

describe('what processes share', () => {
  const hex = 'a1'.repeat(32);
  const url = 'rediss://user:secret-word@redis.example:6380/2';

  test.each([hex, Buffer.from(hex, 'hex').toString('base64'), Buffer.from(hex, 'hex').toString('base64url')])(
    'is kept in Redis under a key of 32 bytes, %s',
    async (key) => {
      const { redis, problems } = await configOf({
        TIKTOK_CREATOR_REDIS_URL: url,
        TIKTOK_CREATOR_CACHE_KEY: key,
      });
      expect(redis?.url).toBe(url);
      expect(redis?.secret.toString('hex')).toBe(hex);
      expect(problems).toEqual([]);
    },
  );

  test.each(['a1'.repeat(31), 'a1'.repeat(33), `${hex.slice(1)}g`, 'no key at all', `"${hex}"`])(
    'is nothing under another key',
    async (key) => {
      const env = { TIKTOK_CREATOR_REDIS_URL: url, TIKTOK_CREATOR_CACHE_KEY: key };
      expect((await configOf(env)).redis).toBeUndefined();
      expect(await problemsOf(env)).toEqual([
        expect.stringMatching(/^TIKTOK_CREATOR_CACHE_KEY must be 32 bytes/),
      ]);
    },
  );

  test.each([
    'redis.example:6379',
    'http://redis.example',
    'redis:///0',
    'redis://host/name',
    'redis://ho st',
  ])('is nothing at %s', async (address) => {
    const env = { TIKTOK_CREATOR_REDIS_URL: address, TIKTOK_CREATOR_CACHE_KEY: hex };
    expect((await configOf(env)).redis).toBeUndefined();
    expect(await problemsOf(env)).toEqual([expect.stringMatching(/^TIKTOK_CREATOR_REDIS_URL /)]);
  });

  test('needs both settings', async () => {
    expect(await problemsOf({ TIKTOK_CREATOR_REDIS_URL: url })).toEqual([
      expect.stringContaining('without TIKTOK_CREATOR_CACHE_KEY'),
    ]);
    expect(await problemsOf({ TIKTOK_CREATOR_CACHE_KEY: hex })).toEqual([
      expect.stringContaining('without TIKTOK_CREATOR_REDIS_URL'),
    ]);
  });
});

describe('flags', () => {
  test('--help and --version win over everything', async () => {
    const broken = { TIKHUB_BASE_URL: 'nonsense' };
    expect(await loadConfig(['--help'], broken, noFile)).toEqual({ run: 'help', about: 'serve' });
    expect(await loadConfig(['--version'], broken, noFile)).toEqual({ run: 'version' });
    expect(await loadConfig(['--sandbox', '--help'], {}, noFile)).toEqual({ run: 'help', about: 'serve' });
  });

  test('--help names every setting', () => {
    for (const name of [
      'TIKHUB_API_KEY',
      'TIKHUB_BASE_URL',
      'TIKTOK_COOKIE',
      'TIKTOK_COOKIE_FILE',
      'TIKTOK_PROXY',
      'TIKTOK_CREATOR_TIMEOUT_MS',
      'TIKTOK_CREATOR_INLINE_CREDENTIALS',
    ]) {
      expect(helpText()).toContain(`  ${name} `);
    }
    for (const flag of ['--sandbox', '--help', '--version']) expect(helpText()).toContain(`  ${flag} `);
  });

  const SECRETS = 'Secrets go into the environment, never into arguments.';

  test.each([
    [['--sandbx'], `Argument 1 is not known. Did you mean --sandbox? ${SECRETS}`],
    [['--sadnbox'], `Argument 1 is not known. Did you mean --sandbox? ${SECRETS}`],
    [['--sandbox', '--api-key=secret-key'], `Argument 2 is not known. See --help. ${SECRETS}`],
    [['--sandbox', '--api-key', 'secret-key'], `Argument 2 is not known. See --help. ${SECRETS}`],
    [['--secret-key'], `Argument 1 is not known. See --help. ${SECRETS}`],
    [['--sessionid=secret-key; ttwid=x'], `Argument 1 is not known. See --help. ${SECRETS}`],
    [['--sandbox=yes'], 'Argument 1 (--sandbox) takes no value.'],
    [['secret-key'], `Argument 1 is not known. See --help. ${SECRETS}`],
    [['chekc'], `Argument 1 is not known. Did you mean check? ${SECRETS}`],
    [['coookie'], `Argument 1 is not known. Did you mean cookie? ${SECRETS}`],
    [['--live'], 'Argument 1 (--live) does not belong to this command. See --help.'],
    [['-x'], `Argument 1 is not known. See --help. ${SECRETS}`],
    [['setup', '--key-file', 'a', '--key-file', 'b'], 'Argument 4 (--key-file) is given twice.'],
  ])('%j is refused without being repeated', async (argv, says) => {
    const [problem] = await mistakesIn(argv);
    expect(problem).toBe(says);
    expect((await mistakesIn(argv)).join()).not.toMatch(/secret-key|api-key|sessionid/);
  });

  test.each([
    [['-h'], 'serve'],
    [['help'], 'serve'],
    [['--help'], 'serve'],
    [['check', '-h'], 'check'],
    [['help', 'accounts'], 'accounts'],
    [['help', 'nonsense'], 'serve'],
    [['cookie', '--help'], 'cookie'],
  ])('%j shows the help about %s', async (argv, about) => {
    expect(await loadConfig(argv, {}, noFile)).toEqual({ run: 'help', about });
  });

  test('the help about one command has its flags, in the words that start the program here', () => {
    const text = helpText('accounts', 'node /a/main.js');
    expect(text).toMatch(/^Usage: node \/a\/main\.js accounts \[--account NAME\]/);
    expect(text).toContain('  --yes ');
    expect(text).not.toMatch(/TIKTOK_COOKIE|--live/);
  });

  test.each(['-v', 'version', '--version'])('%s shows the version', async (word) => {
    expect(await loadConfig([word], {}, noFile)).toEqual({ run: 'version' });
  });
});

test('all problems come at once, without any value', async () => {
  const env = {
    TIKHUB_API_KEY: 'secret key',
    TIKHUB_BASE_URL: 'http://user:secret-pw@gateway.example',
    TIKTOK_COOKIE: COOKIE,
    TIKTOK_COOKIE_FILE: '/secret-place/cookie.txt',
    TIKTOK_PROXY: 'secret-proxy',
  };
  const problems = await problemsOf(env);
  expect(problems.map((problem) => problem.split(/ (is|are|must|has|and) /)[0]).sort()).toEqual([
    'TIKHUB_API_KEY',
    'TIKHUB_BASE_URL',
    'TIKHUB_BASE_URL',
    'TIKTOK_COOKIE',
    'TIKTOK_PROXY',
  ]);
  expect(problems.join('\n')).not.toContain('secret-');
  expect(problems.join('\n')).not.toContain('secret key');
});
