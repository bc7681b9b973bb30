import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from '../support/built-server.ts';
import { startHost } from '../support/stdio-host.ts';
import { cookieOf, folder } from '../support/temporary-folder.ts';
import { atTerminal, KEYS, pasted } from '../support/terminal-session.ts';

const TIMEOUT = 60_000;
const isPosix = process.platform !== 'win32';

let built: Awaited<ReturnType<typeof buildServer>>;
let upstream: Sandbox;
beforeAll(async () => {
  built = await buildServer();
  upstream = await startSandbox({ now: () => new Date() });
}, TIMEOUT);
afterAll(async () => {
  await upstream.close();
});

const cookie = (name: string): string => upstream.accounts.get(name)?.cookie ?? '';

/** The settings files of four hosts as people have them, one with comments and trailing commas, one with a BOM and CRLF. */
const HOST_FILES: Readonly<Record<string, string>> = {
  '.config/Claude/claude_desktop_config.json':
    '{\n    // mine\n    "mcpServers": {\n        "files": { "command": "npx", "env": { "FILES_TOKEN": "another-secret" } }, // keep this one\n        /* and nothing else */\n    },\n    "theme": "dark",\n}',
  '.claude.json': '{"numStartups":3,"projects":{"/home/ada":{"mcpServers":{}}}}',
  '.cursor/mcp.json': '\uFEFF{\r\n\t"mcpServers": {}\r\n}\r\n',
  '.config/Code/User/mcp.json': '{\n  "servers": {\n    "a": { "command": "a" } // no comma yet\n  }\n}\n',
  '.codeium/windsurf/mcp_config.json': '',
};

/** A user's home with nothing of ours in it. */
function home(files: Readonly<Record<string, string>> = {}) {
  const { path, at } = folder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
  const env = {
    HOME: path,
    PATH: process.env['PATH'] ?? '',
    TERM: 'xterm-256color',
    TIKHUB_BASE_URL: upstream.url,
  };
  const everything = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(at(name)).isFile())
        .map((name) => [name, readFileSync(at(name), 'utf8')]),
    );
  return {
    at,
    env,
    everything,
    store: at('.config/tiktok-creator-mcp'),
    terminal: (...args: string[]) => atTerminal([process.execPath, built.main, ...args], path, env),
    /** Runs the program as a script does. */
    run: (args: readonly string[], more: Readonly<Record<string, string>> = {}, input = '') =>
      new Promise<{ code: number; out: string; err: string }>((resolve) => {
        const child = execFile(
          process.execPath,
          [built.main, ...args],
          { cwd: path, env: { ...env, ...more } },
          (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
        );
        child.stdin?.end(input);
      }),
    keep(name: string, text: string): string {
      writeFileSync(at(name), text);
      return at(name);
    },
  };
}

