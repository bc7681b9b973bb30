/** Writes the generated documents: the tables in README.md, docs/tools.md and the schema of accounts files. With `--check` it only says what is out of date. */
import { readFile, writeFile } from 'node:fs/promises';
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { ResourceTemplate, Tool } from '@modelcontextprotocol/sdk/types.js';
import { zodToJsonSchema } from 'zod-to-json-schema';
import type { ConfiguredAccount } from '../src/accounts/accounts.ts';
import { accountsFile, COOKIE_FIELDS } from '../src/accounts/accounts-file.ts';
import { Secrets } from '../src/accounts/secrets.ts';
import { Client } from '../src/api/client.ts';
import { createServer } from '../src/server.ts';

const START = '<!-- tools:start -->';
const END = '<!-- tools:end -->';

/** Arguments that are the same for every tool; the README explains them once, below the table. */
const SHARED = new Set(['account', 'cookie', 'proxy', 'raw']);

/** Asks the real server, in this process and without any account, what it offers. */
async function listAll(): Promise<{ tools: Tool[]; templates: ResourceTemplate[] }> {
  const settings = {
    baseUrl: new URL('https://upstream.invalid/'),
    apiKey: undefined,
    needsKey: true,
    timeoutMs: 1000,
    inlineCredentials: true,
    sandbox: false,
    accounts: { byName: new Map<string, ConfiguredAccount>(), defaultName: 'main' },
    transport: {
      post: () => Promise.reject(new Error('Writing the documents calls no upstream.')),
      close: () => Promise.resolve(),
    },
    secrets: new Secrets(),
    now: () => new Date(0),
    sleep: () => Promise.resolve(),
  };
  const server = createServer({ ...settings, client: new Client(settings) });
  const reader = new McpClient({ name: 'docs', version: '1' });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await server.connect(there);
  await reader.connect(here);
  const { tools } = await reader.listTools();
  const { resourceTemplates: templates } = await reader.listResourceTemplates();
  await reader.close();
  return { tools, templates };
}

const firstSentence = (text = ''): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;

/** A Markdown table, padded as the formatter wants it. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  const [head = [], ...body] = lines;
  return [head, rule, ...body]
    .map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

/** The arguments that are not shared, the required ones in bold. */
function ownArguments({ inputSchema }: Tool): string {
  const required = new Set(inputSchema.required);
  const names = Object.keys(inputSchema.properties ?? {}).filter((name) => !SHARED.has(name));
  return names.map((name) => (required.has(name) ? `**\`${name}\`**` : `\`${name}\``)).join(', ') || '–';
}

function tables(tools: readonly Tool[], templates: readonly ResourceTemplate[]): string {
  const offered = tools.map((tool) => [
    `\`${tool.name}\``,
    firstSentence(tool.description),
    ownArguments(tool),
  ]);
  const readable = templates.map(({ uriTemplate, name }) => [`\`${uriTemplate}\``, `\`${name}\``]);
  return `${table(['tool', 'what it answers', 'own arguments'], offered)}\n\n${table(['resource', 'the same as the tool'], readable)}`;
}

function withTables(readme: string, generated: string): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start)
    throw new Error(`README.md needs the lines ${START} and ${END}, in this order.`);
  return `${readme.slice(0, start + START.length)}\n\n${generated}\n\n${readme.slice(end)}`;
}

const json = (schema: unknown): string => `\`\`\`json\n${JSON.stringify(schema, null, 2)}\n\`\`\``;

const section = ({ name, title, description, inputSchema, outputSchema }: Tool): string =>
  `## ${name}\n\n**${title}.** ${description}\n\nInput\n\n${json(inputSchema)}\n\nOutput (\`structuredContent\`)\n\n${json(outputSchema)}`;

function reference(tools: readonly Tool[]): string {
  const intro = `# Tools

Written by \`npm run docs\` from what the server answers to \`tools/list\`; do not edit. The schemas are JSON Schema, made
from the zod schemas of the code by \`zod-to-json-schema\`.

With more than one account configured, every tool also takes \`account\`: one of their names. In an output schema only the
fields that every form of the result has are required: a figure that is absent upstream is absent in the result, and
\`raw: true\` puts the vendor's payload in \`raw\` instead of the tool's own fields.`;
  return `${[intro, tools.map(({ name }) => `- [${name}](#${name})`).join('\n'), ...tools.map(section)].join('\n\n')}\n`;
}

/** The JSON Schema of `TIKTOK_ACCOUNTS_FILE`, for editors; zod has no word for "exactly one of these fields". */
function accountsSchema(): string {
  const schema = zodToJsonSchema(accountsFile, { $refStrategy: 'none' });
  const whole = JSON.stringify(
    { title: 'Accounts of tiktok-creator-mcp', ...schema },
    (key, value) =>
      key === 'additionalProperties' && value !== false
        ? { ...value, oneOf: COOKIE_FIELDS.map((field) => ({ required: [field] })) }
        : value,
    2,
  );
  return `${whole}\n`;
}

const { tools, templates } = await listAll();
const readme = await readFile('README.md', 'utf8');
const wanted = {
  'README.md': withTables(readme, tables(tools, templates)),
  'docs/tools.md': reference(tools),
  'schema/accounts.schema.json': accountsSchema(),
};
const check = process.argv.includes('--check');
for (const [file, text] of Object.entries(wanted)) {
  const current = await readFile(file, 'utf8').catch(() => undefined);
  if (current === text) continue;
  if (check) {
    console.error(`${file} is out of date: run "npm run docs".`);
    process.exitCode = 1;
  } else {
    await writeFile(file, text);
    process.stdout.write(`${file} written\n`);
  }
}
