import type { Refuse } from './refuse.ts';

/**
 * One setting. Loading, `--help`, docs/configuration.md, the Claude Desktop form and the registry entry are all made from
 * the entries of `SETTINGS`: a new setting is one new entry in the table, read where it is used.
 */
export interface Setting<T> {
  /** Environment variable. */
  readonly env: string;
  /** Whether the variable also counts in lower case, as it does for other programs. */
  readonly anyCase?: true;
  /** A secret is hidden in forms; a file is chosen from the disk; a switch is "true" or "false" there. */
  readonly kind: 'text' | 'secret' | 'file' | 'switch';
  /** For people, as sentences; code stands in backticks. */
  readonly help: string;
  /** Used when nothing is set. */
  readonly default?: string;
  /** What happens without it, where there is no default and "none" does not say it. */
  readonly unset?: string;
  /** Asked for in the forms of hosts and registries, under this title. */
  readonly title?: string;
  /** Stands for the value in the configuration blocks of the README. */
  readonly example?: string;
  /** The sandbox has an address, a key and accounts of its own, and needs no proxy. */
  readonly ignoredInSandbox?: true;
  /** Returns undefined after refusing. */
  readonly parse: (written: string, refuse: Refuse) => T | undefined;
}

/** A setting that always has a value. */
export type SettingWithDefault<T> = Setting<T> & { readonly default: string };
