import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory that only its owner can open, with its parents; one that exists already is left as it is. Node's own
 * recursive `mkdir` never ends at places that the system does not have, such as in /proc.
 */
export async function makeDirectory(path: string): Promise<void> {
  const make = async (): Promise<void> => {
    try {
      await mkdir(path, { mode: 0o700 });
    } catch (error) {
      // Another process may have made it meanwhile.
      if (codeOf(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
    }
  };
  const above = dirname(path);
  try {
    await make();
  } catch (error) {
    if (above === path || codeOf(error) !== 'ENOENT') throw error;
    await makeDirectory(above);
    await make();
  }
}

/** The code of an error of the file system. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
