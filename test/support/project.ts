import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The files of the package that are not built. */
const MATERIAL = ['package.json', 'LICENSE', 'README.md', 'CHANGELOG.md', 'schema'];

const run = promisify(execFile);

/** A new folder; `remove` deletes it. */
export async function makeFolder(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tiktok-creator-mcp-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The project as it is now, built in a folder of its own: other tests build into `dist` at the same time. */
export async function buildProject() {
  const { folder, remove } = await makeFolder();
  for (const name of MATERIAL) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await symlink(join(ROOT, 'src'), join(folder, 'src'));
  await runScript(folder, 'build.mjs');
  return { folder, remove };
}

/** Runs one of the project's scripts in a folder. */
export function runScript(folder: string, script: string): Promise<{ stdout: string; stderr: string }> {
  const loader = script.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  return run(process.execPath, [...loader, join(ROOT, 'scripts', script)], { cwd: folder });
}

/**
 * Runs npm in a folder without any network: its registry is a closed port, its cache empty and its settings its own.
 * @returns what it printed
 */
export async function npm(folder: string, args: readonly string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_cache: join(folder, 'empty-npm-cache'),
    npm_config_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
  const { stdout } = await run('npm', [...args], { cwd: folder, env });
  return stdout;
}
