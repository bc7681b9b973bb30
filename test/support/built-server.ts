import { execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let building: Promise<string> | undefined;

/** A build in a folder of its own, as other tests build at the same time; one for all test files of a worker. */
export async function buildServer(): Promise<{ readonly main: string }> {
  building ??= build();
  return { main: join(await building, 'dist/main.js') };
}

async function build(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'built-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await symlink(join(ROOT, 'src'), join(folder, 'src'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/build.mjs')], { cwd: folder });
  return folder;
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
