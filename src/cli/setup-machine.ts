import type { ReadFile } from '../config/private-file.ts';
import type { Places } from '../config/user-folders.ts';
import type { AccountStore } from './account-store.ts';
import type { Dialog } from './dialog.ts';
import type { Terminal } from './terminal.ts';

/** What the commands that store settings need. */
export interface SetupMachine {
  readonly places: Places;
  readonly store: AccountStore;
  /** Reads files that a person names, without checking their mode. */
  readonly readFile: ReadFile;
  /** Undefined when there is no terminal, or no questions are wanted. */
  readonly dialog: Dialog | undefined;
  readonly terminal: Terminal;
  readonly now: () => Date;
  /** Receives each secret before anything can show it. */
  readonly remember: (secret: string) => void;
}
