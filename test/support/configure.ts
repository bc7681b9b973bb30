import { expect } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { privateReader } from '../../src/config/private-file.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** As the process reads files with secrets. */
const readPrivate = privateReader(process.platform !== 'win32');

/** The accounts that an environment configures. */
export async function accountsOf(env: Env) {
  const command = await loadConfig([], env, readPrivate);
  if (command.run !== 'serve') throw new Error(`it would ${command.run}`);
  return command.config.accounts;
}

/** What is wrong with an environment. */
export async function problemsOf(env: Env, read = readPrivate): Promise<readonly string[]> {
  const command = await loadConfig([], env, read);
  if (command.run !== 'serve') throw new Error(`it would ${command.run}`);
  const { problems } = command.config;
  for (const problem of problems) expect(problem).toMatch(/^\S.+\.$/);
  return problems;
}
