import { createServer } from 'node:http';
import { type Connection, connectToUrl, envelope } from './connect.ts';
import { unlimited } from './context.ts';

/** What an endpoint answers to a body, as a payload. */
export type ReplyOf = (endpoint: string, body: string) => unknown;

/** A host of the server over a loopback upstream whose payloads a test writes, each endpoint its own. */
export async function connectToReplies(
  replyOf: ReplyOf,
  options: Pick<NonNullable<Parameters<typeof connectToUrl>[1]>, 'now' | 'sessions'> = {},
): Promise<Connection> {
  const upstream = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const endpoint = request.url?.split('/').at(-1) ?? '';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(envelope(replyOf(endpoint, body))));
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  if (address === null || typeof address === 'string') throw new TypeError('The upstream has no port.');
  const connection = await connectToUrl(`http://127.0.0.1:${address.port}`, {
    createLimiter: unlimited,
    ...options,
  });
  return {
    ...connection,
    async close() {
      await connection.close();
      upstream.close();
    },
  };
}
