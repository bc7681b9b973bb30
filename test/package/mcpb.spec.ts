import { readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { getMcpConfigForManifest, unpackExtension, v0_3 } from '@anthropic-ai/mcpb';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { buildProject, ROOT, runScript } from '../support/project.ts';
import { startHost } from '../support/stdio-host.ts';
import { subjectOf } from '../support/subjects.ts';

const TIMEOUT = 60_000;

type Values = Readonly<Record<string, string>>;

let project: Awaited<ReturnType<typeof buildProject>>;
/** The unpacked bundle, as it lies on the machine of who installed it. */
let bundle = '';
let manifest: ReturnType<typeof v0_3.McpbManifestSchema.parse>;

async function packageJson(): Promise<{ name: string; version: string; engines: { node: string } }> {
  return JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
}

beforeAll(async () => {
  project = await buildProject();
  await runScript(project.folder, 'mcpb.ts');
  const { name, version } = await packageJson();
  bundle = join(project.folder, 'unpacked');
  const mcpbPath = join(project.folder, `build/${name}-${version}.mcpb`);
  expect(await unpackExtension({ mcpbPath, outputDir: bundle, silent: true })).toBe(true);
  manifest = v0_3.McpbManifestSchema.parse(JSON.parse(await readFile(join(bundle, 'manifest.json'), 'utf8')));
}, TIMEOUT);
afterAll(() => project.remove());

/** Starts the server as the host does, whose own code puts the values of the form into the manifest's command. */
async function start(userConfig: Values) {
  const config = await getMcpConfigForManifest({
    manifest,
    extensionPath: bundle,
    systemDirs: {},
    userConfig,
    pathSeparator: sep,
  });
  if (config === undefined) throw new Error('the host would not start it');
  const started = startHost({
    command: config.command,
    args: config.args ?? [],
    env: { PATH: process.env['PATH'] ?? '', ...config.env },
  });
  await started.connected;
  return { ...started, config };
}

describe('the manifest', () => {
  test('says what the package says', async () => {
    const { name, version, engines } = await packageJson();
    expect(manifest).toMatchObject({ manifest_version: '0.3', name, version });
    expect(manifest.compatibility?.runtimes).toEqual({ node: engines.node });
    expect(manifest.server).toMatchObject({ type: 'node', entry_point: 'dist/main.js' });
  });

  test('asks for the key and the cookie as secrets, and requires nothing', () => {
    const form = Object.entries(manifest.user_config ?? {}).map(([name, { type, sensitive, required }]) => [
      name,
      type,
      sensitive ?? false,
      required,
    ]);
    expect(form).toEqual([
      ['tiktok_creator_sandbox', 'boolean', false, false],
      ['tikhub_api_key', 'string', true, false],
      ['tikhub_base_url', 'string', false, false],
      ['tiktok_cookie', 'string', true, false],
      ['tiktok_cookie_file', 'file', false, false],
      ['tiktok_proxy', 'string', true, false],
      ['tiktok_score_scale', 'string', false, false],
      ['tiktok_accounts_file', 'file', false, false],
    ]);
  });

  test('puts no value of the form into an argument, which other users of the machine could read', () => {
    expect(JSON.stringify(manifest.server.mcp_config.args)).not.toContain('user_config');
  });

  test('names the files of the bundle', async () => {
    const icon = await readFile(join(bundle, manifest.icon ?? ''));
    expect(icon.subarray(1, 4).toString()).toBe('PNG');
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([512, 512]);
    expect(await readFile(join(bundle, 'dist/THIRD-PARTY.md'), 'utf8')).toContain('## undici ');
  });
});

describe('the server of the bundle', () => {
  test('answers for the account of the form', { timeout: TIMEOUT }, async () => {
    const sandbox = await startSandbox({ now: () => new Date() });
    onTestFinished(() => sandbox.close());
    const { client, call, log } = await start({
      tikhub_api_key: sandbox.apiKey,
      tiktok_cookie: sandbox.accounts.get('us')?.cookie ?? '',
      tikhub_base_url: sandbox.url,
    });
    const { tools } = await client.listTools();
    expect(tools.map(({ name, description }) => ({ name, description }))).toEqual(manifest.tools);

    const stats = await call('get_video_audience_stats', { item_id: subjectOf('us').video });
    expect(stats.isError ?? false, stats.text).toBe(false);
    expect(stats.structuredContent).toMatchObject({ account: 'main' });
    expect(stats.structuredContent).not.toHaveProperty('sandbox');
    const info = await call('get_creator_account_info');
    expect(info.structuredContent, info.text).toMatchObject({ region: 'us' });
    expect(log()).toBe('');
  });

  test('answers for several accounts, with the cookie left to its placeholder', {
    timeout: TIMEOUT,
  }, async () => {
    const sandbox = await startSandbox({ now: () => new Date() });
    onTestFinished(() => sandbox.close());
    const file = join(project.folder, 'accounts.json');
    const accounts = Object.fromEntries(
      ['us', 'br'].map((name) => [name, { cookie: sandbox.accounts.get(name)?.cookie }]),
    );
    await writeFile(file, JSON.stringify({ accounts }), { mode: 0o600 });
    const { client, call } = await start({
      tikhub_api_key: sandbox.apiKey,
      tiktok_accounts_file: file,
      tikhub_base_url: sandbox.url,
    });
    const names = (await client.listTools()).tools.map(({ name }) => name);
    // The manifest announces that there can be more.
    expect(manifest.tools_generated).toBe(true);
    expect(names).toEqual(
      expect.arrayContaining([...(manifest.tools ?? []).map(({ name }) => name), 'compare_accounts']),
    );
    const info = await call('get_creator_account_info', { account: 'br' });
    expect(info.structuredContent, info.text).toMatchObject({ account: 'br', region: 'br' });
  });

  const BLANK = { tikhub_api_key: '', tiktok_cookie: '', tiktok_accounts_file: '' };
  test.each([
    ['nothing but the defaults', {}, `\${user_config.tiktok_cookie}`],
    ['fields that were left blank', BLANK, ''],
    ['an address that was emptied', { ...BLANK, tikhub_base_url: '' }, ''],
  ])(
    'with %s lists its tools, and a call says what is missing',
    { timeout: TIMEOUT },
    async (_, form, cookie) => {
      const { client, config, call, log } = await start(form);
      expect(config.env?.['TIKTOK_COOKIE']).toBe(cookie);
      // And list_accounts, which says what is still to be set up.
      expect((await client.listTools()).tools).toHaveLength((manifest.tools?.length ?? 0) + 1);
      const answer = await call('get_account_health_status');
      expect(answer.isError).toBe(true);
      expect(answer.text).toMatch(/^"TikHub API key" is not set/);
      expect(log()).toBe('');
    },
  );

  test.each([
    ['a form that nobody has filled in', {}],
    ['a cookie file that is not there', { tikhub_api_key: 'a-key', tiktok_cookie_file: '/none/cookie.txt' }],
    [
      'a placeholder for the key',
      { tikhub_api_key: 'your-api-key', tiktok_cookie: 'sessionid=abcdef123456' },
    ],
    ['an address that is none', { tikhub_base_url: 'tikhub', tiktok_proxy: 'nowhere' }],
  ])('with %s speaks of the form', { timeout: TIMEOUT }, async (_, form) => {
    const { call, log } = await start(form);
    const said = [(await call('get_account_health_status')).text, (await call('list_accounts')).text, log()];
    for (const text of said) expect(text).not.toMatch(/TIK[A-Z]+_|tiktok-creator-mcp setup|environment/);
    expect(said.join('\n')).toMatch(/"(TikHub API key|TikTok cookie file|API address)"/);
  });

  test('answers with sample data when that is switched on, whatever else is filled in', {
    timeout: TIMEOUT,
  }, async () => {
    const { call } = await start({ tiktok_creator_sandbox: 'true', tikhub_api_key: 'your-api-key' });
    const info = await call('get_creator_account_info');
    expect(info.structuredContent, info.text).toMatchObject({ account: 'us', sandbox: true });
  });

  test('with the key alone says that the cookie is missing', { timeout: TIMEOUT }, async () => {
    const { call } = await start({ tikhub_api_key: 'a-key' });
    expect((await call('get_account_health_status')).text).toMatch(
      /^No account is configured\. Set "TikTok cookie file" or "TikTok cookie" to /,
    );
  });
});
