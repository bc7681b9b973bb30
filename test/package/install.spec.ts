import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hostBlocks } from '../../scripts/docs/install.ts';
import { FROM_CLONE, FROM_NPM, LAUNCH } from '../../scripts/docs/launch.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { buildProject, npm, ROOT } from '../support/project.ts';
import { startHost } from '../support/stdio-host.ts';

const TIMEOUT = 30_000;
const run = promisify(execFile);

/** What a host needs to know to start a server. */
const launch = z
  .object({ command: z.string(), args: z.array(z.string()), env: z.record(z.string()) })
  .passthrough();
type Launch = z.infer<typeof launch>;

const prompt = z
  .object({
    type: z.literal('promptString'),
    id: z.string(),
    description: z.string(),
    password: z.boolean().optional(),
  })
  .strict();
type Prompt = z.infer<typeof prompt>;

const mcpServers = z.object({ mcpServers: z.record(launch) }).strict();
const workspace = z
  .object({ inputs: z.array(prompt), servers: z.record(launch.extend({ type: z.literal('stdio') })) })
  .strict();

/** One block as the README has it, before anyone has filled it in. */
interface Block {
  readonly name: string;
  readonly server: Launch;
  readonly prompts: readonly Prompt[];
}

/** What the README tells people to replace. */
const PLACEHOLDERS = { key: 'your-api-key', file: '/path/to/cookie.txt' };

/** The text of a host's block, by the name of its part. */
type BlockText = (part: string) => string;

const partOf =
  (markdown: string): BlockText =>
  (name) =>
    new RegExp(`<!-- ${name}:start -->\n(.*)<!-- ${name}:end -->`, 's').exec(markdown)?.[1]?.trim() ?? '';

const [english, chinese] = await Promise.all(
  ['README.md', 'README.zh-CN.md'].map((file) => readFile(join(ROOT, file), 'utf8')),
);
const inReadme = partOf(english ?? '');

/** The text inside the only fence of a part. */
function fenced(text: string, language: string): string {
  const [, found, inner = ''] = /^```(\w+)\n(.*)\n```$/s.exec(text) ?? [];
  expect(found).toBe(language);
  return inner;
}

/** Where a link leads. */
function link(text: string, label: string): URL {
  return new URL(new RegExp(`\\[${label}\\]\\((\\S+)\\)`).exec(text)?.[1] ?? '');
}

const parameter = (url: URL, name: string): string => url.searchParams.get(name) ?? '';

/** The only server that a block names. */
function only(servers: Readonly<Record<string, Launch>>): Omit<Block, 'prompts'> {
  const [entry, ...others] = Object.entries(servers);
  if (entry === undefined || others.length > 0) throw new Error('A block has one server.');
  return { name: entry[0], server: entry[1] };
}

/** Claude Code's command: split into words by a shell, then read as the program reads them. */
async function claudeCode(block: BlockText): Promise<Block> {
  const line = fenced(block('claude-code'), 'sh');
  const { stdout } = await run('sh', ['-c', `claude() { printf '%s\\n' "$@"; }\n${line}`]);
  const words = stdout.trimEnd().split('\n');
  expect(words.slice(0, 2)).toEqual(['mcp', 'add']);
  const [name = '', ...options] = words.slice(2, words.indexOf('--'));
  const env: Record<string, string> = {};
  // After `--env`, the name would be read as one more variable.
  expect(name).not.toMatch(/^-/);
  for (let at = 0; at < options.length; at += 2) {
    expect(options[at]).toBe('--env');
    const [, variable = '', value = ''] = /^(\w+)=(.*)$/.exec(options[at + 1] ?? '') ?? [];
    env[variable] = value;
  }
  const [command = '', ...args] = words.slice(words.indexOf('--') + 1);
  return { name, server: { command, args, env }, prompts: [] };
}

function cursorLink(block: BlockText): Block {
  const url = link(block('links'), 'Cursor');
  expect(url.href).toMatch(/^https:\/\/cursor\.com\/en\/install-mcp\?/);
  // Decoded byte for byte, as a browser's atob() does.
  const config = Buffer.from(parameter(url, 'config'), 'base64').toString('latin1');
  return { name: parameter(url, 'name'), server: launch.parse(JSON.parse(config)), prompts: [] };
}

