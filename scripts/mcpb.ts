/** Makes the bundle for Claude Desktop from `dist/` as it is: `build/<name>-<version>.mcpb`. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packExtension } from '@anthropic-ai/mcpb';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { z } from 'zod';
import { FORM_MARK } from '../src/config/setting-names.ts';
import { askedSettings } from './docs/asked-settings.ts';

const STAGE = 'build/mcpb';
const ENTRY = 'dist/main.js';
/** What the server needs, and what has to go with it. */
const CONTENT = ['dist', 'schema', 'LICENSE', 'CHANGELOG.md'];

const packageManifest = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  author: z.string(),
  homepage: z.string(),
  repository: z.object({ type: z.string(), url: z.string() }),
  bugs: z.object({ url: z.string() }),
  keywords: z.array(z.string()),
  engines: z.object({ node: z.string() }),
});

/** Asks the built server what it offers for one account. */
async function listTools(): Promise<{ name: string; description: string }[]> {
  const client = new Client({ name: 'mcpb', version: '1' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [ENTRY],
      env: { TIKTOK_COOKIE: 'sessionid=none' },
    }),
  );
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name, description = '' }) => ({ name, description }));
}

/** How the form asks for each kind of setting. */
const FIELD_TYPES = { text: 'string', secret: 'string', file: 'file', switch: 'boolean' } as const;

/** The name of a setting's field in the form. */
const field = (variable: string): string => variable.toLowerCase();

const { name, version, description, license, author, homepage, repository, bugs, keywords, engines } =
  packageManifest.parse(JSON.parse(await readFile('package.json', 'utf8')));
const repositoryUrl = repository.url.replace(/^git\+/, '');

const manifest = {
  manifest_version: '0.3',
  name,
  display_name: 'TikTok Shop creator',
  version,
  description,
  author: { name: author },
  repository: { type: repository.type, url: repositoryUrl },
  homepage,
  documentation: homepage,
  support: bugs.url,
  icon: 'icon.png',
  license,
  keywords,
  // What is sent where, and what is kept.
  privacy_policies: [`${repositoryUrl.replace(/\.git$/, '')}/blob/main/docs/privacy.md`],
  compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: engines.node } },
  server: {
    type: 'node',
    entry_point: ENTRY,
    mcp_config: {
      command: 'node',
      args: [`\${__dirname}/${ENTRY}`],
      env: {
        ...Object.fromEntries(askedSettings.map(({ env }) => [env, `\${user_config.${field(env)}}`])),
        [FORM_MARK]: 'on',
      },
    },
  },
  tools: await listTools(),
  // With several accounts there are two more.
  tools_generated: true,
  user_config: Object.fromEntries(
    askedSettings.map((setting) => [
      field(setting.env),
      {
        type: FIELD_TYPES[setting.kind],
        title: setting.title,
        description: setting.help,
        required: false,
        ...(setting.kind === 'secret' ? { sensitive: true } : {}),
        ...(setting.kind === 'switch'
          ? { default: false }
          : setting.default === undefined
            ? {}
            : { default: setting.default }),
      },
    ]),
  ),
};

await rm(STAGE, { recursive: true, force: true });
await mkdir(STAGE, { recursive: true });
for (const path of CONTENT) await cp(path, join(STAGE, path), { recursive: true });
await cp(new URL('../docs/icon.png', import.meta.url), join(STAGE, 'icon.png'));
// With this, Node loads the files of dist/ as ES modules.
await writeFile(
  join(STAGE, 'package.json'),
  `${JSON.stringify({ name, version, license, type: 'module' })}\n`,
);
await writeFile(join(STAGE, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);

const outputPath = `build/${name}-${version}.mcpb`;
// Validates the manifest first.
if (await packExtension({ extensionPath: STAGE, outputPath, silent: true })) {
  process.stdout.write(`${outputPath} written\n`);
} else {
  console.error(`${outputPath} could not be made.`);
  process.exitCode = 1;
}
