import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type OutsideClient, runClient, SERVER, textOf, toolResult } from './client.ts';

const COMMANDS = {
  tools: 'tools-list',
  resources: 'resources-list',
  templates: 'resources-templates-list',
};

/** mcpc: a process of its own keeps one connection to the server for all commands of a session. */
export async function mcpc(home: string): Promise<OutsideClient> {
  const pids = join(home, 'pids');
  // The server's own, and that of the process that keeps it.
  const start = 'echo $$ $PPID > "$0"; exec "$@"';
  const server = { command: 'sh', args: ['-c', start, pids, process.execPath, ...SERVER] };
  await writeFile(join(home, 'servers.json'), JSON.stringify({ mcpServers: { sandbox: server } }));
  const run = (...args: string[]): Promise<unknown> => runClient('mcpc', ['--json', ...args], home);
  await run('connect', 'servers.json:sandbox', '@test');
  return {
    list: (what) => run('@test', COMMANDS[what]),
    async call(tool, args = {}) {
      const pairs = Object.entries(args).map(([name, value]) => `${name}:=${JSON.stringify(value)}`);
      return toolResult.parse(await run('@test', 'tools-call', tool, ...pairs));
    },
    read: async (uri) => textOf(await run('@test', 'resources-read', uri)),
    async close() {
      await run('@test', 'close');
      const started = (await readFile(pids, 'utf8')).trim().split(' ').map(Number);
      for (let waited = 0; started.some(isRunning); waited += 50) {
        if (waited > 5000) throw new Error('The server or its keeper outlived the session.');
        await delay(50);
      }
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
