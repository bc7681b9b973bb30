import { Agent } from 'undici';
import { check } from '../../src/cli/check.ts';
import { checkText, liveNotice } from '../../src/cli/check-text.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { createHttpTransport } from '../../src/tikhub/http.ts';
import { NOW } from '../../test/support/connect.ts';
import { buildContext } from '../../test/support/context.ts';
import { COMMAND_LINE } from './launch.ts';
import { fenced, withoutIds } from './markdown.ts';

/** `check --live` with three accounts, two of which have something wrong. */
export async function checkup(): Promise<string> {
  const now = (): Date => NOW;
  const sandbox = await startSandbox({ now });
  const agent = new Agent();
  const account = (cookie = '') => ({ cookie, source: 'cookie in TIKTOK_ACCOUNTS_FILE', isStored: true });
  const parts = {
    baseUrl: new URL(sandbox.url),
    apiKey: sandbox.apiKey,
    needsKey: true,
    transport: createHttpTransport(agent, now),
    now,
    sleep: () => Promise.resolve(),
    timeoutMs: 5000,
    accounts: {
      byName: new Map([
        ['main', account(sandbox.accounts.get('us')?.cookie)],
        ['outlet', account(sandbox.accounts.get('expired')?.cookie)],
        ['second', account('msToken=0a1b2c3d4e5f; tt-target-idc=useast5')],
      ]),
      defaultName: 'main',
    },
    live: true,
    sandbox: false,
    notes: [],
    problems: [],
    callProblems: [],
  };
  const result = await check({ ...parts, context: buildContext(parts).context });
  const printed = `${liveNotice(false)}${checkText(result, { hasColours: false })}`;
  await agent.destroy();
  await sandbox.close();
  const shown = withoutIds(printed).replaceAll(sandbox.url, 'https://api.tikhub.io').trim();
  return [
    '## What check shows',
    `\`${COMMAND_LINE} check\` checks the key, the address and every cookie without a billed call; \`check --live\` also makes one call per account to see whether its session works. The exit code is 0 only if no problem was found. It uses what \`setup\` has stored and the environment that it is started in; \`check --host cursor\` uses the settings that an assistant passes (\`check --help\` names the others).`,
    fenced('text', `$ ${COMMAND_LINE} check --live\n${shown}`),
    'In parentheses stands the form in which the cookie was found. `check --json` shows the same for programs.',
  ].join('\n\n');
}
