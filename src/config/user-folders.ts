import { isAbsolute, join } from 'node:path';
import type { Environment } from './read-settings.ts';

/** Where this machine and its user keep files. */
export interface Places {
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
  readonly env: Environment;
}

/** Where programs keep the settings of a user. */
export function userDataFolder({ platform, env }: Omit<Places, 'cwd'>, home: string): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] || join(home, 'AppData', 'Roaming');
  return xdgConfigHome(env) ?? join(home, '.config');
}

/** The XDG base directory of settings, which must be an absolute path. */
export function xdgConfigHome(env: Environment): string | undefined {
  const written = env['XDG_CONFIG_HOME'] ?? '';
  return isAbsolute(written) ? written : undefined;
}
