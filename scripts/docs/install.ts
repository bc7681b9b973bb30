import { part } from './document.ts';
import { fenced } from './markdown.ts';

/** One environment variable that the user fills in. */
interface Setting {
  readonly variable: string;
  /** Stands where the user's value belongs; links carry it too, so it is plain ASCII and never a value. */
  readonly placeholder: string;
  /** What a host asks for. */
  readonly prompt: string;
  readonly isSecret: boolean;
}

const NAME = 'tiktok-creator';
const COMMAND = 'npx';
const ARGS = ['-y', 'tiktok-creator-mcp'];
const SETTINGS: readonly Setting[] = [
  {
    variable: 'TIKHUB_API_KEY',
    placeholder: 'your-api-key',
    prompt: 'TikHub API key',
    isSecret: true,
  },
  {
    variable: 'TIKTOK_COOKIE_FILE',
    placeholder: '/path/to/cookie.txt',
    prompt: 'Path of your TikTok cookie file',
    isSecret: false,
  },
];

/** How a host starts the server, with what stands in each variable. */
const launch = (written: (setting: Setting) => string) => ({
  command: COMMAND,
  args: ARGS,
  env: Object.fromEntries(SETTINGS.map((setting) => [setting.variable, written(setting)])),
});

const withPlaceholders = launch(({ placeholder }) => placeholder);

const inputId = ({ variable }: Setting): string => variable.toLowerCase().replaceAll('_', '-');

/** VS Code asks for each value once and keeps it out of the file. */
const vscode = {
  inputs: SETTINGS.map((setting) => ({
    type: 'promptString',
    id: inputId(setting),
    description: setting.prompt,
    ...(setting.isSecret ? { password: true } : {}),
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
  const options = SETTINGS.map(({ variable, placeholder }) => `--env ${variable}=${placeholder}`);
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
