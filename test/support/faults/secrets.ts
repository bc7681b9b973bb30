/** Redactor with every character that a careless replacement stumbles over, and a search that no spelling escapes. */

export const API_KEY = 'tk-5f2b9c7d1e/+a0==';

const VALUES: Readonly<Record<string, string>> = {
  sessionid: '8d41c0aa5b7e4f6f9c0d1e2f3a4b5c6d',
  // Markdown would escape some of these, a URL others.
  msToken: '_vX3_-kQ9aB~7TzL0-_pW2yR8cN4mD6fH1jG5sE|uO*iKx_==',
  ttwid: '1%7CaBc-DeF_gHi%7C1763800000%7C9f8e7d6c5b4a',
  odin_tt: '"q7w8e9r0t1y2u3i4o5"',
  passport_csrf_token: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
};

/** A cookie of credentials, and one ordinary word that is not one. */
export const COOKIE = `${Object.entries(VALUES)
  .map(([name, value]) => `${name}=${value}`)
  .join('; ')}; lang=en`;

const PROXY_USER = 'proxy-user_31';
const PROXY_PASSWORD = 'p@ss/w0rd~b7e2';
export const PROXY = `http://${PROXY_USER}:${encodeURIComponent(PROXY_PASSWORD)}@proxy.example:8080`;

const SIGN = '0badc0de99a1b2c3';
export const CACHE_URL = `https://cache.vendor.invalid/api/v1/cache/public/c0ffee?sign=${SIGN}`;

/** Each secret by its name. */
export const PLANTED: Readonly<Record<string, string>> = {
  api_key: API_KEY,
  ...VALUES,
  proxy_user: PROXY_USER,
  proxy_password: PROXY_PASSWORD,
  cache_url: CACHE_URL,
  sign: SIGN,
};

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A secret as it is, percent-encoded in both cases, and escaped for JSON in the ways that writers of JSON do. */
export function spellingsOf(secret: string): readonly string[] {
  const decoded = decodeURIComponent(secret);
  return [
    ...new Set(
      [secret, decoded].flatMap((form) => {
        const percent = encodeURIComponent(form);
        return [
          form,
          percent,
          percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
          inJson(form),
          inJson(form).replaceAll('/', '\\/'),
        ];
      }),
    ),
  ];
}

/** Longer pieces than this of a secret are as bad as the whole. */
const PIECE = 12;

/** Every place where `text` shows a secret or a piece of one: `name: what was found`. */
export function leaksOf(
  text: string,
  secrets: Readonly<Record<string, string>> = PLANTED,
  piece = PIECE,
): string[] {
  // Markdown's backslashes take nothing from a reader, nor do those of JSON inside JSON.
  const views = [text, text.replace(/\\+(?=[^\w\s])/g, ''), text.replaceAll('\\\\', '\\')];
  const found: string[] = [];
  for (const [name, secret] of Object.entries(secrets)) {
    const spellings = spellingsOf(secret);
    const pieces = [secret, decodeURIComponent(secret)].flatMap((form) =>
      Array.from({ length: Math.max(0, form.length - piece + 1) }, (_, from) =>
        form.slice(from, from + piece),
      ),
    );
    const shown = [...spellings, ...pieces].find((form) => views.some((view) => view.includes(form)));
    if (shown !== undefined) found.push(`${name}: ${shown}`);
  }
  return found;
}

/** What a careless vendor repeats of a request, in every spelling. */
export const ECHO = {
  headers: { authorization: `Bearer ${API_KEY}`, 'user-agent': 'tiktok-creator-mcp' },
  cookie: COOKIE,
  proxy: PROXY,
  input: { cookie: COOKIE, proxy: PROXY },
  query: `cookie=${encodeURIComponent(COOKIE)}&proxy=${encodeURIComponent(PROXY)}`,
  log: JSON.stringify({ cookie: COOKIE, key: API_KEY }),
  cache_url: CACHE_URL,
} as const;
