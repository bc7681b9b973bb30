import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { helpText } from '../../../src/config/help-text.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import type { Config } from '../../../src/config/read-config.ts';
import { COOKIE, configOf, noFile, problemsOf } from '../../support/loaded-config.ts';

describe('without any setting', () => {
  test('it is the vendor, without key and account, and not the sandbox', async () => {
    const config = await configOf({});
    expect(config).toMatchObject({ sandbox: false, apiKey: undefined, needsKey: true });
    expect(config.baseUrl.href).toBe('https://api.tikhub.io/');
    expect([...config.accounts.byName]).toEqual([]);
  });

  test('settings left blank count as left out', async () => {
    const blank = {
      TIKHUB_API_KEY: '',
      TIKHUB_BASE_URL: ' ',
      TIKTOK_COOKIE: '\n',
      TIKTOK_COOKIE_FILE: '',
      TIKTOK_PROXY: '',
    };
    expect(await configOf(blank)).toEqual(await configOf({}));
  });

  test.each([`\${user_config.field}`, ` \${TIKTOK_FIELD}\n`, `\${input:field}`])(
    'settings that are still the placeholder %j count as left out',
    async (placeholder) => {
      const settings = helpText().match(/^ {2}(TIK\w+|HTTPS_PROXY)/gm) ?? [];
      expect(settings).toHaveLength(28);
      const env = Object.fromEntries(settings.map((name) => [name.trim(), placeholder]));
      expect(await configOf(env)).toEqual(await configOf({}));
    },
  );

  test.each([`a\${user_config.field}`, `\${one}\${two}`])(
    'a text like %j is no placeholder',
    async (cookie) => {
      expect((await configOf({ TIKTOK_COOKIE: cookie })).accounts.byName.get('main')?.cookie).toBe(cookie);
    },
  );
});

describe('the account', () => {
  test('comes from TIKTOK_COOKIE, with its proxy', async () => {
    const { accounts } = await configOf({
      TIKTOK_COOKIE: ` ${COOKIE}\n`,
      TIKTOK_PROXY: 'http://user:pw@proxy.example:8080',
    });
    expect([...accounts.byName]).toEqual([
      [
        accounts.defaultName,
        { cookie: COOKIE, source: 'TIKTOK_COOKIE', proxy: 'http://user:pw@proxy.example:8080' },
      ],
    ]);
  });

  test('or from the file that TIKTOK_COOKIE_FILE names', async () => {
    const { accounts } = await configOf({ TIKTOK_COOKIE_FILE: '/home/me/cookie.txt' }, [], async (path) => {
      expect(path).toBe('/home/me/cookie.txt');
      return COOKIE;
    });
    expect(accounts.byName.get(accounts.defaultName)).toMatchObject({
      cookie: COOKIE,
      source: 'TIKTOK_COOKIE_FILE',
    });
  });

  test('is not both', async () => {
    expect(
      await problemsOf({ TIKTOK_COOKIE: COOKIE, TIKTOK_COOKIE_FILE: 'cookie.txt' }, async () => COOKIE),
    ).toEqual(['TIKTOK_COOKIE and TIKTOK_COOKIE_FILE are both set. Keep one.']);
  });

  test('is a problem when its file cannot be read', async () => {
    const missing = (path: string): Promise<string> => {
      throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
    };
    expect(await problemsOf({ TIKTOK_COOKIE_FILE: '/secret-place/cookie.txt' }, missing)).toEqual([
      'TIKTOK_COOKIE_FILE names a file that does not exist: /secret-place/cookie.txt.',
    ]);
  });

  test('may have a bad cookie: that fails its own calls only', async () => {
    expect(await problemsOf({ TIKTOK_COOKIE: 'Your_Cookie_String' })).toEqual([]);
  });

  test('is not read for the sandbox, which has its own', async () => {
    const config = await configOf({ TIKTOK_COOKIE: COOKIE, TIKTOK_COOKIE_FILE: '/nowhere' }, ['--sandbox']);
    expect(config.sandbox).toBe(true);
    expect([...config.accounts.byName]).toEqual([]);
  });

  test.each(['not a url', '://x', 'proxy.example:8080', 'user:secret-pw@proxy.example:8080'])(
    'has no proxy like %j',
    async (TIKTOK_PROXY) => {
      expect(await problemsOf({ TIKTOK_COOKIE: COOKIE, TIKTOK_PROXY })).toEqual([
        'TIKTOK_PROXY is not a URL. Use http://user:pass@host:port.',
      ]);
    },
  );
});

