import { type Environment, variable } from './read-settings.ts';
import type { Setting } from './setting.ts';
import { SETTINGS } from './settings.ts';

/** Set by the bundle for Claude Desktop, whose users fill in a form and never see environment variables. */
export const FORM_MARK = 'TIKTOK_CREATOR_FORM';

/** How messages write a command; the program may not be on the user's path under this name. */
const COMMAND = '"tiktok-creator-mcp ';

/** Advice that does not help users who only have the form. */
const ONLY_IN_A_TERMINAL = ' (or run "tiktok-creator-mcp setup" in a terminal)';

const settings: readonly Setting<unknown>[] = Object.values(SETTINGS);

/** How the user of this process knows the settings. */
interface Known {
  /** The path of the accounts that `setup` stored, if they are used. */
  readonly storedAccounts?: string | undefined;
  /** What a person types to start the program, if that is not simply its name. */
  readonly program: string | undefined;
}

/**
 * What messages use instead of names that the user has never seen: the titles of the form that the server was started
 * from, the path of the stored accounts, and the command that starts the program.
 */
export function settingNames(
  env: Environment,
  { storedAccounts, program }: Known,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (variable(env, FORM_MARK) !== undefined) {
    names.set(ONLY_IN_A_TERMINAL, '');
    for (const { env: name, title } of settings) if (title !== undefined) names.set(name, `"${title}"`);
  }
  if (storedAccounts !== undefined) names.set(SETTINGS.accountsFile.env, storedAccounts);
  if (program !== undefined) names.set(COMMAND, `"${program} `);
  return names;
}
