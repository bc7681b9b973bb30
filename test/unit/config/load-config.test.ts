import { describe, expect, test } from 'vitest';
import { helpText } from '../../../src/config/help-text.ts';
import { type Config, ConfigError, loadConfig } from '../../../src/config/load-config.ts';

type Env = Readonly<Record<string, string | undefined>>;

const COOKIE = 'sessionid=secret-session; msToken=secret-token; ttwid=secret-ttwid';

function noFile(path: string): string {
  throw new Error(`${path} was read`);
}

function configOf(env: Env, argv: readonly string[] = [], readFile = noFile): Config {
  const command = loadConfig(argv, env, readFile);
  if (command.run !== 'serve') throw new Error(`it would ${command.run}`);
  return command.config;
}

/** The problems that a configuration is refused with, one each. */
function problemsOf(env: Env, argv: readonly string[] = [], readFile = noFile): string[] {
  try {
    loadConfig(argv, env, readFile);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [head, ...problems] = error.message.split('\n');
    expect(head).toBe('The configuration cannot be used:');
    for (const problem of problems) expect(problem).toMatch(/^- .+\.$/);
    return problems.map((problem) => problem.slice(2));
  }
  return [];
}

describe('without any setting', () => {
  test('it is the vendor, without key and account, and not the sandbox', () => {
    const config = configOf({});
    expect(config).toMatchObject({ sandbox: false, apiKey: undefined, needsKey: true });
    expect(config.baseUrl.href).toBe('https://api.tikhub.io/');
    expect([...config.accounts.byName]).toEqual([]);
  });

  test('settings left blank count as left out', () => {
    const blank = {
      TIKHUB_API_KEY: '',
      TIKHUB_BASE_URL: ' ',
      TIKTOK_COOKIE: '\n',
      TIKTOK_COOKIE_FILE: '',
      TIKTOK_PROXY: '',
    };
    expect(configOf(blank)).toEqual(configOf({}));
  });

  test.each([`\${user_config.field}`, ` \${TIKTOK_FIELD}\n`, `\${input:field}`])(
    'settings that are still the placeholder %j count as left out',
    (placeholder) => {
      const settings = helpText().match(/^ {2}(TIK\w+|HTTPS_PROXY)/gm) ?? [];
      expect(settings).toHaveLength(12);
      const env = Object.fromEntries(settings.map((name) => [name.trim(), placeholder]));
      expect(configOf(env)).toEqual(configOf({}));
    },
  );

  test.each([`\${HOME}/cookie.txt`, `a\${user_config.field}`, `\${one}\${two}`])(
    'a text like %j is no placeholder',
    (TIKTOK_COOKIE_FILE) => {
      expect(configOf({ TIKTOK_COOKIE_FILE }, [], (path) => path).accounts.byName.get('main')?.cookie).toBe(
        TIKTOK_COOKIE_FILE,
      );
    },
  );
});

