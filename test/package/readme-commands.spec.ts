import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { ROOT } from '../support/project.ts';
import { atTerminal, KEYS, pasted } from '../support/terminal-session.ts';

const run = promisify(execFile);
const TIMEOUT = 600_000;

const english = await readFile(join(ROOT, 'README.md'), 'utf8');

/** Blocks that are a host's own command; install.spec.ts runs them. */
const isOfAHost = (line: string): boolean => line.startsWith('claude ');

const commands = [...english.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
  .map(([, block = '']) => block.trim())
  .filter((block) => !isOfAHost(block));

const cookie = (name: string): string => upstream.accounts.get(name)?.cookie ?? '';

let home = '';
let upstream: Sandbox;

/** Runs a block as a person would, in a clone of the commit; npm finds what is installed here in place of a network. */
async function shell(block: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  return run('sh', ['-euc', block], {
    cwd,
    maxBuffer: 16 * 1024 * 1024,
    env: {
      PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
      HOME: home,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${join(home, 'origin')}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://github.com/tiktok-creator-mcp/tiktok-creator-mcp.git',
      ...env,
    },
  });
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tiktok-creator-mcp-readme-'));
  upstream = await startSandbox({ now: () => new Date() });
  const { stdout } = await run('which', ['npm']);
  await mkdir(join(home, 'bin'));
  // `npm ci` would download: it takes the packages that are installed here, and then prepares the project as npm does.
  await writeFile(
    join(home, 'bin/npm'),
    `#!/bin/sh\nset -eu\nif [ "$1" = ci ]; then ln -sfn '${join(ROOT, 'node_modules')}' node_modules; exec '${stdout.trim()}' run prepare; fi\nexec '${stdout.trim()}' "$@"\n`,
  );
  await chmod(join(home, 'bin/npm'), 0o755);
  // The files as they are now, committed or not.
  await run('git', ['clone', '--quiet', '--no-hardlinks', ROOT, join(home, 'origin')]);
  const { stdout: changed } = await run(
    'git',
    ['ls-files', '--modified', '--others', '--exclude-standard', '-z'],
    { cwd: ROOT },
  );
  for (const file of changed.split('\0').filter((name) => name !== '')) {
    await run('cp', ['--parents', file, join(home, 'origin')], { cwd: ROOT }).catch(() =>
      rm(join(home, 'origin', file), { force: true }),
    );
  }
  await run('git', ['add', '--all'], { cwd: join(home, 'origin') });
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@test.invalid'];
  await run('git', [...identity, 'commit', '--quiet', '--allow-empty', '-m', 'now'], {
    cwd: join(home, 'origin'),
  });
}, TIMEOUT);

afterAll(async () => {
  await upstream.close();
  await rm(home, { recursive: true, force: true });
});

describe('the commands of the README', () => {
  test('are those that this test knows', () => {
    expect(commands.map((block) => block.split('\n').at(-1))).toEqual([
      'npm ci && npm run demo',
      'node dist/main.js setup',
      'node dist/main.js accounts add cookies/*.txt',
      'git pull && npm ci',
    ]);
  });

  test('clone, build and show the demo; then set up, add accounts, check and update', {
    timeout: TIMEOUT,
  }, async () => {
    const [first = '', setup = '', add = '', update = ''] = commands;
    const demo = await shell(first, home);
    const shown = demo.stdout.slice(demo.stdout.indexOf('Three questions'));
    expect(shown.split('\n').length).toBeLessThanOrEqual(60);
    expect(shown.match(/^> .*\?$/gm)).toHaveLength(3);
    expect(shown).not.toMatch(/^ *\|/m);
    expect(shown.trimEnd().split('\n').at(-1)).toContain('Connect your own account');
    const clone = join(home, 'tiktok-creator-mcp');
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, TIKHUB_BASE_URL: upstream.url };
    const session = atTerminal(['sh', '-euc', setup], clone, env);
    await session.answer('TikHub API key', `${upstream.apiKey}${KEYS.enter}`);
    await session.answer('Paste the cookie', `${pasted(cookie('us'))}${KEYS.enter}`);
    await session.answer('What do you call', KEYS.enter);
    await session.answer('another account', KEYS.enter);
    await session.answer('Check now', KEYS.enter);
    expect(await session.exitCode(), session.shown()).toBe(0);
    await mkdir(join(clone, 'cookies'));
    for (const name of ['sg', 'br']) await writeFile(join(clone, `cookies/${name}.txt`), cookie(name));
    await shell(add, clone);
    expect(english).toContain('`node dist/main.js check`');
    const checked = await shell('node dist/main.js check', clone);
    expect(checked.stdout).toMatch(/^main \(default\) .*\nbr .*\nsg /m);
    expect(checked.stdout).not.toContain(upstream.apiKey);
    expect(english).toContain('`node dist/main.js setup --remove`');
    const removing = atTerminal(['sh', '-euc', 'node dist/main.js setup --remove'], clone, env);
    await removing.answer('Also delete', KEYS.enter);
    expect(await removing.exitCode(), removing.shown()).toBe(0);
    expect(removing.shown()).toContain('are deleted');
    const updated = await shell(update, clone);
    expect(updated.stdout).toMatch(/up.to.date/i);
  });
});