function vscodeLink(block: BlockText): Block {
  const url = link(block('links'), 'VS Code');
  expect(url.href).toMatch(/^https:\/\/insiders\.vscode\.dev\/redirect\/mcp\/install\?/);
  return {
    name: parameter(url, 'name'),
    server: launch.parse(JSON.parse(parameter(url, 'config'))),
    prompts: z.array(prompt).parse(JSON.parse(parameter(url, 'inputs'))),
  };
}

function vscodeFile(block: BlockText): Block {
  const { inputs, servers } = workspace.parse(JSON.parse(fenced(block('vscode'), 'json')));
  return { ...only(servers), prompts: inputs };
}

function claudeDesktop(block: BlockText): Block {
  const { mcpServers: servers } = mcpServers.parse(JSON.parse(fenced(block('claude-desktop'), 'json')));
  return { ...only(servers), prompts: [] };
}

const FILES = {
  'Claude Desktop and Cursor': claudeDesktop,
  'Claude Code': claudeCode,
  'VS Code': vscodeFile,
};
const LINKS = { 'the link for Cursor': cursorLink, 'the link for VS Code': vscodeLink };

const fromNpm: BlockText = (name) => hostBlocks[name]?.(FROM_NPM) ?? '';

/** The blocks as they are in the README, and as they will be when the package is on npm. */
const BLOCKS: readonly (readonly [name: string, read: () => Block | Promise<Block>])[] = [
  ...Object.entries(LAUNCH === FROM_NPM ? { ...FILES, ...LINKS } : FILES).map(
    ([host, read]) => [`README: ${host}`, () => read(inReadme)] as const,
  ),
  ...Object.entries({ ...FILES, ...LINKS }).map(
    ([host, read]) => [`with npx: ${host}`, () => read(fromNpm)] as const,
  ),
];

/** The values that a user enters at a prompt or in place of a placeholder. */
type Answers = Readonly<Record<keyof typeof PLACEHOLDERS, string>>;

/** The variables with the user's values in them. */
function filledIn({ server, prompts }: Block, answers: Answers): Record<string, string> {
  const answerTo = (id: string): string => {
    const asked = prompts.find((one) => one.id === id);
    if (asked === undefined) throw new Error(`Nobody asks for ${id}.`);
    return /key/i.test(asked.description) ? answers.key : answers.file;
  };
  const fill = (value: string): string =>
    value
      .replace(PLACEHOLDERS.key, answers.key)
      .replace(PLACEHOLDERS.file, answers.file)
      .replaceAll(/\$\{input:([^}]*)\}/g, (_, id: string) => answerTo(id));
  return Object.fromEntries(Object.entries(server.env).map(([name, value]) => [name, fill(value)]));
}

/** A folder with the package installed from its tarball, a registry that records requests, and an upstream. */
let home = '';
let upstream: Sandbox;
const visits: string[] = [];
const registry = createServer((request, response) => {
  visits.push(request.url ?? '');
  response.writeHead(503).end();
});
let npxSettings: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tiktok-creator-mcp-install-'));
  upstream = await startSandbox({ now: () => new Date() });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const address = registry.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  npxSettings = {
    HOME: home,
    npm_config_cache: join(home, 'npm-cache'),
    npm_config_registry: `http://127.0.0.1:${port}/`,
    // npm checks for updates of itself, whatever it runs.
    npm_config_update_notifier: 'false',
  };
  const project = await buildProject();
  try {
    const packed = await npm(project.folder, ['pack', '--ignore-scripts', '--pack-destination', home]);
    await writeFile(join(home, 'package.json'), '{}');
    await npm(home, ['install', join(home, packed.trim())]);
  } finally {
    await project.remove();
  }
  await writeFile(join(home, 'cookie.txt'), upstream.accounts.get('us')?.cookie ?? '', { mode: 0o600 });
}, 60_000);

