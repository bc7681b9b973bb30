import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { failure, HEALTHY, success } from '../support/faults/table.ts';
import { after as afterMs, answer, json, silence, startFaultUpstream } from '../support/faults/upstream.ts';
import {
  creator,
  expectClean,
  expectEnd,
  onLinux,
  parsed,
  refusal,
  SECRET_ENV,
  start,
  startBefore,
  TIMEOUT,
  TOOL,
} from '../support/greeted-server.ts';

let main = '';
beforeAll(async () => {
  ({ main } = await buildServer());
}, 60_000);

/** Processor time that a process has used, in hundredths of a second. */
async function ticksOf(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

describe('a host that misbehaves', () => {
  test('with lines that are no requests', { timeout: TIMEOUT }, async () => {
    const server = await start({}, ['--sandbox']);
    const lines: readonly (string | Buffer)[] = [
      'this is no JSON',
      '',
      ' ',
      'null',
      '17',
      '"text"',
      '{}',
      '[]',
      '[{"jsonrpc":"2.0","id":"batched","method":"ping"}]',
      '{"jsonrpc":"1.0","id":1,"method":"ping"}',
      '{"jsonrpc":"2.0","id":1}',
      '{"jsonrpc":"2.0","id":null,"method":"ping"}',
      '{"jsonrpc":"2.0","id":{},"method":"ping"}',
      '{"jsonrpc":"2.0","id":"unknown","result":{}}',
      '{"jsonrpc":"2.0","id":"unknown","error":{"code":1,"message":"no"}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"unknown"}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":null}',
      '{"jsonrpc":"2.0","method":"notifications/no/such"}',
      '{"jsonrpc":"2.0","id":"a","method":"ping"',
      '{"__proto__":{"method":"ping"},"jsonrpc":"2.0","id":"p"}',
      '{"jsonrpc":"2.0","id":"list","method":"ping","params":[1]}',
      `${'['.repeat(400_000)}`,
      `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      Buffer.from([0xff, 0xfe, 0x00, 0x80]),
      Buffer.alloc(4096),
      '\ufeff{"jsonrpc":"2.0"}',
      'x'.repeat(1024 * 1024 + 1),
      'x'.repeat(11 * 1024 * 1024),
      `{"jsonrpc":"2.0","id":"huge","method":"ping","params":{"x":"${'y'.repeat(11 * 1024 * 1024)}"}}`,
    ];
    for (const line of lines) server.write(line);
    await server.ping('still there');
    server.write('{"jsonrpc":"2.0","id":"with CRLF","method":"ping"}\r');
    await server.answerTo('with CRLF');
    const refused = server.lines().flatMap((line) => {
      const { id, error } = refusal.parse(parsed(line));
      return error === undefined ? [] : [[error.code, ...(id === undefined ? [] : [id])].join(' ')];
    });
    expect(refused).toEqual([
      '-32700',
      ...Array.from({ length: 5 }, () => '-32600'),
      '-32600 batched',
      '-32600 1',
      '-32600 1',
      '-32600',
      '-32600',
      '-32700 a',
      '-32600 p',
      '-32602 list',
      '-32700',
      '-32600',
      '-32600',
      '-32700',
      '-32700',
      '-32600',
      '-32600',
      '-32600',
      '-32600 huge',
    ]);
    expectClean(server);
    // Each of them is a line of the log, and so are two responses that nobody waits for and a cancellation of nothing.
    const log = server.output.stderr.trimEnd().split('\n');
    expect(log.filter((line) => line.includes(' was refused ('))).toHaveLength(refused.length);
    expect(log.filter((line) => line.startsWith('A message was not used: '))).toHaveLength(3);
    expect(log).toHaveLength(refused.length + 3);
  });

  test('with requests that nobody serves', { timeout: TIMEOUT }, async () => {
    const server = await start({}, ['--sandbox']);
    const requests: readonly (readonly [id: string, method: string, params?: unknown])[] = [
      ['unknown method', 'no/such/method'],
      ['prototype method', '__proto__'],
      ['no params', 'tools/call'],
      ['wrong params', 'tools/call', { name: 7 }],
      ['no such tool', 'tools/call', { name: 'toString', arguments: {} }],
      ['wrong arguments', 'tools/call', { name: TOOL, arguments: [1] }],
      [
        'polluting arguments',
        'tools/call',
        { name: TOOL, arguments: JSON.parse('{"__proto__":{"x":1},"constructor":1}') },
      ],
      ['no such resource', 'resources/read', { uri: 'tiktok-creator://nobody/health' }],
      ['no URI', 'resources/read', { uri: 'not a uri' }],
      ['bad escape', 'resources/read', { uri: 'tiktok-creator://%E0%A4%A/health' }],
      ['another scheme', 'resources/read', { uri: 'file:///etc/passwd' }],
      ['no such prompt', 'prompts/get', { name: 'toString' }],
      ['wrong prompt', 'prompts/get', { name: 7 }],
    ];
    for (const [id, method, params] of requests)
      server.say({ id, method, ...(params === undefined ? {} : { params }) });
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    server.write(
      `{"jsonrpc":"2.0","id":"deep","method":"tools/call","params":{"name":"${TOOL}","arguments":{"account":${deep}}}}`,
    );
    for (const id of [...requests.map(([id]) => id), 'deep']) {
      const text = JSON.stringify(await server.answerTo(id));
      expect(text, id).toMatch(/"error":|"isError":true/);
      expect(text, id).not.toMatch(/unexpected error|\bat [^ ]+ \(|\.[jt]s:\d/);
    }
    await server.ping('still there');
    // One line for each response that is an error; a result that is one says so itself.
    const log = server.output.stderr.trimEnd().split('\n');
    const logged = log.map((line) =>
      /^Request (.+?)(?: \([\w/]+\))? was refused \((-\d+)\): /.exec(line)?.slice(1).join(' '),
    );
    expect(log).toContain('Request unknown method (no/such/method) was refused (-32601): Method not found');
    expect(logged.toSorted()).toEqual([
      'another scheme -32602',
      'bad escape -32602',
      'no URI -32602',
      'no params -32602',
      'no such prompt -32602',
      'no such resource -32602',
      'polluting arguments -32602',
      'prototype method -32601',
      'unknown method -32601',
      'wrong arguments -32602',
      'wrong params -32602',
      'wrong prompt -32602',
    ]);
    expectClean(server);
  });

  test('with 40 calls at once', { timeout: TIMEOUT }, async () => {
    const { upstream, server } = await startBefore(afterMs(20, HEALTHY.act));
    for (let id = 0; id < 40; id += 1) server.call(id, TOOL, creator(id));
    for (let id = 0; id < 40; id += 1) {
      expect(await server.answerTo(id)).toMatchObject({ result: { structuredContent: HEALTHY.payload } });
    }
    expect(upstream.crowd).toBeLessThanOrEqual(4);
    expect(upstream.arrivals).toHaveLength(40);
    expectClean(server);
    expect(server.output.stderr).toBe('');
  });

  test('by giving up a call', { timeout: TIMEOUT }, async () => {
    const { upstream, server } = await startBefore(answer(failure(429, 'x', { 'retry-after': '30' })));
    server.call('given up');
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(1);
    await delay(50);
    server.say({ method: 'notifications/cancelled', params: { requestId: 'given up', reason: 'enough' } });
    await server.ping('still there');
    upstream.play(HEALTHY.act);
    server.call('next');
    expect(await server.answerTo('next')).toMatchObject({ result: { structuredContent: HEALTHY.payload } });
    expect(upstream.arrivals).toHaveLength(2);
    expect(server.answers().map(({ id }) => id)).toEqual(['hello', 'still there', 'next']);
    expect(server.output.stderr).toBe('');
    await expectEnd(server, (child) => child.stdin.end());
  });

  test('by giving up the call with id 0', { timeout: TIMEOUT }, async () => {
    const { upstream, server } = await startBefore(silence);
    server.call(0);
    await expect.poll(() => upstream.arrivals.length, { timeout: 5000 }).toBe(1);
    server.say({ method: 'notifications/cancelled', params: { requestId: 0 } });
    await expect.poll(() => upstream.connections.open).toBe(0);
    // Nothing waits for it any more.
    await expectEnd(server, (child) => child.stdin.end());
    expect(server.answers().map(({ id }) => id)).toEqual(['hello']);
  });

  onLinux('by closing stderr', { timeout: TIMEOUT }, async () => {
    const server = await start({}, ['--sandbox']);
    server.child.stderr.destroy();
    for (let line = 0; line < 3; line += 1) server.write('x'.repeat(1024 * 1024 + 1));
    await server.ping('still there');
    const before = await ticksOf(server.child.pid);
    await delay(500);
    expect((await ticksOf(server.child.pid)) - before).toBeLessThan(20);
    await server.ping('and still');
    await expectEnd(server, (child) => child.stdin.end());
  });

  test('by asking for more than fits through its own transport', { timeout: TIMEOUT }, async () => {
    const upstream = await startFaultUpstream();
    onTestFinished(upstream.close);
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [main],
      env: { ...SECRET_ENV, TIKHUB_BASE_URL: upstream.url },
      stderr: 'pipe',
    });
    const host = new Client({ name: 'tests', version: '1' });
    onTestFinished(() => host.close());
    await host.connect(transport);
    const rows = Array.from({ length: 40_000 }, (_, at) => ({ id: at, title: 'x'.repeat(150) }));
    upstream.play(json(success({ ...HEALTHY.payload, rows })));
    // Whatever comes of it, the SDK's host closes a connection that brings a line over 10 MiB.
    const big = await host
      .callTool({ name: TOOL, arguments: { raw: true } })
      .then((result) => CallToolResultSchema.parse(result))
      .catch((error: unknown) => error);
    expect(big).not.toBeInstanceOf(Error);
    upstream.play(HEALTHY.act);
    const next = CallToolResultSchema.parse(await host.callTool({ name: TOOL, arguments: {} }));
    expect(next.structuredContent).toMatchObject(HEALTHY.payload);
  });
});
