/** One invented login, as browsers, extensions and drivers write it down. */

/** What has to come out of every form. */
export const PAIRS = {
  sessionid: '0c9a4f1b2d3e4f5a6b7c8d9e0f1a2b3c',
  sessionid_ss: '0c9a4f1b2d3e4f5a6b7c8d9e0f1a2b3c',
  msToken: 'Kx9-_vT2==',
  ttwid: '1%7CpQ3rS4%7C1790000000%7Cfeed',
  'tt-target-idc': 'useast5',
  passport_csrf_token: 'c5rf70k3n',
  lang: 'en',
} as const;

export const HEADER = Object.entries(PAIRS)
  .map(([name, value]) => `${name}=${value}`)
  .join('; ');

/** When the tests read them, and a moment on either side in seconds. */
export const NOW = new Date('2026-11-22T12:00:00Z');
export const LATER = 1_800_000_000;
export const EARLIER = 1_760_000_000;

/** A cookie of another site that extensions export along; its domain only looks like TikTok's. */
const STRANGER = { name: 'sid', value: 'stranger-9f8e7d', domain: '.nottiktok.com' };

const rows = Object.entries(PAIRS).map(([name, value]) => ({ name, value, domain: '.tiktok.com' }));

const pretty = (value: unknown): string => JSON.stringify(value, null, 4);

/** EditThisCookie, in Chrome. */
export const editThisCookie = (expirationDate: number = LATER): string =>
  pretty(
    [...rows, STRANGER].map((row, index) => ({
      ...row,
      expirationDate: expirationDate + 0.517,
      hostOnly: false,
      httpOnly: true,
      path: '/',
      sameSite: 'no_restriction',
      secure: true,
      session: false,
      storeId: '0',
      id: index + 1,
    })),
  );

/** Cookie-Editor, in Chrome, Edge and Safari: session cookies have no date. */
export const cookieEditor = (): string =>
  pretty(
    [...rows, STRANGER].map((row) => ({
      ...row,
      hostOnly: false,
      path: '/',
      secure: true,
      httpOnly: false,
      sameSite: null,
      session: true,
      firstPartyDomain: '',
      partitionKey: null,
      storeId: null,
    })),
  );

/** Cookie Quick Manager, in Firefox: hosts are URLs, seconds are text, and the readable date is in local words. */
export const cookieQuickManager = (seconds: number = LATER): string =>
  pretty(
    [...rows, STRANGER].map(({ name, value, domain }) => ({
      'Host raw': `https://${domain}/`,
      'Name raw': name,
      'Path raw': '/',
      'Content raw': value,
      Expires: '15-01-2027 09:00:00',
      'Expires raw': String(seconds),
      'Send for': 'Encrypted connections only',
      'Send for raw': 'true',
      'HTTP only raw': 'true',
      'SameSite raw': 'no_restriction',
      'This domain only': 'Valid for subdomains',
      'This domain only raw': 'false',
      'Store raw': 'firefox-default',
      'First Party Domain': '',
    })),
  );

/** Playwright's `storageState`; -1 is a session cookie. */
export const storageState = (expires: number = -1): string =>
  pretty({
    cookies: [...rows, STRANGER].map((row) => ({
      ...row,
      path: '/',
      expires,
      httpOnly: true,
      secure: true,
      sameSite: 'None',
    })),
    origins: [{ origin: 'https://www.tiktok.com', localStorage: [{ name: 'theme', value: 'dark' }] }],
  });

/** `cookies.txt` of curl, yt-dlp and the browser extensions of that name. */
export const cookiesTxt = (seconds: number = LATER, gap = '\t'): string =>
  [
    '# Netscape HTTP Cookie File',
    '# https://curl.se/docs/http-cookies.html',
    '',
    ...[...rows, STRANGER].map(({ name, value, domain }, index) =>
      [`${index % 2 === 0 ? '#HttpOnly_' : ''}${domain}`, 'TRUE', '/', 'TRUE', seconds, name, value].join(
        gap,
      ),
    ),
    '',
  ].join('\r\n');

/** `Set-Cookie` lines of a response. */
export const setCookies = (prefix: string, attributes = '; Path=/; Secure; HttpOnly'): string =>
  rows.map(({ name, value }) => `${prefix}${name}=${value}; Domain=tiktok.com${attributes}`).join('\n');
