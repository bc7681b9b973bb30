import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What a balancer says of a request that one of its servers took and did not answer. */
export const SERVER_DIED = 502;

/** A proxy that gives each request to the next of its servers; one that takes no connection is left out. */
export async function startBalancer(servers: readonly URL[]): Promise<URL> {
  const agent = new Agent({ keepAlive: true });
  let turn = 0;

  /** @returns false when the server did not take it */
  const pass = (url: URL, incoming: IncomingMessage, body: string, response: ServerResponse) =>
    new Promise<boolean>((resolve) => {
      const { method, headers } = incoming;
      const sent = request(url, { agent, method, headers: { ...headers, host: url.host } }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.on('error', () => response.destroy()).pipe(response);
        resolve(true);
      });
      sent.once('error', (error: NodeJS.ErrnoException) => {
        const isTaken = error.code !== 'ECONNREFUSED';
        if (isTaken) response.writeHead(SERVER_DIED).end();
        resolve(isTaken);
      });
      sent.end(body);
    });

  const server = createServer(async (incoming, response) => {
    const body = await text(incoming);
    turn += 1;
    const from = turn % servers.length;
    for (const next of [...servers.slice(from), ...servers.slice(0, from)])
      if (await pass(next, incoming, body, response)) return;
    response.writeHead(503).end();
  });
  // A connection is not closed just as a request comes.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The balancer has no port.');
  return new URL(`http://127.0.0.1:${address.port}/mcp`);
}
