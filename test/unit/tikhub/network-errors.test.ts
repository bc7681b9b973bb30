import { describe, expect, test } from 'vitest';
import { connectError, proxyError, requestError } from '../../../src/tikhub/network-errors.ts';

const fault = (code: string): Error => Object.assign(new Error('as the system says it'), { code });
const PROXY = {
  url: new URL('http://gate-user:gate-password@proxy.example:3128'),
  setting: 'HTTPS_PROXY',
} as const;

describe('a connection that did not come about', () => {
  test.each(['ECONNREFUSED', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT'])(
    '%s is repeated twice: nothing was sent',
    (code) => {
      const error = connectError('upstream.test', fault(code));
      expect(error).toMatchObject({ kind: 'network', billed: 'no', retry: { times: 2 } });
      expect(error.message).toBe(`The vendor at upstream.test cannot be reached (${code}).`);
    },
  );

  test('a name that does not exist is not asked for again', () => {
    expect(connectError('upstream.test', fault('ENOTFOUND')).retry).toBeUndefined();
  });

  test.each([
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('%s names NODE_EXTRA_CA_CERTS, with and without a proxy', (code) => {
    const direct = connectError('upstream.test', fault(code));
    const tunneled = proxyError(PROXY, 'handshake', 'upstream.test:443', fault(code));
    const toProxy = proxyError(PROXY, 'connect', 'upstream.test:443', fault(code));
    for (const error of [direct, tunneled, toProxy]) {
      expect(error).toMatchObject({ kind: 'network', billed: 'no', retry: undefined });
      expect(error.next).toContain('NODE_EXTRA_CA_CERTS');
    }
    expect(direct.message).toMatch(/^The certificate of upstream\.test was not accepted/);
    expect(tunneled.message).toMatch(/^The certificate of upstream\.test:443 was not accepted/);
    expect(toProxy.message).toMatch(
      /^The certificate of the proxy proxy\.example:3128 \(HTTPS_PROXY\) was not accepted/,
    );
  });
});

describe('a connection that was there', () => {
  test.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])(
    '%s is not repeated: the request may have arrived',
    (code) => {
      for (const stage of ['sent', 'responding'] as const) {
        const error = requestError('upstream.test', fault(code), stage);
        expect(error).toMatchObject({ kind: 'network', billed: 'unknown', retry: undefined });
        expect(error.next).toContain('may have billed');
      }
      expect(requestError('upstream.test', fault(code), 'queued').billed).toBe('no');
    },
  );
});
