import type { Setting, SettingWithDefault } from './setting.ts';

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A bare placeholder that a host should have replaced. */
const UNFILLED = /^\$\{[^{}]*\}$/;

/**
 * The text of an environment variable; undefined when it is blank. Hosts pass a field that was not filled in as an
 * empty string or as its bare placeholder, like `${user_config.cookie}`.
 */
export function variable(env: Environment, name: string): string | undefined {
  const written = env[name]?.trim() ?? '';
  return written === '' || UNFILLED.test(written) ? undefined : written;
}

/** Reads single settings from an environment and remembers what is wrong with them. */
export class SettingsReader {
  readonly #env: Environment;
  readonly #isSandbox: boolean;
  readonly #problems = new Map<string, readonly string[]>();

  constructor(env: Environment, isSandbox: boolean) {
    this.#env = env;
    this.#isSandbox = isSandbox;
  }

  /** A setting's value: what is set, or else its default, which also replaces a value that cannot be used. */
  read<T>(setting: SettingWithDefault<T>): T;
  read<T>(setting: Setting<T>): T | undefined;
  read<T>(setting: Setting<T>): T | undefined {
    const problems: string[] = [];
    const refuse = (says: string): undefined => {
      problems.push(`${setting.env} ${says}`);
    };
    const written = this.#written(setting);
    const value = written === undefined ? undefined : setting.parse(written, refuse);
    this.#problems.set(setting.env, problems);
    return value ?? (setting.default === undefined ? undefined : setting.parse(setting.default, refuse));
  }

  /** What is wrong with the settings that were read, as sentences without the values. */
  get problems(): readonly string[] {
    return [...this.#problems.values()].flat();
  }

  /** What is wrong with some of them. */
  problemsOf(...settings: readonly Setting<unknown>[]): readonly string[] {
    return settings.flatMap(({ env }) => this.#problems.get(env) ?? []);
  }

  /** Whether anything is set, valid or not. */
  isSet(setting: Setting<unknown>): boolean {
    return this.#written(setting) !== undefined;
  }

  #written({ env, anyCase, ignoredInSandbox }: Setting<unknown>): string | undefined {
    if (this.#isSandbox && ignoredInSandbox) return undefined;
    return variable(this.#env, env) ?? (anyCase ? variable(this.#env, env.toLowerCase()) : undefined);
  }
}