describe('a path', () => {
  const names = ['TIKTOK_COOKIE_FILE', 'TIKTOK_ACCOUNTS_FILE'];
  const whole = 'which is not replaced here. Write the whole path, or start it with ~.';

  test.each([
    ['"/home/me/cookie.txt"', 'is in quotes. Remove them.'],
    ['“C:\\cookie.txt”', 'is in quotes. Remove them.'],
    ['file:///home/me/cookie.txt', 'is a file: URL. Write the path itself.'],
    ['$HOME/cookie.txt', `contains $HOME, ${whole}`],
    [`\${HOME}/cookie.txt`, `contains \${HOME}, ${whole}`],
    ['%APPDATA%\\cookie.txt', `contains %APPDATA%, ${whole}`],
    ['$env:USERPROFILE\\cookie.txt', `contains $env:USERPROFILE, ${whole}`],
    ['~other/cookie.txt', 'starts with the home directory of another user. Write the whole path.'],
    ['sessionid=secret-session; ttwid=secret', 'holds cookies or other text, not the path of a file.'],
    ['sessionid=secret-session', 'holds cookies or other text, not the path of a file.'],
  ])('%s is named as what is wrong', async (written, says) => {
    for (const name of names) expect(await problemsOf({ [name]: written })).toEqual([`${name} ${says}`]);
  });

  test('may start with the home directory', async () => {
    const read: string[] = [];
    const readFile = async (path: string): Promise<string> => {
      read.push(path);
      return path.endsWith('.json') ? '{"accounts": {"a": {"cookie_file": "~/a.txt"}}}' : COOKIE;
    };
    await configOf({ TIKTOK_COOKIE_FILE: '~/cookie.txt' }, [], readFile);
    await configOf({ TIKTOK_ACCOUNTS_FILE: '~/x/accounts.json' }, [], readFile);
    expect(read).toEqual(['cookie.txt', 'x/accounts.json', 'a.txt'].map((path) => join(homedir(), path)));
  });

  test('of an account is judged in the same way', async () => {
    const readFile = async (): Promise<string> => '{"accounts": {"a": {"cookie_file": "$HOME/a.txt"}}}';
    expect(await problemsOf({ TIKTOK_ACCOUNTS_FILE: '/accounts.json' }, readFile)).toEqual([
      `TIKTOK_ACCOUNTS_FILE: account "a": cookie_file contains $HOME, ${whole}`,
    ]);
  });
});

