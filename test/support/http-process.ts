import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { onTestFinished } from 'vitest';
import { envelope } from './connect.ts';
import { NO_HOME } from './stdio-host.ts';

/** What every MCP client sends. */
const MCP_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

type Env = Readonly<Record<string, string>>;

/** Starts the built server and waits for its end; it ends with the test. */
export function startProcess(main: string, args: readonly string[], env: Env = {}) {
  const child: ChildProcess = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], ...NO_HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  let out = '';
  child.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  child.stdout?.on('data', (chunk) => {
    out += String(chunk);
  });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    log: () => log,
    out: () => out,
    async end(): Promise<number | null> {
      await ended;
      return child.exitCode;
    },
  };
}

/** The built server over HTTP, on a free port. */
export async function startHttp(main: string, args: readonly string[], env: Env = {}) {
  const started = startProcess(main, ['--http', '0', ...args], env);
  const url = await new Promise<URL>((resolve, reject) => {
    const look = (): void => {
      const found = /Serving MCP at (\S+)\. /.exec(started.log())?.[1];
      if (found !== undefined) resolve(new URL(found));
    };
    started.child.stderr?.on('data', look);
    started.child.once('close', () => reject(new Error(started.log())));
  });
  return { ...started, url, ...talkTo(url) };
}

/** Ways to talk to a server at a URL. */
function talkTo(url: URL) {
  return {
    /** One POST of one message, as `fetch` sends it. */
    post(message: object, headers: Env = {}, init: RequestInit = {}): Promise<Response> {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...message });
      return fetch(url, { method: 'POST', body, headers: { ...MCP_HEADERS, ...headers }, ...init });
    },
    /** The SDK's own client. */
    async client(headers: Env = {}) {
      const client = new Client({ name: 'tests', version: '1' });
      const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
      onTestFinished(() => client.close());
      await client.connect(transport);
      return client;
    },
    /** Bytes on a connection of their own, and all that came back until its end, or for a while. */
    async raw(bytes: string, waitMs = 15_000): Promise<string> {
      const socket = connect(Number(url.port), url.hostname);
      let received = '';
      socket.on('data', (chunk) => {
        received += String(chunk);
      });
      socket.on('error', () => {});
      socket.write(bytes);
      const timer = setTimeout(() => socket.destroy(), waitMs);
      await once(socket, 'close');
      clearTimeout(timer);
      return received;
    },
  };
}

export const callOf = (name: string, args: object = {}, meta?: object) => ({
  method: 'tools/call',
  params: { name, arguments: args, ...(meta === undefined ? {} : { _meta: meta }) },
});

/** An upstream that answers when the test lets it. */
export async function heldUpstream() {
  const held: ServerResponse[] = [];
  let dropped = 0;
  const server = createServer((request, response) => {
    request.resume();
    response.on('close', () => {
      if (!response.writableFinished) dropped += 1;
    });
    held.push(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The upstream has no port.');
  return {
    env: { TIKHUB_BASE_URL: `http://127.0.0.1:${address.port}`, TIKHUB_API_KEY: 'key-of-the-test-4f1b' },
    /** Requests that have come. */
    received: () => held.length,
    /** Requests whose sender went away before the answer. */
    dropped: () => dropped,
    answer(payload: object): void {
      for (const response of held) {
        if (response.writableEnded || response.destroyed) continue;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(envelope(payload)));
      }
    },
  };
}
