import type { Refuse } from './refuse.ts';

/**
 * One setting. Loading, `--help`, docs/configuration.md, the Claude Desktop form and the registry entry are all made from
 * the entries of `SETTINGS`: a new setting is one new entry in the table, read where it is used.
 */
export interface Setting<T> {
  /** Environment variable. */
  readonly env: string;
  /** Whether the variable is also read in lower case, as other programs do. */
  readonly anyCase?: true;
  /** A secret is hidden in forms; a file is chosen from the disk; a switch is "true" or "false" there. */
  readonly kind: 'text' | 'secret' | 'file' | 'switch';
  /** Sentences for people, with code in backticks. */
  readonly help: string;
  /** Used when nothing is set. */
  readonly default?: string;
  /** What happens without it, if there is no default and "none" does not say it. */
  readonly unset?: string;
  /** The forms of hosts and registries ask for it under this title. */
  readonly title?: string;
  /** The placeholder for the value in the configuration examples of the README. */
  readonly example?: string;
  /** Not read with --sandbox, which has its own address, key and accounts, and needs no proxy. */
  readonly ignoredInSandbox?: true;
  /** Returns undefined after a refusal. */
  readonly parse: (written: string, refuse: Refuse) => T | undefined;
}

/** A setting that always has a value. */
export type SettingWithDefault<T> = Setting<T> & { readonly default: string };
