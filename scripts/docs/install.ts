import { type AskedSetting, askedSettings } from './asked-settings.ts';
import { part } from './document.ts';
import { fenced } from './markdown.ts';

const NAME = 'tiktok-creator';
const COMMAND = 'npx';
const ARGS = ['-y', 'tiktok-creator-mcp'];

/** A setting that every block has, with what stands in place of the user's value. Links carry it too, so it is plain ASCII. */
type ExampleSetting = AskedSetting & { readonly example: string };

const hasExample = (setting: AskedSetting): setting is ExampleSetting => setting.example !== undefined;

const settings: readonly ExampleSetting[] = askedSettings.filter(hasExample);

/** How a host starts the server, with what stands in each variable. */
const launch = (placeholderOf: (setting: ExampleSetting) => string) => ({
  command: COMMAND,
  args: ARGS,
  env: Object.fromEntries(settings.map((setting) => [setting.env, placeholderOf(setting)])),
});

const withPlaceholders = launch(({ example }) => example);

const inputId = ({ env }: ExampleSetting): string => env.toLowerCase().replaceAll('_', '-');

/** VS Code asks for each value once and keeps it out of the file. */
const vscode = {
  inputs: settings.map((setting) => ({
    type: 'promptString',
    id: inputId(setting),
    description: setting.title,
    ...(setting.kind === 'secret' ? { password: true } : {}),
  })),
  server: launch((setting) => `\${input:${inputId(setting)}}`),
};

/** JSON as people write it: the entries of a list stay on one line each, short lists on one line. */
function pretty(value: unknown, indent = '', isEntry = false): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const entries = value.map((entry) => pretty(entry, inner, true));
    const line = `[${entries.join(', ')}]`;
    return line.length <= 60 ? line : `[\n${inner}${entries.join(`,\n${inner}`)}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([key, field]) => `"${key}": ${pretty(field, inner)}`);
  return isEntry ? `{ ${fields.join(', ')} }` : `{\n${inner}${fields.join(`,\n${inner}`)}\n${indent}}`;
}

function cursorLink(): string {
  const config = Buffer.from(JSON.stringify(withPlaceholders)).toString('base64');
  return `https://cursor.com/en/install-mcp?name=${NAME}&config=${encodeURIComponent(config)}`;
}

function vscodeLink(): string {
  const [inputs, config] = [vscode.inputs, vscode.server].map((part) =>
    encodeURIComponent(JSON.stringify(part)),
  );
  return `https://insiders.vscode.dev/redirect/mcp/install?name=${NAME}&inputs=${inputs}&config=${config}`;
}

/** `claude` takes every word after `--env` for a variable until the next option, so the name comes first. */
function claudeCommand(): string {
  const options = settings.map(({ env, example }) => `--env ${env}=${example}`);
  return ['claude mcp add', NAME, ...options, '--', COMMAND, ...ARGS].join(' ');
}

function blocks(): string {
  const desktop = { mcpServers: { [NAME]: withPlaceholders } };
  const workspace = { inputs: vscode.inputs, servers: { [NAME]: { type: 'stdio', ...vscode.server } } };
  return `**Claude Desktop**: put this into \`claude_desktop_config.json\` (Settings, Developer, Edit Config). Or open the \`.mcpb\` bundle
that \`npm run mcpb\` builds, and fill in its form.

${fenced('json', pretty(desktop))}

**Cursor**: [add it with this link][cursor], or put the block above into \`~/.cursor/mcp.json\`. Other hosts that read \`mcpServers\` take it too.

**Claude Code** (on Windows with \`cmd /c npx\` in place of \`npx\`):

${fenced('sh', claudeCommand())}

**VS Code**: [add it with this link][vscode]; it asks for the key and the file when it starts the server.

<details>
<summary>The same as <code>.vscode/mcp.json</code></summary>

${fenced('json', pretty(workspace))}

</details>

[cursor]: ${cursorLink()}
[vscode]: ${vscodeLink()}`;
}

/** How to add the server to each host: every block is made from the one definition above. */
export const installBlocks = part('README.md', 'install', blocks);