describe('the account', () => {
  test('comes from TIKTOK_COOKIE, with its proxy', () => {
    const { accounts } = configOf({
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

  test('or from the file that TIKTOK_COOKIE_FILE names', () => {
    const { accounts } = configOf({ TIKTOK_COOKIE_FILE: '/home/me/cookie.txt' }, [], (path) => {
      expect(path).toBe('/home/me/cookie.txt');
      return COOKIE;
    });
    expect(accounts.byName.get(accounts.defaultName)).toMatchObject({
      cookie: COOKIE,
      source: 'TIKTOK_COOKIE_FILE',
    });
  });

  test('is not both', () => {
    expect(problemsOf({ TIKTOK_COOKIE: COOKIE, TIKTOK_COOKIE_FILE: 'cookie.txt' }, [], () => COOKIE)).toEqual(
      ['TIKTOK_COOKIE and TIKTOK_COOKIE_FILE are both set. Keep one.'],
    );
  });

  test('is a problem when its file cannot be read', () => {
    const missing = (path: string): string => {
      throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
    };
    expect(problemsOf({ TIKTOK_COOKIE_FILE: '/secret-place/cookie.txt' }, [], missing)).toEqual([
      'TIKTOK_COOKIE_FILE cannot be read (ENOENT). Check the path and its permissions.',
    ]);
  });

  test('may have a bad cookie: that fails its own calls only', () => {
    expect(problemsOf({ TIKTOK_COOKIE: 'Your_Cookie_String' })).toEqual([]);
  });

  test('is not read for the sandbox, which has its own', () => {
    const config = configOf({ TIKTOK_COOKIE: COOKIE, TIKTOK_COOKIE_FILE: '/nowhere' }, ['--sandbox']);
    expect(config.sandbox).toBe(true);
    expect([...config.accounts.byName]).toEqual([]);
  });

  test.each(['not a url', '://x', 'proxy.example:8080', 'user:secret-pw@proxy.example:8080'])(
    'has no proxy like %j',
    (TIKTOK_PROXY) => {
      expect(problemsOf({ TIKTOK_COOKIE: COOKIE, TIKTOK_PROXY })).toEqual([
        'TIKTOK_PROXY is not a URL. Use http://user:pass@host:port.',
      ]);
    },
  );
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
  ])('%s is %s, key needed: %s', (TIKHUB_BASE_URL, href, needsKey) => {
    const config = configOf({ TIKHUB_BASE_URL });
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
  ])('%s is refused: the cookies would travel in the clear', (TIKHUB_BASE_URL) => {
    expect(problemsOf({ TIKHUB_BASE_URL })).toEqual([
      expect.stringMatching(/^TIKHUB_BASE_URL must start with https:\/\//),
    ]);
  });

  test('without a scheme it is no URL', () => {
    expect(problemsOf({ TIKHUB_BASE_URL: 'api.tikhub.io' })).toEqual([
      'TIKHUB_BASE_URL is not a URL. Use for example https://api.tikhub.io.',
    ]);
  });

  test('holds no credentials', () => {
    expect(problemsOf({ TIKHUB_BASE_URL: 'https://me:secret-pw@gateway.example' })).toEqual([
      'TIKHUB_BASE_URL must not contain a user or password.',
    ]);
  });
});

describe('the key', () => {
  test('is taken without the spaces around it', () => {
    expect(configOf({ TIKHUB_API_KEY: ' abc/DEF+123== \n' }).apiKey).toBe('abc/DEF+123==');
  });

  test.each(['two words', 'línea', 'a\nb', 'Bearer abc', 'abc\u200bdef'])('is not %j', (TIKHUB_API_KEY) => {
    const problems = problemsOf({ TIKHUB_API_KEY });
    expect(problems).toEqual([expect.stringMatching(/^TIKHUB_API_KEY has characters that no key has/)]);
    expect(problems.join()).not.toContain(TIKHUB_API_KEY);
  });

  test.each(['your-api-key', '…', '...', '<key>', 'xxxx'])('is not the placeholder %j', (TIKHUB_API_KEY) => {
    expect(problemsOf({ TIKHUB_API_KEY })).toEqual([
      'TIKHUB_API_KEY holds a placeholder, not a key. Copy yours from https://user.tikhub.io.',
    ]);
  });
});

describe('limits and ways out', () => {
  test('have defaults', () => {
    expect(configOf({})).toMatchObject({ timeoutMs: 50_000, inlineCredentials: true });
    expect(Object.values(configOf({}).proxySettings)).toEqual([undefined, undefined, undefined]);
  });

  test('are taken from the environment', () => {
    const config = configOf({
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
  ])('take %s for a proxy', (written, proxy) => {
    expect(configOf({ http_proxy: written }).proxySettings.httpProxy).toBe(proxy);
    expect(configOf({ HTTPS_PROXY: written }).proxySettings.httpsProxy).toBe(proxy);
  });

  test.each(['http://user:s3cretpass@', '::::', 'socks5://proxy.corp', 'http://us%er:s3cretpass@proxy'])(
    'are no proxy like %s',
    (written) => {
      for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) {
        expect(problemsOf({ [name]: written })).toEqual([
          `${name} is not the URL of a proxy. Use http://user:pass@host:port.`,
        ]);
      }
    },
  );

  test('of the way out do not matter to the sandbox', () => {
    const { run } = loadConfig(['--sandbox'], { HTTPS_PROXY: '::::' }, noFile);
    expect(run).toBe('serve');
  });

  test.each(['0', '99', '600001', '1.5', '10s', 'NaN', '-1'])(
    'are no time like %j',
    (TIKTOK_CREATOR_TIMEOUT_MS) => {
      expect(problemsOf({ TIKTOK_CREATOR_TIMEOUT_MS })).toEqual([
        'TIKTOK_CREATOR_TIMEOUT_MS must be a whole number of milliseconds from 100 to 600000.',
      ]);
    },
  );

  test.each([
    ['OFF', { isOn: false, directory: undefined }],
    ['Memory', { isOn: true, directory: undefined }],
    ['on', { isOn: true, directory: undefined }],
    ['./Off', { isOn: true, directory: './Off' }],
  ])('of the cache are words in any case, or a directory: %s', (TIKTOK_CREATOR_CACHE, cache) => {
    expect(configOf({ TIKTOK_CREATOR_CACHE }).cache).toEqual(cache);
  });

  test('are on or off', () => {
    expect(problemsOf({ TIKTOK_CREATOR_INLINE_CREDENTIALS: 'false' })).toEqual([
      'TIKTOK_CREATOR_INLINE_CREDENTIALS must be on or off.',
    ]);
  });
});

describe('flags', () => {
  test('--help and --version win over everything', () => {
    const broken = { TIKHUB_BASE_URL: 'nonsense' };
    expect(loadConfig(['--help'], broken, noFile)).toEqual({ run: 'help' });
    expect(loadConfig(['--version'], broken, noFile)).toEqual({ run: 'version' });
    expect(loadConfig(['--sandbox', '--help'], {}, noFile)).toEqual({ run: 'help' });
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

  test.each([
    [['--sandbx'], 'Argument 1 (--sandbx) is not known.'],
    [['--sandbox', '--api-key=secret-key'], 'Argument 2 (--api-key) is not known.'],
    [['--sandbox=yes'], 'Argument 1 (--sandbox) is not known.'],
    [['secret-key'], 'Argument 1 is not known.'],
    [['-x'], 'Argument 1 (-x) is not known.'],
  ])('%j is refused without its value', (argv, says) => {
    const [problem, ...more] = problemsOf({}, argv);
    expect(problem).toBe(`${says} See --help; secrets go into the environment.`);
    expect(more).toEqual([]);
    expect(problem).not.toContain('secret-key');
  });
});

test('all problems come at once, without any value', () => {
  const env = {
    TIKHUB_API_KEY: 'secret key',
    TIKHUB_BASE_URL: 'http://user:secret-pw@gateway.example',
    TIKTOK_COOKIE: COOKIE,
    TIKTOK_COOKIE_FILE: '/secret-place/cookie.txt',
    TIKTOK_PROXY: 'secret-proxy',
  };
  const problems = problemsOf(env, ['--wrong', 'secret-word']);
  expect(problems.map((problem) => problem.split(/ (is|are|must|has|and) /)[0]).sort()).toEqual([
    'Argument 1 (--wrong)',
    'Argument 2',
    'TIKHUB_API_KEY',
    'TIKHUB_BASE_URL',
    'TIKHUB_BASE_URL',
    'TIKTOK_COOKIE',
    'TIKTOK_PROXY',
  ]);
  expect(problems.join('\n')).not.toContain('secret-');
  expect(problems.join('\n')).not.toContain('secret key');
});
