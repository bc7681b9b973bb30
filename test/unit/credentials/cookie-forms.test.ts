import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cookieFault, inspectCookie, readCookie } from '../../../src/credentials/cookie.ts';
import { ApiError } from '../../../src/errors.ts';
import {
  cookieEditor,
  cookieQuickManager,
  cookiesTxt,
  editThisCookie,
  HEADER,
  LATER,
  NOW,
  PAIRS,
  setCookies,
  storageState,
} from '../../support/cookie-exports.ts';
import { pairsOf, refusal } from '../../support/refusal.ts';

const [first = '', ...others] = HEADER.split('; ');

describe('a cookie is read from', () => {
  test.each<[string, string, string]>([
    ['a header', 'header', HEADER],
    ['a header in quotes', 'header', `"${HEADER}"`],
    ['a header with loose ends', 'header', `\uFEFF  ${HEADER.replaceAll('; ', ' ;')} ;; \r\n`],
    ['a Cookie: line', 'header', `Cookie: ${HEADER}`],
    ['a cookie: line with its value below', 'header', `cookie:\n${HEADER}\ndnt:\n1`],
    [
      'the head of a request',
      'header',
      `POST /x HTTP/1.1\r\nHost: www.tiktok.com\r\nCookie: ${HEADER}\r\nUser-Agent: a=b; c=d\r\n`,
    ],
    ['two Cookie: lines', 'header', `cookie: ${first}\ncookie: ${others.join('; ')}`],
    ['pairs on lines of their own', 'header', HEADER.replaceAll('; ', '\n')],
    ['a header wrapped in the middle of a value', 'header', HEADER.replace('%7CpQ', '%7C\r\n  pQ')],
    ['Set-Cookie lines', 'Set-Cookie', setCookies('Set-Cookie: ')],
    ['set-cookie lines among others', 'Set-Cookie', `HTTP/2 200\nserver: x=y\n${setCookies('set-cookie:')}`],
    ['Set-Cookie lines without the prefix', 'Set-Cookie', setCookies('')],
    ['cookies.txt', 'cookies.txt', cookiesTxt()],
    ['cookies.txt for the session', 'cookies.txt', cookiesTxt(0)],
    ['cookies.txt whose tabs became spaces', 'cookies.txt', cookiesTxt(LATER, '  ')],
    ['EditThisCookie', 'JSON', editThisCookie()],
    ['Cookie-Editor', 'JSON', cookieEditor()],
    ['Cookie Quick Manager', 'JSON', cookieQuickManager()],
    ['Cookie Quick Manager for the session', 'JSON', cookieQuickManager(0)],
    ['Playwright', 'JSON', storageState()],
    ['an object of names and values', 'JSON', JSON.stringify(PAIRS)],
    ['an object of those under "cookies"', 'JSON', JSON.stringify({ cookies: PAIRS })],
  ])('%s', (_what, form, text) => {
    const report = inspectCookie(text, NOW);
    expect(report).toMatchObject({ form, missingNeeded: [], missingWanted: [], expired: [] });
    expect(pairsOf(report.header)).toEqual(PAIRS);
    expect(report.names).toEqual(Object.keys(PAIRS));
    expect(report.sessionId).toBe(PAIRS.sessionid);
    expect(report.otherSites).toBe(text.includes('stranger') ? 1 : 0);
    expect(JSON.stringify(report)).not.toContain('stranger');
    for (const name of ['sessionid', 'sessionid_ss', 'msToken', 'ttwid', 'passport_csrf_token'] as const) {
      expect(report.secrets).toContain(PAIRS[name]);
    }
    for (const word of ['en', 'useast5']) expect(report.secrets).not.toContain(word);
    expect(cookieFault(report)).toBeUndefined();
    expect(readCookie(text, 'The text', NOW).header).toBe(report.header);
  });

  test('any export again once it is a header', () => {
    const token = fc.stringMatching(/^[A-Za-z][\w.-]{0,12}$/);
    const value = fc
      .string({ minLength: 1, maxLength: 24 })
      .map((text) => text.replace(/[\p{C};]/gu, '').trim())
      .filter((text) => text !== '' && !text.startsWith('"'));
    fc.assert(
      fc.property(fc.dictionary(token, value, { maxKeys: 8 }), fc.nat(2), (more, shape) => {
        const pairs = { ...more, ...PAIRS };
        const list = Object.entries(pairs).map(([name, written]) => ({
          name,
          value: written,
          domain: '.tiktok.com',
        }));
        const text = JSON.stringify([list, { cookies: list }, pairs][shape]);
        const once = inspectCookie(text, NOW);
        expect(once.form).toBe('JSON');
        expect(pairsOf(once.header)).toEqual(pairs);
        const twice = inspectCookie(once.header, NOW);
        expect(twice.form).toBe('header');
        expect(pairsOf(twice.header)).toEqual(pairs);
        expect(twice.secrets).toEqual(once.secrets);
      }),
    );
  });

  // The first text in binary units takes fast-check seconds on a busy machine.
  test('nothing that is thrown at it without a fault, a loop or an exception', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(cookieFault(inspectCookie(text, NOW))).toBeDefined();
        expect(() => readCookie(text, 'The text', NOW)).toThrow(ApiError);
      }),
    );
  });
});

