import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process that does not end by itself is ended. */
const PATIENCE_MS = 5000;

/** Neither key nor account: only what a process needs in order to run. */
const environment = Object.fromEntries(
  ['PATH', 'SystemRoot', 'TEMP', 'HOME'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** A fresh process of Node. */
export function launch(args: readonly string[]) {
  return spawn(process.execPath, args, { env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
}

/** Waits for the end of a process whose stdin was closed. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await once(child, 'exit');
  clearTimeout(patience);
}
