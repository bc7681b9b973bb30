import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Places, userDataFolder } from './user-folders.ts';

/** Where a host keeps its settings (docs of the hosts). */
interface Host {
  /** The name as its maker writes it. */
  readonly title: string;
  /** Settings files that apply in one folder only. */
  readonly ofFolder: (cwd: string) => readonly string[];
  /** The settings file of the user. */
  readonly ofUser: (folders: Folders) => string;
  /** A path that exists if the host is installed; if left out, the folder of its settings. */
  readonly sign?: (folders: Folders) => string;
  /** The member of the file that has the servers. */
  readonly section: 'mcpServers' | 'servers';
}

/** The folders of a user. */
interface Folders {
  readonly home: string;
  readonly userData: string;
}

const nowhere = (): readonly string[] => [];

/** The known hosts. */
const KNOWN_HOSTS = {
  'claude-desktop': {
    title: 'Claude Desktop',
    ofFolder: nowhere,
    ofUser: ({ userData }) => join(userData, 'Claude', 'claude_desktop_config.json'),
    section: 'mcpServers',
  },
  'claude-code': {
    title: 'Claude Code',
    ofFolder: (cwd) => [join(cwd, '.mcp.json')],
    ofUser: ({ home }) => join(home, '.claude.json'),
    sign: ({ home }) => join(home, '.claude.json'),
    section: 'mcpServers',
  },
  cursor: {
    title: 'Cursor',
    ofFolder: (cwd) => [join(cwd, '.cursor', 'mcp.json')],
    ofUser: ({ home }) => join(home, '.cursor', 'mcp.json'),
    section: 'mcpServers',
  },
  vscode: {
    title: 'VS Code',
    ofFolder: (cwd) => [join(cwd, '.vscode', 'mcp.json')],
    ofUser: ({ userData }) => join(userData, 'Code', 'User', 'mcp.json'),
    section: 'servers',
  },
  windsurf: {
    title: 'Windsurf',
    ofFolder: nowhere,
    ofUser: ({ home }) => join(home, '.codeium', 'windsurf', 'mcp_config.json'),
    section: 'mcpServers',
  },
  'gemini-cli': {
    title: 'Gemini CLI',
    ofFolder: (cwd) => [join(cwd, '.gemini', 'settings.json')],
    ofUser: ({ home }) => join(home, '.gemini', 'settings.json'),
    section: 'mcpServers',
  },
  'lm-studio': {
    title: 'LM Studio',
    ofFolder: nowhere,
    ofUser: ({ home }) => join(home, '.lmstudio', 'mcp.json'),
    section: 'mcpServers',
  },
} as const satisfies Readonly<Record<string, Host>>;

type HostName = keyof typeof KNOWN_HOSTS;

/** The names of the known hosts. */
export const HOST_NAMES: readonly string[] = Object.keys(KNOWN_HOSTS);

const isHostName = (name: string): name is HostName => Object.hasOwn(KNOWN_HOSTS, name);

const withoutMarks = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');

/** The host that a person means, by its name or as its maker writes it, in any case. */
const hostNamed = (written: string): HostName | undefined =>
  HOST_NAMES.filter(isHostName).find((name) =>
    [name, KNOWN_HOSTS[name].title].some((known) => withoutMarks(known) === withoutMarks(written)),
  );

/** The settings of one host on this machine. */
export interface HostFiles {
  readonly name: string;
  readonly title: string;
  /** In order of precedence, those of the folder first. */
  readonly files: readonly string[];
  /** The one that applies in every folder. */
  readonly userFile: string;
  /** A path that exists if the host is installed. */
  readonly sign: string;
  readonly section: 'mcpServers' | 'servers';
}

/** Where a host keeps its settings; undefined for an unknown host. */
export function hostFiles(written: string, places: Places): HostFiles | undefined {
  const name = hostNamed(written);
  if (name === undefined) return undefined;
  const host: Host = KNOWN_HOSTS[name];
  const home = homedir();
  const folders = { home, userData: userDataFolder(places, home) };
  const userFile = host.ofUser(folders);
  return {
    name,
    title: host.title,
    files: [...host.ofFolder(places.cwd), userFile],
    userFile,
    sign: host.sign?.(folders) ?? dirname(userFile),
    section: host.section,
  };
}
