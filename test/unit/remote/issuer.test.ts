import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { accessTokens } from '../../../src/remote/oauth/access-tokens.ts';
import { metadataUrls } from '../../../src/remote/oauth/issuer-keys.ts';
import { challenge, metadataUrl } from '../../../src/remote/oauth/resource-metadata.ts';

/** An issuer that answers as a test wants it to, and a token that says it is its. */
async function issuerThat(answers: (issuer: string) => RequestListener) {
  let asked = 0;
  let listener: RequestListener = (_request, response) => response.end();
  const server = createServer((request, response) => {
    asked += 1;
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const issuer = `http://127.0.0.1:${port}`;
  listener = answers(issuer);
  const warnings: string[] = [];
  const judge = accessTokens({
    issuer,
    audience: () => 'https://mcp.example/mcp',
    now: () => new Date(),
    warn: (line) => warnings.push(line),
  });
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokenWith = (kid: string): string =>
    `${part({ alg: 'RS256', kid })}.${part({ iss: issuer })}.c2lnbmF0dXJl`;
  return { judge: (kid = 'a') => judge(tokenWith(kid)), asked: () => asked, warnings };
}

const sends =
  (status: number, body: unknown, headers = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

describe('an issuer that cannot be used', () => {
  test.each<[string, (issuer: string) => RequestListener, RegExp]>([
    [
      'sends elsewhere',
      () => sends(302, '', { location: 'https://evil.example/' }),
      /no connection, or a redirect/,
    ],
    ['sends without end', () => sends(200, 'x'.repeat(600_000)), /its reply is too large/],
    ['fails', () => sends(500, 'secret words'), /^HTTP 500$/],
    ['has no metadata', () => sends(404, ''), /it has no metadata/],
    ['is none', () => sends(200, '<html>'), /its metadata is invalid/],
    [
      'is another',
      () => sends(200, { issuer: 'https://a.example', jwks_uri: 'https://a.example/k' }),
      /another issuer/,
    ],
    [
      'has no keys',
      (issuer) => (request, response) =>
        sends(200, request.url === '/keys' ? { nothing: 1 } : { issuer, jwks_uri: `${issuer}/keys` })(
          request,
          response,
        ),
      /its keys cannot be used/,
    ],
    ['says nothing', () => () => {}, /no reply within 5 s/],
  ])('%s', { timeout: 15_000 }, async (_what, answers, says) => {
    const { judge } = await issuerThat(answers);
    expect(await judge()).toEqual({ unknown: expect.stringMatching(says) });
  });

  test('is not asked again at once, and named once', async () => {
    const { judge, asked, warnings } = await issuerThat(() => sends(500, ''));
    await Promise.all(Array.from({ length: 50 }, () => judge()));
    await judge();
    expect(asked()).toBe(1);
    expect(warnings).toEqual([
      expect.stringMatching(/^The OAuth issuer cannot be reached \(http:.*\): HTTP 500\.$/),
    ]);
  });
});

test('any number of tokens with keys that nobody knows costs an issuer two requests', async () => {
  const { judge, asked, warnings } = await issuerThat((issuer) => (request, response) => {
    const keys = { keys: [] };
    sends(200, request.url === '/keys' ? keys : { issuer, jwks_uri: `${issuer}/keys` })(request, response);
  });
  const verdicts = await Promise.all(Array.from({ length: 100 }, (_, index) => judge(`key ${index}`)));
  for (const verdict of [...verdicts, await judge('another')]) expect(verdict).toHaveProperty('invalid');
  expect([asked(), warnings]).toEqual([2, []]);
});

test.each([
  ['https://a.example', ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']],
  [
    'https://a.example/t/1/',
    [
      '/.well-known/oauth-authorization-server/t/1',
      '/.well-known/openid-configuration/t/1',
      '/t/1/.well-known/openid-configuration',
    ],
  ],
])('the metadata of %s are looked for where they can be', (issuer, paths) => {
  expect(metadataUrls(issuer)).toEqual(paths.map((path) => `https://a.example${path}`));
});

test.each([
  ['https://mcp.example', '/.well-known/oauth-protected-resource'],
  ['https://mcp.example/', '/.well-known/oauth-protected-resource'],
  ['https://mcp.example/mcp', '/.well-known/oauth-protected-resource/mcp'],
  ['https://mcp.example/a/mcp', '/.well-known/oauth-protected-resource/a/mcp'],
])('what %s says of itself is under %s', (resource, path) => {
  expect(metadataUrl(resource).href).toBe(`https://mcp.example${path}`);
  expect(challenge({ resource })).toContain(`resource_metadata="https://mcp.example${path}"`);
});
