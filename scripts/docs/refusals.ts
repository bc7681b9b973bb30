import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLineError, loadConfig } from '../../src/config/load-config.ts';
import { privateReader } from '../../src/config/private-file.ts';
import { fenced } from './markdown.ts';

/** Settings that cannot work, and the server's messages about them. */
export async function refusals(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'docs-'));
  const file = async (name: string, text: string, mode: number): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text, { mode });
    return path;
  };
  const wrong: readonly (readonly [when: string, env: Record<string, string>, argv?: string[]])[] = [
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
    ],
    ['An argument is wrong', {}, ['--sandbx']],
    ['The key is still the placeholder of an example', { TIKHUB_API_KEY: 'your-api-key' }],
    ['Other users can read the cookie file', { TIKTOK_COOKIE_FILE: await file('open.txt', '', 0o644) }],
    ['The cookie file does not exist', { TIKTOK_COOKIE_FILE: join(folder, 'none.txt') }],
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
  const sections = await Promise.all(
    wrong.map(async ([when, env, argv = []]) => {
      const message = (await linesOf(env, argv)).replaceAll(folder, '/home/you');
      return `**${when}.**\n\n${fenced('text', message)}`;
    }),
  );
  await rm(folder, { recursive: true });
  return [
    '## A setting is wrong\n\nThe server still starts. Each problem is one line on stderr, which hosts keep in their log of the server, and calls that need the setting report it too, see [config](#config). Only invalid command-line arguments and a Node.js version that is too old stop the server, with exit code 1.',
    ...sections,
  ].join('\n\n');
}

async function linesOf(env: Readonly<Record<string, string>>, argv: readonly string[]): Promise<string> {
  try {
    const command = await loadConfig(argv, env, privateReader(true));
    if (command.run === 'serve' && command.config.problems.length > 0)
      return command.config.problems.join('\n');
  } catch (error) {
    if (error instanceof CommandLineError) return error.message;
    throw error;
  }
  throw new Error(`These settings were expected to have problems: ${JSON.stringify(env)}`);
}
