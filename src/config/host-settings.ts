import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse as parseJsonc } from 'jsonc-parser';
import { at, isJsonObject, type JsonObject } from '../json.ts';
import type { ReadFile } from './private-file.ts';
import type { Environment } from './read-settings.ts';

/** How a host would start this server. */
export interface HostSettings {
  /** The file with the entry. */
  readonly file: string;
  /** The environment that the host adds to its own. */
  readonly env: Environment;
  readonly sandbox: boolean;
  /** What cannot be known here, as sentences. */
  readonly notes: readonly string[];
}

/** Where this machine and its user keep files. */
export interface Places {
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
  readonly env: Environment;
}

/** The settings files of each host, those of the folder first (docs of the hosts). */
const FILES = {
  'claude-desktop': ({ userData }: Folders) => [join(userData, 'Claude', 'claude_desktop_config.json')],
  'claude-code': ({ cwd, home }: Folders) => [join(cwd, '.mcp.json'), join(home, '.claude.json')],
  cursor: ({ cwd, home }: Folders) => [join(cwd, '.cursor', 'mcp.json'), join(home, '.cursor', 'mcp.json')],
  vscode: ({ cwd, userData }: Folders) => [
    join(cwd, '.vscode', 'mcp.json'),
    join(userData, 'Code', 'User', 'mcp.json'),
  ],
} as const satisfies Readonly<Record<string, (folders: Folders) => readonly string[]>>;

/** Where a host looks for its settings. */
interface Folders {
  readonly cwd: string;
  readonly home: string;
  /** Where programs keep the settings of a user. */
  readonly userData: string;
}

type HostName = keyof typeof FILES;

/** The hosts whose settings can be read. */
const HOST_NAMES: readonly string[] = Object.keys(FILES);

const isHostName = (name: string): name is HostName => Object.hasOwn(FILES, name);

/**
 * What a host passes to this server.
 * @param readFile of files that are not secret by themselves
 * @throws Error whose message is a sentence for a person
 */
export async function readHostSettings(
  host: string,
  places: Places,
  readFile: ReadFile,
): Promise<HostSettings> {
  if (!isHostName(host)) throw new Error(`--host takes ${HOST_NAMES.join(', ')}.`);
  const files = FILES[host](foldersOf(places));
  for (const file of files) {
    const text = await readFile(file).catch(() => undefined);
    if (text === undefined) continue;
    const entry = entriesIn(parseJsonc(text, [], { allowTrailingComma: true }), places.cwd).find(isOurs);
    if (entry !== undefined) return settingsOf(file, entry, places.env);
  }
  throw new Error(`No entry for this server was found in ${files.join(' or ')}.`);
}

function foldersOf({ platform, cwd, env }: Places): Folders {
  const home = homedir();
  const userData =
    platform === 'darwin'
      ? join(home, 'Library', 'Application Support')
      : platform === 'win32'
        ? (env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
        : (env['XDG_CONFIG_HOME'] ?? join(home, '.config'));
  return { cwd, home, userData };
}

/** A server as a host's file has it. */
type Entry = readonly [name: string, server: JsonObject];

/** The servers of a file: of the folder, where the file keeps several, and of all. */
function entriesIn(json: unknown, cwd: string): Entry[] {
  const sections = [at(json, 'projects', cwd, 'mcpServers'), at(json, 'mcpServers'), at(json, 'servers')];
  return sections.flatMap((section) =>
    isJsonObject(section)
      ? Object.entries(section).flatMap(([name, server]) =>
          isJsonObject(server) ? [[name, server] as const] : [],
        )
      : [],
  );
}

const isOurs = ([name, server]: Entry): boolean =>
  /tiktok-creator/i.test(JSON.stringify([name, server['command'], server['args']]));

function settingsOf(file: string, [name, server]: Entry, around: Environment): HostSettings {
  const args: readonly unknown[] = Array.isArray(server['args']) ? server['args'] : [];
  const written = Object.entries(isJsonObject(server['env']) ? server['env'] : {});
  const asked = written.flatMap(([variable, value]) =>
    /^\$\{input:[^}]*\}$/.test(String(value)) ? [variable] : [],
  );
  return {
    file,
    env: Object.fromEntries(written.map(([variable, value]) => [variable, expand(String(value), around)])),
    sandbox: args.includes('--sandbox'),
    notes: [
      `These are the settings of the entry "${name}" in ${file}.`,
      ...(asked.length === 0
        ? []
        : [
            `The host asks for ${asked.join(', ')} when it starts the server, so the value cannot be checked here.`,
          ]),
    ],
  };
}

/** The variables that hosts replace: `${env:NAME}`, and `${NAME}` with or without a default. */
const expand = (value: string, around: Environment): string =>
  value.replace(
    /\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^}]*))?\}/g,
    (whole, name: string, other: string | undefined) => around[name] ?? other ?? whole,
  );