afterAll(async () => {
  registry.close();
  await upstream.close();
  await rm(home, { recursive: true, force: true });
});

/** Starts what a block says, in the folder where the package is installed, as a host does. */
const start = (
  { command, args }: Pick<Launch, 'command' | 'args'>,
  env: Readonly<Record<string, string>>,
) => {
  const program = join(home, 'node_modules/tiktok-creator-mcp/dist/main.js');
  const real = args.map((arg) => (FROM_CLONE.args.includes(arg) ? program : arg));
  return startHost({ command, args: real, env: { ...npxSettings, ...env }, cwd: home });
};

describe.each(BLOCKS)('%s', (_host, read) => {
  test('starts the server, which answers for the account', { timeout: TIMEOUT }, async () => {
    const block = await read();
    const answers = { key: upstream.apiKey, file: join(home, 'cookie.txt') };
    const env = { ...filledIn(block, answers), TIKHUB_BASE_URL: upstream.url };
    const { client, connected, call } = await start(block.server, env);
    await connected;
    expect(client.getServerVersion()?.name).toBe('tiktok-creator-mcp');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('summarize_month');
    // Cursor and models refuse longer names.
    const names = tools.map((tool) => ({
      cursor: block.name + tool.name,
      model: `mcp__${block.name}__${tool.name}`,
    }));
    expect(names.filter(({ cursor, model }) => cursor.length > 60 || model.length > 64)).toEqual([]);
    const { isError, structuredContent, text } = await call('get_creator_account_info');
    expect(isError, text).not.toBe(true);
    expect(structuredContent).toMatchObject({ account: 'main', user_name: 'juniper.finds' });
    expect(visits, 'what npx asked the registry for').toEqual([]);
  });

  test('left as it is, says what is missing', { timeout: TIMEOUT }, async () => {
    const block = await read();
    if (block.prompts.length > 0) {
      const { call } = await start(block.server, filledIn(block, { key: '', file: '' }));
      const { isError, text } = await call('get_creator_account_info');
      expect(isError).toBe(true);
      expect(text).toContain('TIKHUB_API_KEY is not set.');
    } else {
      const { call, log } = await start(block.server, block.server.env);
      const { isError, text } = await call('get_creator_account_info');
      expect(isError).toBe(true);
      for (const said of [text, log()]) {
        expect(said).toContain('TIKHUB_API_KEY holds a placeholder');
        expect(said).toContain('TIKTOK_COOKIE_FILE names a file that does not exist');
      }
    }
  });
});

test('with --sandbox and without settings, answers with invented data', { timeout: TIMEOUT }, async () => {
  const { command, args } = claudeDesktop(inReadme).server;
  const { call } = await start({ command, args: [...args, '--sandbox'] }, {});
  const { structuredContent } = await call('get_creator_account_info');
  expect(structuredContent).toMatchObject({ account: 'us', sandbox: true });
});

test('every block is there, with the secrets of VS Code hidden while they are typed', async () => {
  const blocks = await Promise.all(BLOCKS.map(([, read]) => read()));
  expect(new Set(blocks.map(({ name }) => name))).toEqual(new Set(['tiktok-creator']));
  for (const { prompts, server } of blocks) {
    const secret = /\$\{input:(.*)\}/.exec(server.env['TIKHUB_API_KEY'] ?? '')?.[1];
    expect(prompts.filter(({ password }) => password).map(({ id }) => id)).toEqual(
      secret === undefined ? [] : [secret],
    );
  }
});

test('both languages have the same blocks', () => {
  for (const name of Object.keys(hostBlocks)) {
    expect(partOf(chinese ?? '')(name)).toBe(inReadme(name));
    expect(inReadme(name)).toBe(hostBlocks[name]?.(LAUNCH));
  }
});

test('nothing points at the name on npm before it is there', () => {
  if (LAUNCH === FROM_NPM) return;
  expect(`${english}${chinese}`).not.toMatch(/\bnpx\b|\bnpm i(nstall)? .*tiktok-creator-mcp/);
});
