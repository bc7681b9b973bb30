import { expect } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/load-config.ts';
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

/** The problems that an environment is refused with. */
export async function problemsOf(env: Env, read = readPrivate): Promise<string[]> {
  try {
    await loadConfig([], env, read);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [, ...problems] = error.message.split('\n');
    for (const problem of problems) expect(problem).toMatch(/^- .+\.$/);
    return problems.map((problem) => problem.slice(2));
  }
  return [];
}
