import { type ParseError, parse as parseJsonc } from 'jsonc-parser';
import { at, isJsonObject, type JsonObject } from '../json.ts';
import { HOST_NAMES, hostFiles } from './hosts.ts';
import { describeReadError, type ReadFile } from './private-file.ts';
import type { Environment } from './read-settings.ts';
import { isNotThere } from './stored-settings.ts';
import type { Places } from './user-folders.ts';

/** How a host would start this server. */
export interface HostSettings {
  /** The file with the entry. */
  readonly file: string;
  /** The environment that the host adds to its own. */
  readonly env: Environment;
  readonly sandbox: boolean;
  /** Sentences about what cannot be known here. */
  readonly notes: readonly string[];
}

/**
 * What a host passes to this server.
 * @param readFile reads files that are not secret in themselves
 * @throws Error whose message is a sentence for a person
 */
export async function readHostSettings(
  host: string,
  places: Places,
  readFile: ReadFile,
): Promise<HostSettings> {
  const { files } = hostFiles(host, places) ?? {};
  if (files === undefined) throw new Error(`--host takes ${HOST_NAMES.join(', ')}.`);
  for (const file of files) {
    const text = await readFile(file).catch((error: unknown) => {
      if (isNotThere(error)) return undefined;
      throw new Error(`The file of the host ${describeReadError(error, file)}`);
    });
    if (text === undefined) continue;
    const faults: ParseError[] = [];
    const json: unknown = parseJsonc(text, faults, { allowTrailingComma: true });
    if (text.trim() !== '' && faults.length > 0)
      throw new Error(`${file} is not valid JSON, so its host may not read it either. Correct it.`);
    const entry = ourEntryAmong(entriesIn(json, places.cwd));
    if (entry !== undefined) return settingsOf(file, entry, places.env);
  }
  throw new Error(`No entry for this server was found in ${files.join(' or ')}.`);
}

/** A server entry in a host's file. */
export type HostEntry = readonly [name: string, server: JsonObject];

/** The servers of a file: those of the folder, if the file has several folders, and those of all. */
function entriesIn(json: unknown, cwd: string): HostEntry[] {
  const sections = [at(json, 'projects', cwd, 'mcpServers'), at(json, 'mcpServers'), at(json, 'servers')];
  return sections.flatMap(serversIn);
}

/** The servers in a section of a file. */
export const serversIn = (section: unknown): HostEntry[] =>
  isJsonObject(section)
    ? Object.entries(section).flatMap(([name, server]) =>
        isJsonObject(server) ? [[name, server] as const] : [],
      )
    : [];

/** The name of the entry in a host's file. */
export const ENTRY_NAME = 'tiktok-creator';

/** The entry for this server among others: the one with its name, or the first that starts its program. */
export const ourEntryAmong = (entries: readonly HostEntry[]): HostEntry | undefined =>
  entries.find(([name]) => name.toLowerCase() === ENTRY_NAME) ?? entries.find(startsOurProgram);

/** The program, if it is the command itself. */
const OUR_COMMAND = /(?:^|[\\/])tiktok-creator-mcp(?:\.cmd|\.exe)?$/i;

/**
 * The package or image, or the program's file. A folder of that name is not enough: other servers may have it as an
 * argument.
 */
const OUR_ARGUMENT =
  /^tiktok-creator-mcp(?:[@:][\w.-]+)?$|[\\/]tiktok-creator-mcp[^\\/]*[\\/]dist[\\/]main\.js$/i;

const startsOurProgram = ([, { command, args }]: HostEntry): boolean =>
  OUR_COMMAND.test(String(command)) ||
  (Array.isArray(args) && args.some((word) => OUR_ARGUMENT.test(String(word))));

function settingsOf(file: string, [name, server]: HostEntry, around: Environment): HostSettings {
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
