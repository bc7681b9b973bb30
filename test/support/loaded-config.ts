import { expect } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Config } from '../../src/config/read-config.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export const COOKIE = 'sessionid=secret-session; msToken=secret-token; ttwid=secret-ttwid';

export function noFile(path: string): Promise<string> {
  throw new Error(`${path} was read`);
}

export async function configOf(env: Env, argv: readonly string[] = [], readFile = noFile): Promise<Config> {
  const command = await loadConfig(argv, env, readFile);
  if (command.run !== 'serve') throw new Error(`it would ${command.run}`);
  return command.config;
}

/** What is wrong with a configuration. */
export async function problemsOf(env: Env, readFile = noFile): Promise<readonly string[]> {
  const { problems } = await configOf(env, [], readFile);
  for (const problem of problems) expect(problem).toMatch(/^\S.+\.$/);
  return problems;
}
