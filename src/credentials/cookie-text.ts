import { type CookieEntry, hostOf, readTime } from './cookie-entry.ts';
import { readCookieJson } from './cookie-export.ts';

/** How a cookie was written down. */
export type CookieForm = 'header' | 'Set-Cookie' | 'cookies.txt' | 'JSON' | 'broken JSON' | 'placeholder';

/** What documentation and templates put where a cookie belongs. */
const PLACEHOLDER =
  /^["'<[{]?\s*(your|my|the|paste|insert|enter|example|tiktok|cookies?|x{3,}|\.{3}|…)[\w\s_.…-]*["'>\]}]?$/i;

/** Takes the cookies out of whatever people have: see {@link CookieForm} (upstream-api.md 1.5). */
export function readCookieText(text: string): {
  readonly form: CookieForm;
  readonly cookies: readonly CookieEntry[];
} {
  const written = text.replace(/^\uFEFF/, '').trim();
  const bare = /^(["'])([\s\S]*)\1$/.exec(written)?.[2]?.trim() ?? written;
  if (bare === '' || PLACEHOLDER.test(bare)) return { form: 'placeholder', cookies: [] };
  if (/^(\[|\{\s*["}])/.test(bare)) {
    const cookies = readCookieJson(bare);
    return cookies === undefined ? { form: 'broken JSON', cookies: [] } : { form: 'JSON', cookies };
  }
  const requested = requestLines(bare);
  if (requested !== undefined) {
    const pairs = readPairs(requested);
    return pairs.length > 0 ? { form: 'header', cookies: pairs } : readCookieText(requested);
  }
  const lines = bare.split(/\r?\n/).filter((line) => line.trim() !== '');
  const received = lines.flatMap((line) => /^\s*set-cookie\s*:(.*)$/i.exec(line)?.[1] ?? []);
  if (received.length > 0) return { form: 'Set-Cookie', cookies: received.flatMap(readSetCookie) };
  const rows = lines.flatMap(readRow);
  if (rows.length > 0) return { form: 'cookies.txt', cookies: rows };
  if (areSetCookies(lines)) return { form: 'Set-Cookie', cookies: lines.flatMap(readSetCookie) };
  return { form: 'header', cookies: readPairs(bare) };
}

/** What stands in the `Cookie:` lines of a text, which may be the whole head of a request; undefined without any. */
function requestLines(text: string): string | undefined {
  let found: string | undefined;
  let isInside = false;
  for (const line of text.split(/\r?\n/)) {
    const [, start] = /^\s*cookie\s*:(.*)$/i.exec(line) ?? [];
    if (start !== undefined) found = found === undefined ? start : `${found};\n${start}`;
    isInside = start !== undefined || (isInside && !/^\s*:?[a-z][\w-]*:(\s|$)/i.test(line));
    if (isInside && start === undefined) found = `${found}\n${line}`;
  }
  return found;
}

/** `name=value` with a name that a cookie can have. */
function readPair(piece: string): CookieEntry[] {
  const [, name, value] = /^\s*([^\s=;,"]+)\s*=([\s\S]*)$/.exec(piece) ?? [];
  return name === undefined || value === undefined ? [] : [{ name, value: value.trim() }];
}

/** A header, also one that was broken into lines: between pairs, or by a narrow window in the middle of a value. */
function readPairs(header: string): CookieEntry[] {
  let joined = '';
  for (const line of header.split(/[\r\n]+/).map((part) => part.trim())) {
    const isNext = joined !== '' && !joined.endsWith(';') && /^[\w.-]+=[^=;]/.test(line);
    joined += isNext ? `; ${line}` : line;
  }
  return joined.split(';').flatMap(readPair);
}

/** What may follow the pair in a `Set-Cookie` line. */
const ATTRIBUTE =
  /^\s*(path|domain|expires|max-age|samesite|secure|httponly|priority|partitioned|sameparty|comment|version)\s*(=|$)/i;

/** Whether lines without a prefix are `Set-Cookie` lines: one pair each, and attributes at least once. */
function areSetCookies(lines: readonly string[]): boolean {
  const rests = lines.map((line) =>
    line
      .split(';')
      .slice(1)
      .filter((piece) => piece.trim() !== ''),
  );
  return (
    rests.some((rest) => rest.length > 0) &&
    rests.every((rest) => rest.every((piece) => ATTRIBUTE.test(piece)))
  );
}

/** One `Set-Cookie` line without its prefix. */
function readSetCookie(line: string): CookieEntry[] {
  const [pair = '', ...rest] = line.split(';');
  const attributes = new Map(
    rest.map((piece) => {
      const [name = '', ...value] = piece.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const domain = hostOf(attributes.get('domain'));
  // From when a positive Max-Age counts is not known, so only Expires can tell that the line is too old.
  const isRemoval = /^(0|-\d+)$/.test(attributes.get('max-age') ?? '');
  const expires = isRemoval ? new Date(0) : readTime(attributes.get('expires'));
  return readPair(pair).map((cookie) => ({ ...cookie, domain, expires }));
}

/** A row of a Netscape `cookies.txt`: host, subdomains, path, secure, expiry, name, value; tabs may have become spaces. */
const ROW =
  /^\s*(?:#HttpOnly_)?([^\s#]\S*)\s+(?:TRUE|FALSE)\s+\/\S*\s+(?:TRUE|FALSE)\s+(-?\d+(?:\.\d+)?)\s+([^\s=;]+)(?:[ \t](.*))?$/i;

function readRow(line: string): CookieEntry[] {
  const [, host, seconds, name, value = ''] = ROW.exec(line) ?? [];
  if (host === undefined || name === undefined) return [];
  return [{ name, value: value.trim(), domain: hostOf(host), expires: readTime(Number(seconds)) }];
}
