import { realpathSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import type { Command } from '../config/load-config.ts';
import { privateReader, type ReadFile } from '../config/private-file.ts';
import { isRunByNpx } from '../config/program-name.ts';
import { storedFiles } from '../config/stored-settings.ts';
import type { Places } from '../config/user-folders.ts';
import { AccountStore } from './account-store.ts';
import { openDialog } from './dialog.ts';
import type { HostLaunch } from './host-entry.ts';
import { setup } from './setup.ts';
import type { SetupMachine } from './setup-machine.ts';
import type { Terminal } from './terminal.ts';

/** What the process provides to the commands that store settings. */
interface ProcessParts {
  readonly places: Places;
  /** Reads files that hold secrets. */
  readonly readFile: ReadFile;
  readonly terminal: Terminal;
  readonly now: () => Date;
  readonly remember: (secret: string) => void;
  readonly stdin: NodeJS.ReadableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly readStdin: () => Promise<string>;
  /** How this process was started. */
  readonly started: { readonly node: string; readonly main: string };
  /** Checks what is stored; returns whether there are no problems. */
  readonly check: (live: boolean) => Promise<boolean>;
}

/** Runs a command that stores settings; returns whether all of it was done. */
export async function setUp(
  command: Extract<Command, { run: 'setup' | 'accounts' }>,
  surroundings: ProcessParts,
): Promise<boolean> {
  const machine = openSetup(command.wanted.yes, surroundings);
  if (machine === undefined) return false;
  const { check, readStdin, started } = surroundings;
  if (command.run === 'accounts') {
    const { runAccounts } = await import('./accounts.ts');
    return runAccounts(command.wanted, { ...machine, readStdin });
  }
  const launch = hostLaunch(started.node, realpathSync(started.main));
  return setup(command.wanted, machine, { launch, check });
}

/**
 * Opens what `setup` and `accounts` need; if the user's home is unknown, prints a message and returns undefined.
 * @param isQuiet whether not to ask even at a terminal
 */
function openSetup(
  isQuiet: boolean,
  { places, readFile, terminal, now, remember, stdin, stderr }: ProcessParts,
): SetupMachine | undefined {
  const files = storedFiles(places);
  if (files === undefined) {
    terminal.printError(
      `There is no home directory to store anything in: ${places.platform === 'win32' ? 'USERPROFILE' : 'HOME'} is not set.\n`,
    );
    return undefined;
  }
  const isAtTerminal = stdin instanceof ReadStream && stderr instanceof WriteStream;
  return {
    places,
    store: new AccountStore(files, readFile),
    readFile: privateReader(false),
    dialog: isAtTerminal && !isQuiet ? openDialog(stdin, stderr) : undefined,
    terminal,
    now,
    remember,
  };
}

/**
 * How hosts start this program: by absolute paths, because many of them have no PATH; or with npx, if npx started it.
 */
const hostLaunch = (node: string, main: string): HostLaunch =>
  isRunByNpx(main) ? { command: 'npx', args: ['-y', 'tiktok-creator-mcp'] } : { command: node, args: [main] };
