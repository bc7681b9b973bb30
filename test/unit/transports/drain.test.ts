import { once } from 'node:events';
import { connect } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { expect, onTestFinished, test } from 'vitest';
import { HttpService } from '../../../src/transports/http/http-service.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const CALL = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'hang', arguments: {} } };

test('a call that never ends is aborted when its time is up, new ones are refused until then, and the port is free', async () => {
  const hanging: AbortSignal[] = [];
  const service = new HttpService({
    address: { host: '127.0.0.1', port: 0 },
    tls: undefined,
    hosts: [],
    origins: [],
    maxHeaderBytes: 16 * 1024,
    document: () => undefined,
    identify: async () => ({
      client: {
        name: 'tests',
        createServer() {
          const server = new McpServer({ name: 'tests', version: '1' });
          server.registerTool('hang', {}, ({ signal }) => {
            hanging.push(signal);
            return new Promise(() => {});
          });
          return server;
        },
      },
    }),
    refused: () => {},
    log: () => {},
    redact: (text) => text,
  });
  const url = new URL(await service.listen());
  const post = () => fetch(url, { method: 'POST', headers: HEADERS, body: JSON.stringify(CALL) });
  const idle = connect(Number(url.port), url.hostname);
  onTestFinished(() => void idle.destroy());
  idle.write(`GET /readyz HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
  await once(idle, 'data');
  const call = post().then(
    () => 'answered',
    () => 'cut off',
  );
  await expect.poll(() => hanging.length).toBe(1);

  let isOver = false;
  const drained = service.drain(1500).then(() => {
    isOver = true;
  });
  await once(idle, 'close');
  const refused = await post();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await fetch(new URL('/readyz', url))).status).toBe(503);
  expect([isOver, hanging[0]?.aborted]).toEqual([false, false]);
  await drained;
  expect(await call).toBe('cut off');
  await expect.poll(() => hanging[0]?.aborted).toBe(true);
  expect(hanging).toHaveLength(1);
  await expect(post()).rejects.toThrow();
});
