import type { Setting, SettingWithDefault } from './settings.ts';

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Nothing but the name of what a host should have put there. */
const UNFILLED = /^\$\{[^{}]*\}$/;

/**
 * The text of an environment variable; undefined when it was left blank. Hosts pass a field that nobody filled in as an
 * empty string or as its bare placeholder, like `${user_config.cookie}`.
 */
export function variable(env: Environment, name: string): string | undefined {
  const written = env[name]?.trim() ?? '';
  return written === '' || UNFILLED.test(written) ? undefined : written;
}

/** Reads single settings from an environment and collects what is wrong with them. */
export class SettingsReader {
  readonly #env: Environment;
  readonly #isSandbox: boolean;
  readonly #problems: string[];

  /** @param problems takes a sentence for everything that cannot be used, without the value */
  constructor(env: Environment, isSandbox: boolean, problems: string[]) {
    this.#env = env;
    this.#isSandbox = isSandbox;
    this.#problems = problems;
  }

  /** A setting's value: what is set, else its default. */
  read<T>(setting: SettingWithDefault<T>): T;
  read<T>(setting: Setting<T>): T | undefined;
  read<T>(setting: Setting<T>): T | undefined {
    const refuse = (says: string): undefined => {
      this.#problems.push(`${setting.env} ${says}`);
    };
    const written = this.#written(setting);
    const value = written === undefined ? undefined : setting.parse(written, refuse);
    return value ?? (setting.default === undefined ? undefined : setting.parse(setting.default, refuse));
  }

  /** Whether anything is written there, right or wrong. */
  isSet(setting: Setting<unknown>): boolean {
    return this.#written(setting) !== undefined;
  }

  #written({ env, anyCase, ignoredInSandbox }: Setting<unknown>): string | undefined {
    if (this.#isSandbox && ignoredInSandbox) return undefined;
    return variable(this.#env, env) ?? (anyCase ? variable(this.#env, env.toLowerCase()) : undefined);
  }
}
