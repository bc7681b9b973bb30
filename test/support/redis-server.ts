import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';

/** A Redis server of the test's own. */
export interface RedisServer {
  readonly url: string;
  /** Ends it; nothing of what it held is kept. */
  stop(): Promise<void>;
  /** Starts it again where it was, empty. */
  start(): Promise<void>;
  /** Lets it hang: connections stay, and nothing is answered. */
  pause(): void;
  resume(): void;
  /** Runs a command, such as `FLUSHALL`; returns what Redis replies. */
  run(command: string): Promise<string>;
}

/** Whether there is a Redis to test with; where `REDIS_TESTS=required`, there must be one. */
export function hasRedis(): boolean {
  const isThere = spawnSync('redis-server', ['--version']).status === 0;
  if (isThere) return true;
  if (process.env['REDIS_TESTS'] === 'required') throw new Error('redis-server is not installed.');
  console.error(
    'Skipped: what replicas share is not tested, as there is no redis-server (apt-get install redis-server).',
  );
  return false;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/**
 * Starts a server with a password, which has to be stopped.
 * @param more settings, as on its command line
 */
export async function startRedis(more: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort();
  const password = 'invented-redis-password';
  const url = `redis://:${password}@127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    url,
    async start() {
      const settings = ['--port', String(port), '--bind', '127.0.0.1', '--requirepass', password];
      child = spawn('redis-server', [...settings, '--save', '', '--appendonly', 'no', ...more], {
        stdio: 'ignore',
      });
      await ready(url);
    },
    async stop() {
      const ended = child && once(child, 'exit');
      child?.kill('SIGCONT');
      child?.kill('SIGKILL');
      await ended;
      child = undefined;
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async run(command) {
      const client = createClient({ url });
      await client.connect();
      try {
        return JSON.stringify(await client.sendCommand(command.split(' ')));
      } finally {
        client.destroy();
      }
    },
  };
  await server.start();
  return server;
}

async function ready(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = createClient({ url, socket: { reconnectStrategy: false } }).on('error', () => undefined);
    try {
      await client.connect();
      client.destroy();
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await delay(50);
    }
  }
}
