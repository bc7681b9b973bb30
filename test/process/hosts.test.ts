import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildServer, runOnce } from '../support/built-server.ts';
import { HOST_DIALECTS } from '../support/host-dialects.ts';

const TIMEOUT = 30_000;

let built: Awaited<ReturnType<typeof buildServer>>;
beforeAll(async () => {
  built = await buildServer();
}, TIMEOUT);

const response = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  result: z.record(z.unknown()).optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});

/** The responses among the lines of stdout, a batch as its members. */
const responsesIn = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line): unknown => JSON.parse(line))
    .filter((message) => !('method' in Object(message)))
    .map((message) => {
      expect(JSONRPCMessageSchema.safeParse(message).success, JSON.stringify(message)).toBe(true);
      return response.parse(message);
    });

describe('a session of', () => {
  test.each(HOST_DIALECTS)('$host', { timeout: TIMEOUT }, async (dialect) => {
    const { exchanges, lineEnd = '\n' } = dialect;
    const run = await runOnce(built.main, exchanges.map(({ line }) => line).join(lineEnd));
    expect([run.code, run.signal]).toEqual([0, null]);
    const responses = responsesIn(run.stdout);
    const resultOf = (id: string | number) => responses.find((one) => one.id === id)?.result;

    const answered = responses.flatMap(({ id, result }) => (result === undefined ? [] : [String(id)]));
    expect(answered.sort()).toEqual(exchanges.flatMap(({ results = [] }) => results.map(String)).sort());
    const errors = responses.flatMap(({ id, error }) =>
      error === undefined ? [] : [[String(id), error.code]],
    );
    expect(Object.fromEntries(errors)).toEqual(Object.assign({}, ...exchanges.map(({ errors }) => errors)));
    // What is refused is a line on stderr, and nothing else is.
    const logged = run.stderr.split('\n').filter((line) => line !== '');
    expect(logged.map((line) => /^Request (\S+) \(\S+\) was refused/.exec(line)?.[1]).sort()).toEqual(
      errors.map(([id]) => id).sort(),
    );

    expect(resultOf(dialect.initializeId)).toMatchObject({
      protocolVersion: dialect.version,
      serverInfo: { name: 'tiktok-creator-mcp' },
    });
    expect(JSON.stringify(resultOf(dialect.listId)?.['tools'])).toContain('"get_creator_account_info"');
    for (const id of dialect.callIds) {
      expect(resultOf(id), String(id)).toMatchObject({
        structuredContent: { account: 'us', sandbox: true, region: 'us' },
      });
    }
  });
});

test('a batch is answered as one, and only in the versions that had it', { timeout: TIMEOUT }, async () => {
  const session = (version: string): string =>
    [
      `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"${version}","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`,
      '[{"jsonrpc":"2.0","id":2,"method":"ping"},{"jsonrpc":"2.0","id":3,"method":"no/such"},7]',
      '[]',
      '[{"jsonrpc":"2.0","method":"notifications/initialized"}]',
    ].join('\n');
  const old = await runOnce(built.main, session('2025-03-26'));
  const batches = old.stdout.split('\n').filter((line) => line.startsWith('['));
  expect(batches).toHaveLength(1);
  const codes = responsesIn(batches.join()).map(({ id, error }) => [id, error?.code]);
  expect(codes).toHaveLength(3);
  expect(codes).toEqual(
    expect.arrayContaining([
      [2, undefined],
      [3, -32601],
      [undefined, -32600],
    ]),
  );
  const now = await runOnce(built.main, session('2025-11-25'));
  const refused = responsesIn(now.stdout).flatMap(({ id, error }) =>
    error === undefined ? [] : [[id, error.code]],
  );
  expect(refused).toEqual([
    [2, -32600],
    [3, -32600],
    [undefined, -32600],
    [undefined, -32600],
  ]);
  expect(now.stderr.trimEnd().split('\n')).toHaveLength(4);
});

/** All texts of a list that say what something is. */
function* descriptionsIn(value: unknown): Generator<string> {
  for (const [key, child] of Object.entries(Object(value))) {
    if (typeof child === 'object') yield* descriptionsIn(child);
    else if (['description', 'title', 'name'].includes(key)) yield String(child);
  }
}

test('nothing that is listed has a character for which gateways drop it', { timeout: TIMEOUT }, async () => {
  const lists = ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'];
  const run = await runOnce(
    built.main,
    [
      '{"jsonrpc":"2.0","id":"hello","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}',
      ...lists.map((method) => JSON.stringify({ jsonrpc: '2.0', id: method, method })),
    ].join('\n'),
  );
  const responses = responsesIn(run.stdout);
  for (const method of lists) {
    const texts = [...descriptionsIn(responses.find(({ id }) => id === method)?.result)];
    expect(texts.length, method).toBeGreaterThan(5);
    expect(texts.filter((words) => /[;`|]|&&|> /.test(words))).toEqual([]);
  }
});
