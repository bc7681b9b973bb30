import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../src/credentials/redactor.ts';
import { accountsOf } from '../../support/context.ts';

describe('a redactor', () => {
  test('replaces a secret in every spelling, the longer of two first', () => {
    const redactor = new Redactor();
    redactor.add('abc/def=');
    redactor.add('xx-abc/def=-yy');
    const spelled = ['abc/def=', 'abc%2Fdef%3D', 'abc%2fdef%3d', 'abc\\/def='];
    expect(redactor.redact(spelled.join(' '))).toBe(Array(4).fill('[redacted]').join(' '));
    expect(redactor.redact('xx-abc/def=-yy')).toBe('[redacted]');
  });

  test.each(['gate-user:gate-password', 'ab:cd12', 'us er:p%40ss/w+rd', 'käfer:schlüssel-1'])(
    'knows the credentials %s of a proxy as its header has them',
    (written) => {
      const redactor = new Redactor();
      const [user = '', password = ''] = written.split(':');
      const url = `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@proxy.example:8080`;
      redactor.addProxy(url);
      const code = Buffer.from(written).toString('base64');
      const echoes = [`Proxy-Authorization: Basic ${code}`, `basic ${code.replace(/=+$/, '')}`, url];
      expect(redactor.redact(JSON.stringify(echoes))).not.toContain(code.replace(/=+$/, ''));
    },
  );

  test('leaves short values alone: they would blank out ordinary text', () => {
    const redactor = new Redactor();
    for (const value of ['en', '12345', '', undefined]) redactor.add(value);
    expect(redactor.redact('12345 en')).toBe('12345 en');
  });

  test('of a request puts a secret of its own before a part of it that the server knows', () => {
    const server = new Redactor();
    server.add('0a1b2c3d');
    const request = server.child();
    request.add('left-0a1b2c3d-right');
    expect(request.redact('left-0a1b2c3d-right 0a1b2c3d')).toBe('[redacted] [redacted]');
    expect(server.redact('left-0a1b2c3d-right')).toBe('left-[redacted]-right');
    server.add('told-later');
    expect(request.redact('told-later')).toBe('[redacted]');
  });

  test('knows the configured accounts as they are', () => {
    const current = { ...accountsOf({ a: 'sessionid=session-of-a; msToken=token-of-a; ttwid=x1' }) };
    const redactor = new Redactor();
    redactor.follow(() => current);
    expect(redactor.redact('session-of-a token-of-b')).toBe('[redacted] token-of-b');
    const next = { ...current, ...accountsOf({ b: 'sessionid=session-of-b; msToken=token-of-b' }) };
    Object.assign(current, next);
    expect(redactor.redact('session-of-a token-of-b')).toBe('session-of-a [redacted]');
  });

  test('changes texts and names of a value, never its shape and numbers', () => {
    const redactor = new Redactor();
    redactor.add('1234567');
    const value = { n: 1234567, list: ['x 1234567', null, true], '1234567': { deep: '1234567' } };
    expect(redactor.redactValue(value)).toEqual({
      n: 1234567,
      list: ['x [redacted]', null, true],
      '[redacted]': { deep: '[redacted]' },
    });
    const clean = { text: 'nothing secret' };
    expect(redactor.redactValue(clean)).toBe(clean);
  });
});
