import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from '../support/built-server.ts';
import { callOf, startHttp } from '../support/http-process.ts';
import { cookieOf, folder } from '../support/temporary-folder.ts';

const TIMEOUT = 60_000;

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

const INFO = callOf('get_creator_account_info');
/** What only somebody on the machine of the server can follow, or should see. */
const OF_THE_MACHINE =
  /\/tmp\/|accounts\.json|tiktok-creator-mcp (setup|accounts)|TIKTOK_\w+|Set TIKHUB|restart/;

/** A server with accounts of which only one can be used. */
async function start(env: Readonly<Record<string, string>> = {}) {
  const sandbox = await startSandbox({ now: () => new Date() });
  onTestFinished(() => sandbox.close());
  const { write, at } = folder();
  const cookie = sandbox.accounts.get('us')?.cookie ?? '';
  const ended = sandbox.accounts.get('expired')?.cookie ?? '';
  const accounts = {
    good: { cookie },
    ended: { cookie_file: write('ended.txt', ended) },
    gone: { cookie_file: at('gone.txt') },
    half: { cookie: 'msToken=token-of-half-9c2e' },
  };
  const server = await startHttp(main, [], {
    TIKHUB_BASE_URL: sandbox.url,
    TIKHUB_API_KEY: sandbox.apiKey,
    TIKTOK_ACCOUNTS_FILE: write('accounts.json', { accounts }),
    TIKTOK_CREATOR_PASSTHROUGH: 'on',
    ...env,
  });
  return {
    sandbox,
    ended,
    cookie,
    async ask(message: object, headers = {}): Promise<string> {
      const text = await (await server.post(message, headers)).text();
      expect(text).not.toMatch(OF_THE_MACHINE);
      return text;
    },
  };
}

describe('those who do not run the server', { timeout: TIMEOUT }, () => {
  test.each([
    ['ended', /Ask the operator of this server to renew the cookies of \\"ended\\"/],
    [
      'gone',
      /The settings of account \\"gone\\" on the server have a mistake\. Ask the operator of this server/,
    ],
    ['half', /The cookie on the server \(account \\"half\\"\) lacks sessionid\. Ask the operator of/],
  ])('read what to do about the account "%s", and nothing of the machine', async (account, says) => {
    const { ask } = await start();
    expect(await ask(callOf('get_creator_account_info', { account }))).toMatch(says);
    expect(await ask(callOf('summarize_account_health', { account }))).toMatch(says);
    const uri = `tiktok-creator://${account}/health`;
    expect(await ask({ method: 'resources/read', params: { uri } })).toMatch(says);
    expect(await ask(callOf('list_accounts'))).toMatch(says);
    expect(await ask(callOf('compare_accounts', { accounts: ['good', account] }))).toMatch(says);
    expect(await ask(callOf('get_creator_account_info', { account: 'good' }))).toContain('"cached"');
  });

  test('read whom to ask where nothing is set up, or the key is wrong', async () => {
    const none = await start({ TIKTOK_ACCOUNTS_FILE: '', TIKHUB_API_KEY: '', TIKHUB_BASE_URL: '' });
    for (const message of [INFO, callOf('list_accounts'), callOf('summarize_month')])
      expect(await none.ask(message)).toMatch(
        /TIKHUB_API_KEY is not set\. No account is configured\. Ask the operator of this server to fix this\./,
      );
    const spoilt = await start({ TIKTOK_ACCOUNTS_FILE: '/tmp/nowhere/accounts.json' });
    expect(await spoilt.ask(INFO)).toMatch(/No account is configured at the moment\. Ask the operator of/);
    const spent = await start({ TIKTOK_CREATOR_MAX_CALLS: '1' });
    expect(await spent.ask(INFO)).toContain('"account":"good"');
    expect(await spent.ask(callOf('get_account_health_status'))).toMatch(
      /This server has used its 1 upstream calls.* ask the operator of the server\./,
    );
    const wrong = await start({ TIKHUB_API_KEY: 'key-that-is-wrong-77' });
    expect(await wrong.ask(INFO)).toMatch(/Ask the operator of this server to check its API key\./);
    const away = await start({ TIKHUB_BASE_URL: 'http://127.0.0.1:9/' });
    expect(await away.ask(INFO)).toMatch(/tell the operator of this server if the error persists/);
  });

  test('but bring their own key and cookie, read what to do about these', async () => {
    const { ask, sandbox, ended, cookie } = await start();
    const own = { 'x-tikhub-key': sandbox.apiKey, 'x-tiktok-cookie': cookie };
    expect(await ask(INFO, own)).toContain('"account":"own"');
    expect(await ask(INFO, { ...own, 'x-tikhub-key': 'key-that-is-wrong-77' })).toMatch(
      /Copy the key again .* and send it as X-TikHub-Key\./,
    );
    expect(await ask(INFO, { ...own, 'x-tiktok-cookie': ended })).toMatch(
      /copy the cookies again and send them as X-TikTok-Cookie\./,
    );
    expect(await ask(callOf('list_accounts'), { ...own, 'x-tiktok-cookie': 'lang=en' })).toMatch(
      /X-TikTok-Cookie .*lacks sessionid/,
    );
    expect(await ask(INFO, { ...own, 'x-tiktok-cookie': cookieOf('nobody') })).not.toContain('nobody');
  });
});
