import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { privateReader } from '../../src/accounts/private-file.ts';
import { Secrets } from '../../src/accounts/secrets.ts';
import { Client } from '../../src/api/client.ts';
import { createTransport } from '../../src/api/transport.ts';
import { check } from '../../src/cli/check.ts';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { type ErrorKind, errorKinds, explain } from '../../src/errors.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { NOW } from '../../test/connect.ts';
import type { Document } from './document.ts';
import { failures } from './failures.ts';
import { fenced, withoutIds } from './markdown.ts';

const INTRO = `# Troubleshooting

Written by \`npm run docs\`, which makes each of these errors happen and quotes what is said; do not edit.

An error says what failed, then why, then what to do, and it never holds a key, cookie or password. \`HTTP …\` in it is the status that
the vendor answered with, \`request …\` is the vendor's own id of the call, which its support and a report here can use. What can pass
by itself and was not billed has then already been tried again.

Begin with \`tiktok-creator-mcp check\` ([below](#what-check-shows)): it finds most of what is wrong with the settings.`;

/** The page about every error: at the start, in an answer, and what `check` shows. */
export const troubleshooting: Document = {
  file: 'docs/troubleshooting.md',
  async text() {
    return `${[INTRO, await atTheStart(), await inAnAnswer(), await checkSection()].join('\n\n')}\n`;
  },
};

/** Settings that cannot work, and the server's words for them. */
async function atTheStart(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'docs-'));
  const file = async (name: string, text: string, mode: number): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text, { mode });
    return path;
  };
  const refusals: readonly (readonly [when: string, env: Record<string, string>, argv?: string[]])[] = [
    [
      'Several settings are wrong; all are named at once',
      {
        TIKHUB_BASE_URL: 'http://api.example.com',
        TIKTOK_COOKIE: 'sessionid=…',
        TIKTOK_COOKIE_FILE: await file('cookie.txt', '', 0o600),
        TIKTOK_PROXY: 'proxy.example.com',
        TIKTOK_SCORE_SCALE: 'stars',
        TIKTOK_CREATOR_TIMEOUT_MS: '50 s',
        TIKTOK_CREATOR_INLINE_CREDENTIALS: 'no',
        TIKTOK_CREATOR_MAX_CALLS: '0',
      },
      ['--verbose'],
    ],
    ["An example's words are still in place of the key", { TIKHUB_API_KEY: 'your-api-key' }],
    ['The cookie file is open to others', { TIKTOK_COOKIE_FILE: await file('open.txt', '', 0o644) }],
    ['The cookie file is not there', { TIKTOK_COOKIE_FILE: join(folder, 'none.txt') }],
    [
      'The accounts file has mistakes',
      {
        TIKTOK_ACCOUNTS_FILE: await file(
          'accounts.json',
          JSON.stringify({
            default: 'outlet',
            accounts: {
              main: { cookie_file: 'main.txt', cookie_env: 'MAIN_COOKIE' },
              second: { cookie_env: 'SECOND_COOKIE', score_scale: 'stars' },
            },
          }),
          0o600,
        ),
      },
    ],
  ];
  const sections = refusals.map(([when, env, argv = []]) => {
    const message = refusalOf(env, argv).replaceAll(folder, '/home/you');
    return `**${when}.**\n\n${fenced('text', message)}`;
  });
  await rm(folder, { recursive: true });
  return [
    '## The server does not start\n\nWrong settings are reported on stderr, where hosts keep their log of the server, and the server ends with exit code 1. So does a Node.js that is too old.',
    ...sections,
    'A missing key and a cookie that cannot be used do not stop the server: the first call that needs them says so, see [config](#config).',
  ].join('\n\n');
}

function refusalOf(env: Readonly<Record<string, string>>, argv: readonly string[]): string {
  try {
    loadConfig(argv, env, privateReader(true));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error(`These settings were expected to be refused: ${JSON.stringify(env)}`);
}

/** Every kind of error, with its facts and its words. */
async function inAnAnswer(): Promise<string> {
  const sections: string[] = [];
  const kinds: ErrorKind[] = [];
  for (const kind of keysOf(errorKinds)) {
    const { means, next, billed } = errorKinds[kind];
    kinds.push(kind);
    const examples: string[] = [];
    for (const { when, provoke } of failures[kind]) {
      examples.push(`${when}:\n\n${fenced('text', withoutIds(await provoke()))}`);
    }
    sections.push(
      [`### ${kind}`, means, `**Do:** ${next}`, `**Billed:** ${billed}`, ...examples].join('\n\n'),
    );
  }
  const contents = kinds.map((kind) => `[${kind}](#${kind})`).join(' · ');
  return [
    '## A call fails',
    `The kinds of errors: ${contents}. A message brings its own advice where it knows better than the one given here.`,
    ...sections,
    '### Anything else',
    'A mistake in this server, which nobody has met before. Please report it.',
    fenced('text', explain(new Error('unexpected'))),
  ].join('\n\n');
}

/** The keys of an object that has no others. */
function keysOf<K extends string>(object: Readonly<Record<K, unknown>>): K[] {
  const keys: K[] = [];
  for (const key in object) keys.push(key);
  return keys;
}

/** `check --live` with three accounts, two of which have something wrong. */
async function checkSection(): Promise<string> {
  const now = (): Date => NOW;
  const sandbox = await startSandbox({ now });
  const agent = new Agent();
  const account = (cookie = '') => ({ cookie, source: 'cookie_file in TIKTOK_ACCOUNTS_FILE' });
  const parts = {
    baseUrl: new URL(sandbox.url),
    apiKey: sandbox.apiKey,
    needsKey: true,
    transport: createTransport(agent, now),
    secrets: new Secrets(),
    now,
    sleep: () => Promise.resolve(),
    timeoutMs: 5000,
    accounts: {
      byName: new Map([
        ['main', account(sandbox.accounts.get('us')?.cookie)],
        ['outlet', account(sandbox.accounts.get('expired')?.cookie)],
        ['second', account('sessionid=0a1b2c3d4e5f; tt-target-idc=useast5')],
      ]),
      defaultName: 'main',
    },
    live: true,
  };
  let printed = '';
  const terminal = {
    hasColours: false,
    print(text: string) {
      printed += text;
    },
    complain(text: string) {
      printed += text;
    },
  };
  await check({ ...parts, client: new Client(parts) }, terminal);
  await agent.destroy();
  await sandbox.close();
  const shown = withoutIds(printed).replaceAll(sandbox.url, 'https://api.tikhub.io').trim();
  return [
    '## What check shows',
    '`tiktok-creator-mcp check` looks at the key, the address and every cookie without a billed call; `check --live` also asks once for each account whether its session is alive. The exit code is 0 only if all is well. Run it with the environment that the host gives the server.',
    fenced('text', `$ tiktok-creator-mcp check --live\n${shown}`),
    'Columns: the form in which the cookie was written, the needed cookies that are not in it, those that have expired, and the session.',
  ].join('\n\n');
}
