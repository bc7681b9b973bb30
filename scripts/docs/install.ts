import { type AskedSetting, askedSettings } from './asked-settings.ts';
import { type Document, part } from './document.ts';
import { FROM_NPM, LAUNCH, type Launch } from './launch.ts';
import { fenced } from './markdown.ts';

const NAME = 'tiktok-creator';

/** A setting that every block has, with a placeholder for the user's value. Links carry it too, so it is plain ASCII. */
type ExampleSetting = AskedSetting & { readonly example: string };

const hasExample = (setting: AskedSetting): setting is ExampleSetting => setting.example !== undefined;

const settings: readonly ExampleSetting[] = askedSettings.filter(hasExample);

/** How a host starts the server, with a value for each variable. */
const server = ({ command, args }: Launch, valueFor: (setting: ExampleSetting) => string) => ({
  command,
  args,
  env: Object.fromEntries(settings.map((setting) => [setting.env, valueFor(setting)])),
});

const withPlaceholders = (launch: Launch) => server(launch, ({ example }) => example);

const inputId = ({ env }: ExampleSetting): string => env.toLowerCase().replaceAll('_', '-');

/** VS Code asks for each value once and keeps it out of the file. */
const vscode = (launch: Launch) => ({
  inputs: settings.map((setting) => ({
    type: 'promptString',
    id: inputId(setting),
    description: setting.title,
    ...(setting.kind === 'secret' ? { password: true } : {}),
  })),
  server: server(launch, (setting) => `\${input:${inputId(setting)}}`),
});

/** JSON as people write it: the entries of a list stay on one line each, short lists and objects of texts on one line. */
function pretty(value: unknown, indent = '', isEntry = false): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const entries = value.map((entry) => pretty(entry, inner, true));
    const line = `[${entries.join(', ')}]`;
    return line.length <= 60 ? line : `[\n${inner}${entries.join(`,\n${inner}`)}\n${indent}]`;
  }
  const fields = Object.entries(value).map(([key, field]) => `"${key}": ${pretty(field, inner)}`);
  const line = `{ ${fields.join(', ')} }`;
  const isOfTexts = Object.values(value).every((field) => typeof field === 'string');
  return isEntry || (isOfTexts && line.length <= 90)
    ? line
    : `{\n${inner}${fields.join(`,\n${inner}`)}\n${indent}}`;
}

function claudeDesktop(launch: Launch): string {
  return fenced('json', pretty({ mcpServers: { [NAME]: withPlaceholders(launch) } }));
}

/** `claude` takes every word after `--env` for a variable until the next option, so the name comes first. */
function claudeCode({ command, args }: Launch): string {
  const options = settings.map(({ env, example }) => `--env ${env}=${example}`);
  return fenced('sh', ['claude mcp add', NAME, ...options, '--', command, ...args].join(' '));
}

function vscodeWorkspace(launch: Launch): string {
  const { inputs, server: started } = vscode(launch);
  return fenced('json', pretty({ inputs, servers: { [NAME]: { type: 'stdio', ...started } } }));
}

function cursorLink(launch: Launch): string {
  const config = Buffer.from(JSON.stringify(withPlaceholders(launch))).toString('base64');
  return `https://cursor.com/en/install-mcp?name=${NAME}&config=${encodeURIComponent(config)}`;
}

function vscodeLink(launch: Launch): string {
  const { inputs, server: started } = vscode(launch);
  const [asked, config] = [inputs, started].map((value) => encodeURIComponent(JSON.stringify(value)));
  return `https://insiders.vscode.dev/redirect/mcp/install?name=${NAME}&inputs=${asked}&config=${config}`;
}

/** The command that does everything; in a clone it runs from its folder. */
const setupCommand = (launch: Launch): string =>
  fenced(
    'sh',
    launch === FROM_NPM ? `${[launch.command, ...launch.args].join(' ')} setup` : 'node dist/main.js setup',
  );

/** Links that add the server with one click. They cannot know a path on the user's machine, so only npm's program has them. */
function links(launch: Launch): string {
  if (launch !== FROM_NPM) return '';
  return `→ [Cursor](${cursorLink(launch)}) · [VS Code](${vscodeLink(launch)})`;
}

/** The block of each host, by the name of its part in the README. */
export const hostBlocks: Readonly<Record<string, (launch: Launch) => string>> = {
  setup: setupCommand,
  'claude-desktop': claudeDesktop,
  'claude-code': claudeCode,
  vscode: vscodeWorkspace,
  links,
};

/** How to add the server to each host, in both languages. */
export const installBlocks: readonly Document[] = ['README.md', 'README.zh-CN.md'].flatMap((file) =>
  Object.entries(hostBlocks).map(([name, write]) => part(file, name, () => write(LAUNCH))),
);
