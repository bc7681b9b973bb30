import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inject } from 'vitest';
import { ROOT, runScript } from './project.ts';

/** The server, built once for all test files of a run by the first that needs it, apart from `dist`. */
export async function buildServer(): Promise<{ readonly main: string }> {
  const folder = join(inject('runFolder'), 'server');
  const main = join(folder, 'dist/main.js');
  const built = join(folder, 'built');
  while (!existsSync(built)) {
    try {
      await mkdir(folder);
    } catch {
      await delay(100);
      continue;
    }
    try {
      await symlink(join(ROOT, 'src'), join(folder, 'src'));
      await writeFile(join(folder, 'package.json'), '{"type":"module"}');
      await runScript(folder, 'build.mjs');
      await writeFile(built, '');
    } catch (error) {
      // Whoever waits builds again, and sees the error, too.
      await rm(folder, { recursive: true });
      throw error;
    }
  }
  return { main };
}

/** Everything that one run of the server has written, and how it ended. */
interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Runs the built server over the sandbox on an input that is all there from the start, as a shell does with a pipe. */
export function runOnce(main: string, input: string): Promise<Run> {
  const child = spawn(process.execPath, [main, '--sandbox'], { env: { PATH: process.env['PATH'] } });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += String(chunk);
  });
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ ...output, code, signal }));
  });
}