describe('a text is refused', () => {
  test.each([
    ['Your_Cookie_String', 'holds a placeholder, not a cookie'],
    ['your_cookie_here', 'holds a placeholder, not a cookie'],
    ['<cookie>', 'holds a placeholder, not a cookie'],
    ['Cookie: Your_Cookie_String', 'holds a placeholder, not a cookie'],
    ['Cookie:', 'is empty'],
    ['[paste cookies here]', 'holds a placeholder, not a cookie'],
    ['sessionid=<your sessionid>; msToken=a; ttwid=b', 'holds a placeholder, not a cookie'],
    ['sessionid=a1b2; msToken=your_ms_token; ttwid=b', 'holds a placeholder, not a cookie'],
    ['{"sessionid": "xxx", "msToken": "a", "ttwid": "b"}', 'holds a placeholder, not a cookie'],
    ['', 'is empty'],
    [editThisCookie().slice(0, 300), 'holds JSON that breaks off or has a mistake'],
    ['{"sessionid": "abc",', 'holds JSON that breaks off or has a mistake'],
    ...[
      'document.cookie = "sessionid=abc; msToken=a"',
      "headers = {'cookie': 'sessionid=abc; msToken=a'}",
      "wget --header='Cookie: sessionid=abc' https://a.example",
      '**sessionid=abc; msToken=a**',
      'sessionid%3Dabc%3B%20msToken%3Da',
      'sessionid: abc',
      '> sessionid=abc',
    ].map((text) => [
      text,
      'has sessionid inside something that is not a cookie, such as code or a command. Copy only the text after "cookie:", as in sessionid=…; name=…',
    ]),
    ...['%3B%20ttwid%3D1', '\\; ttwid=1', '<br>; ttwid=1', 'dnt1', 'https://a.example'].map((end) => [
      `sessionid=8d41c0aa5b7e4f6f9c0d1e2f3a4b5c6d${end}`,
      'has sessionid shortened, hidden or escaped by the program that showed it',
    ]),
    ...['undefined', 'null', '$SESSION', '$\u007bSESSION}', '%SESSION%', '{{session}}', '{session}'].map(
      (value) => [`sessionid=${value}; msToken=a; ttwid=b`, 'holds a placeholder, not a cookie'],
    ),
    ['[]', 'lacks sessionid'],
    ['{}', 'lacks sessionid'],
    ['{"cookies": 7}', 'lacks sessionid'],
    ['msToken=abc; ttwid=b', 'lacks sessionid'],
    ['sessionid=; msToken=a; ttwid=b', 'lacks sessionid'],
    ['not a cookie at all', 'lacks sessionid'],
    ['[{"name":"sessionid","value":"a; msToken=b; ttwid=c"}]', 'lacks sessionid'],
    ['[{"name":"sessionid","value":"a\\r\\nX: y"}]', 'lacks sessionid'],
  ])('%j', (text, fault) => {
    expect(refusal(text)).toBe(`The text ${fault}.`);
  });
});
