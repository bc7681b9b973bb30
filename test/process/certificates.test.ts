import { createServer } from 'node:https';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { type SelfSigned, selfSigned } from '../support/certificate.ts';
import { API_KEY, COOKIE, leaksOf } from '../support/faults/secrets.ts';
import { HEALTHY } from '../support/faults/table.ts';
import { startHost } from '../support/stdio-host.ts';
import { folder } from '../support/temporary-folder.ts';

const TIMEOUT = 30_000;
const TOOL = 'get_creator_account_info';

let built: Awaited<ReturnType<typeof buildServer>>;
beforeAll(async () => {
  built = await buildServer();
}, TIMEOUT);

/** An upstream with such a certificate, and a host of the built server that calls it. */
async function startBehind(certificate: SelfSigned, env: Readonly<Record<string, string>> = {}) {
  const requests: string[] = [];
  const upstream = createServer(certificate, (request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('content-type', 'application/json').end(HEALTHY.text);
  });
  // A client that hangs up during the handshake.
  upstream.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => {
    upstream.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void upstream.close());
  const address = upstream.address();
  if (address === null || typeof address === 'string') throw new Error('the upstream has no port');
  const baseUrl = `https://127.0.0.1:${address.port}`;
  const host = startHost({
    command: process.execPath,
    args: [built.main],
    env: { TIKHUB_BASE_URL: baseUrl, TIKHUB_API_KEY: API_KEY, TIKTOK_COOKIE: COOKIE, ...env },
  });
  return { host, requests, address: `127.0.0.1:${address.port}` };
}

test.each([
  { name: 'of a company', certificate: () => selfSigned(), code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  { name: 'that has expired', certificate: () => selfSigned('127.0.0.1', -30), code: '' },
])(
  'a certificate $name is not accepted, and it is said how to change that',
  {
    timeout: TIMEOUT,
  },
  async ({ certificate, code }) => {
    const { host, requests, address } = await startBehind(certificate());
    const result = await host.call(TOOL);
    expect(result.isError).toBe(true);
    expect(result.text).toContain(`The certificate of ${address} was not accepted (${code}`);
    expect(result.text).toContain('nothing was sent to the vendor. ');
    expect(result.text).toContain('set NODE_EXTRA_CA_CERTS to the file with its root certificate (PEM)');
    expect(result._meta).toMatchObject({ error: { kind: 'network', billed: 'no' } });
    expect(requests).toEqual([]);
    expect(leaksOf(JSON.stringify(result) + host.log())).toEqual([]);
  },
);

test('NODE_EXTRA_CA_CERTS makes it accepted, but not for another address or after its time', {
  timeout: TIMEOUT,
}, async () => {
  const { write } = folder();
  const trust = (name: string, certificate: SelfSigned) =>
    startBehind(certificate, { NODE_EXTRA_CA_CERTS: write(`${name}.pem`, certificate.cert) });
  const right = await trust('right', selfSigned());
  expect(await right.host.call(TOOL)).not.toMatchObject({ isError: true });
  expect(right.requests).toHaveLength(1);
  const other = await trust('other', selfSigned('127.0.0.2'));
  expect((await other.host.call(TOOL)).text).toContain('was not accepted (ERR_TLS_CERT_ALTNAME_INVALID)');
  const expired = await trust('expired', selfSigned('127.0.0.1', -30));
  expect((await expired.host.call(TOOL)).text).toContain('was not accepted (CERT_HAS_EXPIRED)');
  expect([...other.requests, ...expired.requests]).toEqual([]);
});
