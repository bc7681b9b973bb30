import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const writtenAt = async (file: string): Promise<number> =>
  (await stat(new URL(file, import.meta.url)).catch(() => undefined))?.mtimeMs ?? 0;

/** Installs the clients of this folder's lock file, unless they are there already. */
export default async function install(): Promise<void> {
  const installed = await writtenAt('node_modules/.package-lock.json');
  if (installed > (await writtenAt('package-lock.json'))) return;
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', ['ci', ...options], { cwd: fileURLToPath(new URL('.', import.meta.url)) });
}