describe('the base URL', () => {
  test.each([
    ['https://api.tikhub.io', 'https://api.tikhub.io/', true],
    ['https://api.tikhub.dev/', 'https://api.tikhub.dev/', true],
    ['https://API.TIKHUB.IO', 'https://api.tikhub.io/', true],
    ['https://gateway.example', 'https://gateway.example/', false],
    ['https://gateway.example/tiktok/v2', 'https://gateway.example/tiktok/v2/', false],
    ['https://gateway.example/tiktok/', 'https://gateway.example/tiktok/', false],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/', false],
    ['http://127.9.9.9', 'http://127.9.9.9/', false],
    ['http://localhost:3000/x', 'http://localhost:3000/x/', false],
    ['http://[::1]:3000', 'http://[::1]:3000/', false],
  ])('%s is %s, key needed: %s', async (TIKHUB_BASE_URL, href, needsKey) => {
    const config = await configOf({ TIKHUB_BASE_URL });
    expect(config.baseUrl.href).toBe(href);
    expect(config.needsKey).toBe(needsKey);
  });

  test.each([
    'http://api.tikhub.io',
    'http://10.0.0.1:8080',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'ftp://gateway.example',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('%s is refused: the cookies would travel in the clear', async (TIKHUB_BASE_URL) => {
    expect(await problemsOf({ TIKHUB_BASE_URL })).toEqual([
      expect.stringMatching(/^TIKHUB_BASE_URL must start with https:\/\//),
    ]);
  });

  test('without a scheme it is no URL', async () => {
    expect(await problemsOf({ TIKHUB_BASE_URL: 'api.tikhub.io' })).toEqual([
      'TIKHUB_BASE_URL is not a URL. Use for example https://api.tikhub.io.',
    ]);
  });

  test('holds no credentials', async () => {
    expect(await problemsOf({ TIKHUB_BASE_URL: 'https://me:secret-pw@gateway.example' })).toEqual([
      'TIKHUB_BASE_URL must not contain a user or password.',
    ]);
  });
});

describe('the key', () => {
  test('is taken without the spaces around it', async () => {
    expect((await configOf({ TIKHUB_API_KEY: ' abc/DEF+123== \n' })).apiKey).toBe('abc/DEF+123==');
  });

  test.each(['two words', 'línea', 'a\nb', 'Bearer abc', 'abc\u200bdef'])(
    'is not %j',
    async (TIKHUB_API_KEY) => {
      const problems = await problemsOf({ TIKHUB_API_KEY });
      expect(problems).toEqual([
        expect.stringMatching(/^TIKHUB_API_KEY has characters that a key cannot have/),
      ]);
      expect(problems.join()).not.toContain(TIKHUB_API_KEY);
    },
  );

  test.each(['"abc123"', "'abc123'", '“abc123”'])('is not in quotes: %s', async (TIKHUB_API_KEY) => {
    expect(await problemsOf({ TIKHUB_API_KEY })).toEqual(['TIKHUB_API_KEY is in quotes. Remove them.']);
  });

  test.each(['your-api-key', '…', '...', '<key>', 'xxxx'])(
    'is not the placeholder %j',
    async (TIKHUB_API_KEY) => {
      expect(await problemsOf({ TIKHUB_API_KEY })).toEqual([
        'TIKHUB_API_KEY holds a placeholder, not a key. Copy yours from https://user.tikhub.io.',
      ]);
    },
  );
});

describe('limits and ways out', () => {
  test('have defaults', async () => {
    expect(await configOf({})).toMatchObject({ timeoutMs: 50_000, inlineCredentials: true });
    expect(Object.values((await configOf({})).proxySettings)).toEqual([undefined, undefined, undefined]);
  });

  test('are taken from the environment', async () => {
    const config = await configOf({
      TIKTOK_CREATOR_TIMEOUT_MS: '30000',
      TIKTOK_CREATOR_INLINE_CREDENTIALS: 'OFF',
      HTTPS_PROXY: 'http://proxySettings.example:3128',
      no_proxy: 'localhost',
    });
    expect(config).toMatchObject({ timeoutMs: 30_000, inlineCredentials: false });
    expect(config.proxySettings).toEqual({
      httpsProxy: 'http://proxySettings.example:3128',
      noProxy: 'localhost',
    });
  });

  test.each([
    ['proxy.corp:3128', 'http://proxy.corp:3128'],
    ['user:pass@proxy.corp:3128', 'http://user:pass@proxy.corp:3128'],
    ['https://proxy.corp', 'https://proxy.corp'],
  ])('take %s for a proxy', async (written, proxy) => {
    expect((await configOf({ http_proxy: written })).proxySettings.httpProxy).toBe(proxy);
    expect((await configOf({ HTTPS_PROXY: written })).proxySettings.httpsProxy).toBe(proxy);
  });

  test.each(['http://user:s3cretpass@', '::::', 'http://us%er:s3cretpass@proxy'])(
    'are no proxy like %s',
    async (written) => {
      expect(await problemsOf({ HTTPS_PROXY: written })).toEqual([
        'HTTPS_PROXY is not the URL of a proxy. Use http://user:pass@host:port.',
      ]);
      // One that no call would take is not judged.
      expect(await problemsOf({ HTTP_PROXY: written })).toEqual([]);
      expect(await problemsOf({ HTTPS_PROXY: written, NO_PROXY: '*' })).toEqual([]);
    },
  );

  test('of the way out do not matter to the sandbox', async () => {
    const { run } = await loadConfig(['--sandbox'], { HTTPS_PROXY: '::::' }, noFile);
    expect(run).toBe('serve');
  });

  test.each(['0', '99', '600001', '1.5', '10s', 'NaN', '-1'])(
    'are no time like %j',
    async (TIKTOK_CREATOR_TIMEOUT_MS) => {
      expect(await problemsOf({ TIKTOK_CREATOR_TIMEOUT_MS })).toEqual([
        'TIKTOK_CREATOR_TIMEOUT_MS must be a whole number of milliseconds from 100 to 600000.',
      ]);
    },
  );

  const OFF = { isOn: false, directory: undefined };
  const MEMORY = { isOn: true, directory: undefined };
  test.each<readonly [string, Config['cache']]>([
    ...['OFF', 'false', '0', 'no', 'None', 'disabled', '"off"', "'Off'"].map((word) => [word, OFF] as const),
    ...['Memory', 'on', 'true', '1', 'TRUE', '"memory"'].map((word) => [word, MEMORY] as const),
    ...['./Off', '/var/cache', '../cache', 'C:\\cache', 'd:/cache', '.\\cache'].map(
      (directory) => [directory, { isOn: true, directory }] as const,
    ),
    ['~/cache', { isOn: true, directory: join(homedir(), 'cache') }],
    ['~', { isOn: true, directory: homedir() }],
  ])('of the cache are words in any case, or a directory: %s', async (TIKTOK_CREATOR_CACHE, cache) => {
    const { directory, ...rest } = (await configOf({ TIKTOK_CREATOR_CACHE })).cache;
    expect({ ...rest, directory: directory?.replace(/[/\\]$/, '') }).toEqual(cache);
  });

  test.each([
    ['of', 'must be memory, off, or a directory that starts with /, ./, ~ or a drive such as C:\\.'],
    ['cache', 'must be memory, off, or a directory that starts with /, ./, ~ or a drive such as C:\\.'],
    ['"/var/cache"', 'is in quotes. Remove them.'],
    ['file:///var/cache', 'is a file: URL. Write the path itself.'],
  ])('of the cache are not %s', async (TIKTOK_CREATOR_CACHE, says) => {
    expect(await problemsOf({ TIKTOK_CREATOR_CACHE })).toEqual([`TIKTOK_CREATOR_CACHE ${says}`]);
  });

  const ALL = ['summaries', 'analysis', 'endpoints', 'accounts', 'export'];
  test.each([
    ['all', ALL],
    ['summaries,analysis', ['summaries', 'analysis']],
    [' Analysis , EXPORT,analysis, ', ['analysis', 'export']],
    ['endpoints', ['endpoints']],
  ])('of the tools are sets separated by commas: %j', async (TIKTOK_CREATOR_TOOLSETS, sets) => {
    const config = await configOf({ TIKTOK_CREATOR_TOOLSETS });
    expect([[...config.toolsets], config.problems]).toEqual([sets, expect.any(Array)]);
    expect(config.problems.join()).not.toContain('TOOLSETS');
    const flagged = await configOf({ TIKTOK_CREATOR_TOOLSETS: 'accounts' }, ['--toolsets', sets.join()]);
    expect([...flagged.toolsets]).toEqual(sets);
  });

  test.each([
    ['summary', ''],
    ['summaries,anlysis', ' Perhaps analysis was meant.'],
    ['endpoint', ' Perhaps endpoints was meant.'],
    ['all,export', ''],
    [',', ''],
  ])('of the tools are not %j', async (TIKTOK_CREATOR_TOOLSETS, nearest) => {
    const says = `TIKTOK_CREATOR_TOOLSETS must be all, or some of ${ALL.join(', ')}, separated by commas.`;
    expect(await problemsOf({ TIKTOK_CREATOR_TOOLSETS })).toEqual([`${says}${nearest}`]);
    expect([...(await configOf({ TIKTOK_CREATOR_TOOLSETS })).toolsets]).toEqual(ALL);
  });

  test('are on or off', async () => {
    expect(await problemsOf({ TIKTOK_CREATOR_INLINE_CREDENTIALS: 'false' })).toEqual([
      'TIKTOK_CREATOR_INLINE_CREDENTIALS must be on or off.',
    ]);
  });
});
