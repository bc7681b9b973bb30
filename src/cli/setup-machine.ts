import type { ReadFile } from '../config/private-file.ts';
import type { Places } from '../config/user-folders.ts';
import type { AccountStore } from './account-store.ts';
import type { Dialog } from './dialog.ts';
import type { Terminal } from './terminal.ts';

/** What the commands that store things work with. */
export interface SetupMachine {
  readonly places: Places;
  readonly store: AccountStore;
  /** Of files that a person names, whatever their mode. */
  readonly readFile: ReadFile;
  /** Undefined when nobody is at a terminal, or wants no questions. */
  readonly dialog: Dialog | undefined;
  readonly terminal: Terminal;
  readonly now: () => Date;
  /** Learns a secret before anything can show it. */
  readonly remember: (secret: string) => void;
}
