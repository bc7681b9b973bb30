import { describe, expect, test } from 'vitest';
import { inspectCookie } from '../../../src/credentials/cookie.ts';
import {
  cookieQuickManager,
  cookiesTxt,
  EARLIER,
  editThisCookie,
  HEADER,
  NOW,
  PAIRS,
  setCookies,
  storageState,
} from '../../support/cookie-exports.ts';
import { pairsOf, refusal } from '../../support/refusal.ts';

describe('domains', () => {
  const at = (domain: string, name = 'sessionid', value = `of ${domain}`) => ({ name, value, domain });

  test.each([
    'tiktok.com',
    '.tiktok.com',
    'seller-us.tiktok.com',
    'TikTok.com',
    '.tiktokv.com',
    'affiliate.tiktokshop.com',
    'https://.tiktok.com/',
    'www.tiktok.com:443',
  ])('%s is kept', (domain) => {
    expect(inspectCookie(JSON.stringify([at(domain)]), NOW)).toMatchObject({
      sessionId: `of ${domain}`,
      otherSites: 0,
    });
  });

  test.each([
    'nottiktok.com',
    '.nottiktok.com',
    'tiktok.com.example',
    'tiktok.community',
    'faketiktokshop.com',
    'example.com',
    'https://example.com/tiktok.com',
    'com',
  ])('%s is left out', (domain) => {
    const text = JSON.stringify([at(domain)]);
    expect(inspectCookie(text, NOW)).toMatchObject({ sessionId: '', header: '', otherSites: 1 });
    expect(refusal(text)).toBe('The text has cookies of other sites only, none of TikTok.');
  });

  test('of Set-Cookie and cookies.txt count as well', () => {
    const stolen = `sessionid=theirs; Domain=nottiktok.com; Path=/\n${setCookies('')}`;
    expect(inspectCookie(stolen, NOW)).toMatchObject({ sessionId: PAIRS.sessionid, otherSites: 1 });
    expect(inspectCookie(cookiesTxt(), NOW).otherSites).toBe(1);
  });

  test('decide which of two cookies of one name is meant', () => {
    const hosts = ['.tiktokv.com', 'www.tiktok.com', '.tiktokshop.com', '.tiktok.com'];
    for (const order of [hosts, hosts.toReversed()]) {
      const text = JSON.stringify(order.map((domain) => at(domain)));
      expect(inspectCookie(text, NOW).header).toBe('sessionid=of .tiktok.com');
    }
    const emptied = [at('.tiktok.com', 'ttwid', ''), at('.tiktokv.com', 'ttwid', 'kept')];
    expect(inspectCookie(JSON.stringify(emptied), NOW).header).toBe('ttwid=kept');
  });

  test('that a header repeats are all forwarded, as a browser would', () => {
    const twice = `${HEADER}; msToken=other-token; lang=en`;
    const report = inspectCookie(twice, NOW);
    expect(report.header).toBe(`${HEADER}; msToken=other-token`);
    expect(report.secrets).toEqual(expect.arrayContaining([PAIRS.msToken, 'other-token']));
  });
});

describe('what has expired', () => {
  test.each([
    ['EditThisCookie', editThisCookie(EARLIER)],
    ['Cookie Quick Manager', cookieQuickManager(EARLIER)],
    ['Playwright', storageState(EARLIER)],
    ['cookies.txt', cookiesTxt(EARLIER)],
    ['Set-Cookie', setCookies('Set-Cookie: ', '; Expires=Thu, 09 Oct 2025 08:53:20 GMT; Max-Age=15552000')],
    ['milliseconds', editThisCookie(EARLIER * 1000)],
    [
      'a date as text',
      editThisCookie().replace(/"expirationDate": [\d.]+/g, '"expires": "2025-10-09T08:53:20Z"'),
    ],
  ])('is named with its date: %s', (_form, text) => {
    const report = inspectCookie(text, NOW);
    expect(report).toMatchObject({ header: '', names: [], sessionId: '', missingNeeded: [] });
    expect(report.expired.map(({ name }) => name)).toEqual(Object.keys(PAIRS));
    expect(refusal(text)).toBe('The text has expired: sessionid (2025-10-09).');
    // The clock decides, not the form.
    expect(refusal(text, new Date('2025-01-01T00:00:00Z'))).toBe('no refusal');
  });

  test('does not count where a newer cookie has the name', () => {
    const old = { name: 'msToken', value: 'old-token', domain: '.tiktok.com', expirationDate: EARLIER };
    const text = JSON.stringify([...JSON.parse(editThisCookie()), old]);
    expect(inspectCookie(text, NOW)).toMatchObject({ expired: [], missingNeeded: [] });
    expect(pairsOf(inspectCookie(text, NOW).header)).toEqual(PAIRS);
  });

  test('and is not needed does not stop the rest', () => {
    const text = JSON.stringify(
      JSON.parse(editThisCookie()).map((row: { name: string }) =>
        row.name === 'lang' ? { ...row, expirationDate: EARLIER } : row,
      ),
    );
    const report = inspectCookie(text, NOW);
    expect(report.expired).toEqual([{ name: 'lang', at: new Date(EARLIER * 1000) }]);
    expect(report.names).not.toContain('lang');
    expect(refusal(text)).toBe('no refusal');
  });

  test('was removed by Max-Age, while a positive one says nothing about a line of unknown age', () => {
    const lines = (age: string): string => setCookies('Set-Cookie: ', `; Max-Age=${age}`);
    expect(refusal(lines('0'))).toMatch(/^The text has expired: sessionid \(1970-01-01\)/);
    expect(refusal(lines('-1'))).toMatch(/^The text has expired: sessionid/);
    expect(refusal(lines('3600'))).toBe('no refusal');
  });

  test('stands beside what is missing', () => {
    const text = `msToken=tok-12345; Path=/\nsessionid=old-session; Path=/; Expires=Mon, 05-Jan-2026 10:00:00 GMT`;
    expect(refusal(text)).toBe('The text has expired: sessionid (2026-01-05).');
    expect(inspectCookie(text, NOW).missingWanted).toContain('ttwid');
  });
});