/** Answers every question of a first setup, up to the one about hosts. */
async function throughAccount(session: ReturnType<typeof atTerminal>): Promise<void> {
  await session.answer('TikHub API key', `${upstream.apiKey}${KEYS.enter}`);
  await session.answer('Paste the cookie', `${pasted(cookie('us'))}${KEYS.enter}`);
  await session.answer('What do you call this account', KEYS.enter);
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe.skipIf(!isPosix)('setup at a terminal', { timeout: TIMEOUT }, () => {
  test('stores key and accounts, adds the server to a host, and the server then finds them', async () => {
    const { at, env, store, terminal, keep, everything } = home({ '.cursor/mcp.json': '{}' });
    const netscape = cookie('sg')
      .split('; ')
      .map((pair) =>
        ['.tiktok.com', 'TRUE', '/', 'TRUE', '2147483647', ...pair.split(/=(.*)/s)].slice(0, 7).join('\t'),
      )
      .join('\n');
    const br = keep('br.txt', cookie('br'));
    const session = terminal('setup');
    await session.answer('TikHub API key', `your-api-key${KEYS.enter}`);
    await session.answer('holds a placeholder', `${KEYS.erase.repeat(12)}${upstream.apiKey}${KEYS.enter}`);
    await session.answer('Paste the cookie', `${pasted('msToken=1')}${KEYS.enter}`);
    await session.answer(/lacks sessionid[\s\S]*Paste the cookie/, `${pasted(cookie('us'))}${KEYS.enter}`);
    await session.answer('What do you call this account', KEYS.enter);
    await session.answer('Add another account', `y`);
    // Many lines, and from a terminal that marks nothing.
    await session.answer(
      'Paste the cookie',
      `# Netscape HTTP Cookie File\r${netscape.replaceAll('\n', '\r')}\r`,
    );
    await session.answer('What do you call this account', `Mia's shop${KEYS.enter}`);
    await session.answer('Add another account', `y`);
    await session.answer('Paste the cookie', `${br}${KEYS.enter}`);
    await session.answer('What do you call this account', `美妆${KEYS.enter}`);
    await session.answer('Add another account', KEYS.enter);
    await session.answer('Add the server to', KEYS.enter);
    await session.answer('Write this', KEYS.enter);
    await session.answer(/3 calls, one for each account, for which TikHub charges/, KEYS.enter);
    expect(await session.exitCode(), session.shown()).toBe(0);
    expect(session.shown().match(/works/g)).toHaveLength(3);
    for (const secret of [upstream.apiKey, cookie('us'), cookie('sg').slice(0, 60)])
      expect(session.shown()).not.toContain(secret);

    expect(modeOf(store)).toBe(0o700);
    for (const name of ['settings.json', 'accounts.json']) expect(modeOf(join(store, name))).toBe(0o600);
    const stored = JSON.parse(everything()['.config/tiktok-creator-mcp/accounts.json'] ?? '');
    expect(stored).toMatchObject({
      default: 'main',
      accounts: { 'mias-shop': { label: "Mia's shop" }, 'account-1': { label: '美妆' } },
    });
    const { 'tiktok-creator': server } = JSON.parse(readFileSync(at('.cursor/mcp.json'), 'utf8')).mcpServers;
    expect(server).toEqual({ command: process.execPath, args: [built.main] });

    // As a host starts it: with its entry, and what it passes on of its own environment.
    const { client, call } = await startHost({ ...server, env: { PATH: env.PATH, HOME: env.HOME } });
    const info = await call('get_creator_account_info', { account: "mia's shop" });
    expect(info.structuredContent, info.text).toMatchObject({ account: 'mias-shop', region: 'sg' });
    await client.close();
  });

  test.each([
    ['at the key', 'TikHub API key', async () => {}],
    [
      'at the cookie',
      // The question before is drawn once more when it is answered, and would take the key.
      'Paste the cookie',
      async (session: ReturnType<typeof atTerminal>) =>
        session.answer('TikHub API key', `${upstream.apiKey}${KEYS.enter}`),
    ],
    ['after an account', 'another account', throughAccount],
  ])('Ctrl-C %s leaves nothing', async (_, question, before) => {
    const { terminal, everything } = home(HOST_FILES);
    const session = terminal('setup');
    await before(session);
    await session.answer(question, KEYS.ctrlC);
    expect(await session.exitCode()).toBe(1);
    expect(session.shown()).toContain('Nothing was written.');
    expect(everything()).toEqual(HOST_FILES);
  });

  test('Ctrl-C at the hosts keeps what is stored and changes no host', async () => {
    const { terminal, everything, run } = home(HOST_FILES);
    const session = terminal('setup');
    await throughAccount(session);
    await session.answer('another account', KEYS.enter);
    await session.answer('Add the server to', KEYS.enter);
    await session.answer('Write this', KEYS.ctrlC);
    expect(await session.exitCode()).toBe(1);
    expect(session.shown()).toContain('Key and accounts are stored.');
    // Everything that is asked about is on the screen before the question.
    const [shown = ''] = session.shown().split('Write this?');
    for (const file of Object.keys(HOST_FILES)) expect(shown).toContain(`${file} (copy:`);
    expect(everything()).toMatchObject(HOST_FILES);
    expect((await run(['check'])).code).toBe(0);
  });

  test('a second time keeps the stored key and changes nothing; --remove asks, and undoes all of it', async () => {
    const { terminal, everything, run, keep, store } = home(HOST_FILES);
    const given = ['--key-file', keep('key', upstream.apiKey), '--cookie-file', keep('us.txt', cookie('us'))];
    const before = everything();
    await run(['setup', '--yes', ...given]);
    const after = everything();
    const again = terminal('setup');
    await again.answer('Enter keeps the stored one', KEYS.enter);
    await again.answer(/Stored accounts: us\.[\s\S]*Add an account/, KEYS.enter);
    await again.answer('Add the server to', KEYS.enter);
    await again.answer('Check now', 'n');
    expect(await again.exitCode(), again.shown()).toBe(0);
    expect(again.shown().match(/already has the server/g)).toHaveLength(5);
    expect(again.shown()).toContain('set, not verified');
    expect(everything()).toEqual(after);

    const checked = await run(['check', '--host', 'cursor', '--json']);
    expect(JSON.parse(checked.out)).toMatchObject({
      ok: true,
      accounts: [{ account: 'us' }],
      notes: [expect.stringContaining('the entry "tiktok-creator"'), expect.stringContaining(store)],
    });

    const kept = terminal('setup', '--remove');
    await kept.answer('Remove the server from these hosts', 'n');
    await kept.answer('Also delete', 'n');
    expect(await kept.exitCode()).toBe(1);
    expect(everything()).toEqual(after);
    const removing = terminal('setup', '--remove');
    await removing.answer('Remove the server from these hosts', KEYS.enter);
    await removing.answer('Also delete', KEYS.enter);
    expect(await removing.exitCode()).toBe(0);
    expect(everything()).toEqual(before);
  });

  test('takes a long export of many lines, pasted into a terminal that marks nothing', async () => {
    const { terminal, run } = home();
    const others = Array.from({ length: 150 }, (_, index) => ({
      ...{ name: `c${index}`, value: 'x'.repeat(90), domain: '.tiktok.com', path: '/', secure: true },
    }));
    const pairs = cookie('us')
      .split('; ')
      .map((pair) => pair.split(/=(.*)/s));
    const ours = pairs.map(([name, value]) => ({ name, value, domain: '.tiktok.com', path: '/' }));
    const text = JSON.stringify([...others, ...ours], null, 2);
    expect(text.length).toBeGreaterThan(20_000);
    const session = terminal('accounts', 'add');
    await session.answer('Paste the cookie', `${text.replaceAll('\n', '\r')}\r`);
    // Typed in place of the suggestion, which nobody has to erase.
    await session.answer('What do you call this account', `Mia${KEYS.enter}`);
    expect(await session.exitCode(), session.shown()).toBe(0);
    expect((await run(['accounts'])).out).toMatch(/^Mia \(default\) +usable/m);
  });

  test('accounts asks for a new cookie, and before it removes one', async () => {
    const { terminal, run, keep } = home();
    await run(['accounts', 'add', keep('mia.txt', cookieOf('mia'))]);
    const session = terminal('accounts', 'refresh', 'MIA');
    await session.answer('Paste the cookie', `${pasted(cookie('us'))}${KEYS.enter}`);
    expect(await session.exitCode()).toBe(0);
    const removing = terminal('accounts', 'remove', 'mia');
    await removing.answer('Delete the stored cookie', 'n');
    expect(await removing.exitCode()).toBe(1);
    expect((await run(['accounts', 'list'])).out).toMatch(/^mia \(default\) /m);
  });
});

describe.skipIf(!isPosix)('setup from a script', { timeout: TIMEOUT }, () => {
  const SECRETS = (): string[] => [upstream.apiKey, cookie('us'), 'another-secret'];

  test('refuses what would have no effect, and removes nothing unasked', async () => {
    const { everything, keep, run } = home(HOST_FILES);
    const [mia, zoe] = [keep('mia.txt', cookieOf('mia')), keep('zoe.txt', cookieOf('zoe'))];
    await run(['accounts', 'add', mia, zoe]);
    const before = everything();
    for (const [args, says] of [
      [
        ['setup', '--yes', '--cookie-file', mia, '--account', 'a', '--account', 'b'],
        /more names \(2\) than files \(1\)/,
      ],
      [['setup', '--print', 'cursor', '--yes'], /^--print only shows a block/],
      [
        ['setup', '--remove', '--live', '--yes'],
        /^--remove can be combined with --host and --yes, but not with --live\./,
      ],
      [['setup', '--host', 'nonsense'], /^--host and --print take claude-desktop, /],
      [['setup', '--remove'], /--remove needs --yes\. Nothing was removed\./],
      [['accounts', 'remove', 'mia'], /to remove mia, use --yes\. Nothing was removed\./],
      [['accounts', 'remove', 'mia', 'zoe', '--yes'], /^accounts remove takes the name of one account\./],
      [['accounts', 'list', 'mia'], /^accounts list takes nothing else\./],
      [['accounts', 'refresh', 'mia', mia, zoe], /^accounts refresh takes the name of one account and/],
      [
        ['accounts', 'refresh', 'mia', mia, '--account', 'zoe'],
        /^--account only works with "accounts add"\./,
      ],
    ] as const) {
      expect(await run(args), args.join(' ')).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(says),
      });
    }
    expect(everything()).toEqual(before);
  });

  test('takes the name of a host in any case, as its maker writes it too', async () => {
    const { run } = home();
    const { out } = await run(['setup', '--print', 'cursor']);
    for (const name of ['Cursor', 'CURSOR']) expect((await run(['setup', '--print', name])).out).toBe(out);
    expect((await run(['setup', '--print', 'VS Code'])).out).toContain('"type": "stdio"');
    expect((await run(['check', '--host', 'Claude Desktop'])).err).toContain('No entry for this server');
  });

  test('says of an ended session a command that can be typed', async () => {
    const { keep, run } = home({ '.cursor/mcp.json': '{}' });
    const given = [
      '--key-file',
      keep('key', `${upstream.apiKey}\n`),
      '--cookie-file',
      keep('old.txt', cookie('expired')),
    ];
    const { out } = await run(['setup', '--yes', '--live', ...given]);
    expect(out).toContain(`run "node ${built.main} accounts refresh old" in a terminal`);
    expect(out).not.toContain('"tiktok-creator-mcp accounts');
  });

  test('adds the server to five hosts, changes nothing the second time, and is undone byte for byte', async () => {
    const { at, everything, keep, run } = home(HOST_FILES);
    const given = [
      '--key-file',
      keep('key', `${upstream.apiKey}\n`),
      '--cookie-file',
      keep('us.txt', cookie('us')),
    ];
    const before = everything();
    chmodSync(at('.claude.json'), 0o600);
    const first = await run(['setup', '--yes', '--live', ...given]);
    expect(first, first.err).toMatchObject({ code: 0, out: expect.stringContaining('us (default)') });
    for (const secret of SECRETS()) expect(first.out + first.err).not.toContain(secret);

    const after = everything();
    expect(after['.config/Claude/claude_desktop_config.json']).toBe(
      `{\n    // mine\n    "mcpServers": {\n        "files": { "command": "npx", "env": { "FILES_TOKEN": "another-secret" } }, // keep this one\n        /* and nothing else */\n        "tiktok-creator": {\n            "command": ${JSON.stringify(process.execPath)},\n            "args": [\n                ${JSON.stringify(built.main)}\n            ]\n        },\n    },\n    "theme": "dark",\n}`,
    );
    expect(after['.config/Code/User/mcp.json']).toContain(
      '"a": { "command": "a" }, // no comma yet\n    "tiktok',
    );
    expect(after['.cursor/mcp.json']).toMatch(
      /^\uFEFF\{\r\n\t"mcpServers": \{\r\n\t\t"tiktok-creator": \{\r\n/,
    );
    expect(JSON.parse(after['.claude.json'] ?? '')).toMatchObject({
      numStartups: 3,
      mcpServers: { 'tiktok-creator': { type: 'stdio' } },
    });
    expect(modeOf(at('.claude.json'))).toBe(0o600);
    for (const name of Object.keys(HOST_FILES)) {
      for (const secret of SECRETS().slice(0, 2)) expect(after[name]).not.toContain(secret);
      expect(after[`${name}.before-tiktok-creator-mcp`]).toBe(HOST_FILES[name]);
    }

    const again = await run(['setup', '--yes', ...given]);
    expect(again.code, again.err).toBe(0);
    expect(again.out.match(/already has the server/g)).toHaveLength(5);
    expect(everything()).toEqual(after);

    const removed = await run(['setup', '--remove', '--yes']);
    expect(removed.code, removed.err).toBe(0);
    expect(everything()).toEqual(before);
    expect(existsSync(at('.config/tiktok-creator-mcp'))).toBe(false);
  });

  test('undoes only its own entry where the host has written since', async () => {
    const { at, keep, run } = home({ '.claude.json': '{\n  "a": 1\n}\n' });
    await run([
      'setup',
      '--yes',
      '--key-file',
      keep('key', upstream.apiKey),
      '--cookie-file',
      keep('us', cookie('us')),
    ]);
    const written = JSON.parse(readFileSync(at('.claude.json'), 'utf8'));
    writeFileSync(at('.claude.json'), JSON.stringify({ ...written, numStartups: 9 }));
    expect((await run(['setup', '--remove', '--yes'])).code).toBe(0);
    expect(JSON.parse(readFileSync(at('.claude.json'), 'utf8'))).toEqual({
      a: 1,
      mcpServers: {},
      numStartups: 9,
    });
    expect(existsSync(at('.claude.json.before-tiktok-creator-mcp'))).toBe(false);
  });

  test('replaces an entry that was written by hand, and gives it back', async () => {
    const byHand = {
      '.cursor/mcp.json':
        '{"mcpServers":{"shop":{"command":"npx","args":["tiktok-creator-mcp"],"env":{"TIKHUB_API_KEY":"another-secret"}}}}',
    };
    const { everything, keep, run } = home(byHand);
    const key = { TIKHUB_API_KEY: upstream.apiKey };
    const added = await run(['setup', '--yes', '--cookie-file', keep('us', cookie('us'))], key);
    expect(added.out + added.err).not.toContain('another-secret');
    expect(everything()['.cursor/mcp.json']).not.toContain('another-secret');
    expect((await run(['setup', '--remove', '--yes'])).code).toBe(0);
    expect(everything()).toEqual({ ...byHand, us: cookie('us') });
  });

  test('leaves a file alone that it cannot read, and says so', async () => {
    const broken = {
      '.cursor/mcp.json': '{ "mcpServers": { "a": } }',
      '.config/Code/User/mcp.json': '{"servers": []}',
    };
    const { everything, keep, run } = home(broken);
    const { code, err } = await run(['setup', '--yes', '--cookie-file', keep('us', cookie('us'))], {
      TIKHUB_API_KEY: upstream.apiKey,
    });
    expect(code).toBe(1);
    expect(err).toMatch(/^Cursor: .*mcp\.json is not valid JSON, so it was left as it is\.$/m);
    expect(err).toMatch(/^VS Code: .*mcp\.json has something other than an object at servers\.$/m);
    expect(everything()).toMatchObject(broken);
  });

  test('writes nothing when something is missing or wrong', async () => {
    const { everything, keep, run } = home();
    const good = keep('good.txt', cookie('us'));
    const bad = keep('bad.txt', 'msToken=1');
    const before = everything();
    const attempts = await Promise.all([
      run(['setup', '--yes', '--cookie-file', good], { TIKHUB_BASE_URL: '' }),
      run(['setup', '--yes', '--cookie-file', good, '--cookie-file', bad, '--cookie-file', 'none.txt'], {
        TIKHUB_API_KEY: 'a-key',
      }),
      run(['setup', '--yes'], { TIKHUB_API_KEY: 'a-key' }),
      run(['setup', '--host', 'notepad'], { TIKHUB_API_KEY: 'a-key' }),
      run(['accounts', 'ad']),
      run(['accounts', 'refresh', 'mia', good]),
    ]);
    expect(attempts.map(({ code }) => code)).toEqual(attempts.map(() => 1));
    const said = attempts.map(({ err }) => err);
    expect(said[0]).toContain('The API key is missing');
    expect(said[1]).toMatch(/bad\.txt lacks sessionid\.\nnone\.txt names a file that does not exist/);
    expect(said[2]).toContain('No account was given');
    expect(said[3]).toContain('--host and --print take claude-desktop, ');
    expect(said[4]).toContain('Did you mean add?');
    expect(said[5]).toContain('No such account is stored. None is stored.');
    expect(everything()).toEqual(before);
  });

  test('--print shows a block with absolute paths, and where the settings of the user are', async () => {
    const { at, run } = home();
    const { out, err } = await run(['setup', '--print', 'vscode'], { XDG_CONFIG_HOME: at('elsewhere') });
    expect(err).toContain(at('elsewhere/Code/User/mcp.json'));
    expect(JSON.parse(out)).toEqual({
      servers: {
        'tiktok-creator': {
          type: 'stdio',
          command: process.execPath,
          args: [built.main],
          env: { XDG_CONFIG_HOME: at('elsewhere') },
        },
      },
    });
  });
});

describe.skipIf(!isPosix)('setup keeps', { timeout: TIMEOUT }, () => {
  test('creators apart whose files have names that no argument can have, and finds each again', async () => {
    const { keep, run, store } = home();
    const key = ['--yes', '--key-file', keep('key', `${upstream.apiKey}\n`)];
    const stored = () => JSON.parse(readFileSync(join(store, 'accounts.json'), 'utf8')).accounts;
    await run(['setup', ...key, '--cookie-file', keep('小红.txt', cookieOf('hong'))]);
    await run(['setup', ...key, '--cookie-file', keep('小明.txt', cookieOf('ming'))]);
    expect(await run(['accounts', 'add', keep('小刚.txt', cookieOf('gang'))])).toMatchObject({ code: 0 });
    const labels = () =>
      Object.values(stored()).map((one) => z.object({ label: z.string() }).parse(one).label);
    expect(labels()).toEqual(['小红', '小明', '小刚']);
    const again = await run(['setup', ...key, '--cookie-file', keep('小红.txt', cookieOf('new'))]);
    expect(again.err).toContain('The stored cookie of account-1 is replaced by one of another session.');
    expect(labels()).toEqual(['小红', '小明', '小刚']);
    expect(stored()['account-1'].cookie).toBe(cookieOf('new'));
  });

  test('another server that is given a folder of that name, and the stored key when one host is left', async () => {
    const file = '.cursor/mcp.json';
    const text = JSON.stringify({
      mcpServers: { files: { command: 'npx', args: ['fs', '/home/me/tiktok-creator-videos'] } },
    });
    const { at, keep, run, store } = home({ [file]: text });
    await run(['setup', '--remove', '--yes']);
    expect(readFileSync(at(file), 'utf8')).toBe(text);
    await run([
      'setup',
      '--yes',
      '--key-file',
      keep('key', `${upstream.apiKey}\n`),
      '--cookie-file',
      keep('us.txt', cookie('us')),
    ]);
    expect(JSON.parse(readFileSync(at(file), 'utf8')).mcpServers).toHaveProperty('files');
    const left = await run(['setup', '--remove', '--host', 'cursor', '--yes']);
    expect(left.out).toContain('Key and cookies stay stored');
    expect(readFileSync(at(file), 'utf8')).toBe(text);
    expect(readFileSync(join(store, 'accounts.json'), 'utf8')).toContain('sessionid=');
  });
});

describe.skipIf(!isPosix)('accounts', { timeout: TIMEOUT }, () => {
  test('are added from files that a pattern names, as shells that expand none pass it on', async () => {
    const { keep, run } = home();
    const [first = '', ...others] = ['a.txt', 'b (2).TXT', 'c.json', '.txt.bak'].map((name) =>
      keep(name, cookieOf(name.replace(/\W/g, ''))),
    );
    expect(others).toHaveLength(3);
    const added = await run(['accounts', 'add', join(dirname(first), '*.txt')]);
    expect(added, added.err).toMatchObject({ code: 0, out: 'Stored: a, b-2.\n' });
    const none = await run(['accounts', 'add', join(dirname(first), '*.csv')]);
    expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining('*.csv') });
  });

  test('are added from files, listed, refreshed from a pipe, and removed', async () => {
    const { env, keep, run, store } = home();
    const names = Array.from({ length: 20 }, (_, index) => `creator-${index + 1}`);
    const added = await run(['accounts', 'add', ...names.map((name) => keep(`${name}.txt`, cookieOf(name)))]);
    expect(added, added.err).toMatchObject({ code: 0, out: expect.stringContaining('creator-20') });
    const twice = await run(['accounts', 'add', keep('creator-1.txt', cookieOf('else'))]);
    expect(twice).toMatchObject({ code: 1, err: expect.stringContaining('creator-1: stored already.') });

    const { client, call } = await startHost({
      command: process.execPath,
      args: [built.main],
      env: { HOME: env.HOME, PATH: env.PATH },
    });
    const namesIn = async (): Promise<string[]> =>
      (await call('list_accounts')).text
        .match(/creator-\d+/g)
        ?.filter((name, at, all) => all.indexOf(name) === at) ?? [];
    expect((await namesIn()).sort()).toEqual([...names].sort());

    expect(await run(['accounts', 'refresh', 'Creator-2'], {}, cookie('us'))).toMatchObject({ code: 0 });
    expect(await run(['accounts', 'remove', 'creator-1', '--yes'])).toMatchObject({
      code: 0,
      out: 'creator-1 is removed.\n',
    });
    await expect.poll(namesIn, { timeout: 5000 }).toHaveLength(19);
    await client.close();

    const { out } = await run(['accounts']);
    expect(out.trimEnd().split('\n')).toHaveLength(20);
    expect(out).toMatch(/^creator-2 \(default\) +usable/m);
    const stored = JSON.parse(readFileSync(join(store, 'accounts.json'), 'utf8'));
    expect(stored.accounts['creator-2'].cookie).toBe(cookie('us'));
  });

  test('that are one creator under two names are named, however they came to be', async () => {
    const { keep, run } = home();
    const file = keep('mia.txt', cookieOf('mia'));
    await run(['accounts', 'add', file, keep('leo.txt', cookieOf('leo'))]);
    const same = 'Accounts "mia" and "leo" have the same session: they are one creator.\n';
    expect(await run(['accounts', 'refresh', 'leo', file])).toMatchObject({ code: 0, err: same });
    const again = await run(['accounts', 'add', '--account', 'eva', keep('eva.txt', cookieOf('mia'))]);
    expect(again.err).toContain(same.replace(' and "leo"', ', "leo" and "eva"'));
  });

  test('that are set in the environment count in place of the stored ones', async () => {
    const { keep, run, at } = home();
    await run(['accounts', 'add', keep('mia.txt', cookieOf('mia'))]);
    const stored = await run(['check', '--json'], { TIKHUB_API_KEY: 'a-key' });
    expect(JSON.parse(stored.out)).toMatchObject({ accounts: [{ account: 'mia' }] });
    const set = await run(['check', '--json'], { TIKHUB_API_KEY: 'a-key', TIKTOK_COOKIE: cookieOf('else') });
    expect(JSON.parse(set.out)).toMatchObject({ accounts: [{ account: 'main' }], notes: [] });
    chmodSync(at('.config/tiktok-creator-mcp/accounts.json'), 0o644);
    const open = await run(['check'], { TIKHUB_API_KEY: 'a-key' });
    expect(open.out).toContain(
      `${at('.config/tiktok-creator-mcp/accounts.json')} names a file that is open to other users`,
    );
    expect(open.out).not.toContain('TIKTOK_ACCOUNTS_FILE');
  });
});
