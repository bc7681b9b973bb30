import { type CookieEntry, hostOf, readTime } from './cookie-entry.ts';

/** The content of the `Cookie:` lines of a text, which may be the whole head of a request; undefined without any. */
export function cookieLines(text: string): string | undefined {
  let found: string | undefined;
  let isInside = false;
  const lines = text.split(/\r?\n/);
  // Developer tools put names and values on alternating lines.
  const row = lines.findIndex((line) => /^\s*cookie\s*$/i.test(line));
  if (row >= 0) return lines[row + 1];
  for (const line of lines) {
    const [, start] = /^\s*cookie\s*:(.*)$/i.exec(line) ?? [];
    if (start !== undefined) found = found === undefined ? start : `${found};\n${start}`;
    isInside = start !== undefined || (isInside && !/^\s*:?[a-z][\w-]*:(\s|$)/i.test(line));
    if (isInside && start === undefined) found = `${found}\n${line}`;
  }
  return found;
}

/** A cookie header, even if it was broken into lines: between pairs, or in the middle of a value by a narrow window. */
export function parseCookieHeader(header: string): CookieEntry[] {
  const pieces: string[] = [];
  let last = '';
  for (const line of header.split(/[\r\n]+/).map((part) => part.trim())) {
    const isNext = last !== '' && !last.endsWith(';') && /^[\w.-]+=[^=;]/.test(line);
    pieces.push(isNext ? '; ' : '', line);
    if (line !== '') last = line;
  }
  return pieces.join('').split(';').flatMap(parsePair);
}

/** `name=value` with a name that a cookie can have. */
function parsePair(piece: string): CookieEntry[] {
  const [, name, value] = /^\s*([^\s=;,"]+)\s*=([\s\S]*)$/.exec(piece) ?? [];
  return name === undefined || value === undefined ? [] : [{ name, value: value.trim() }];
}

/** What may follow the pair in a `Set-Cookie` line. */
const ATTRIBUTE =
  /^\s*(path|domain|expires|max-age|samesite|secure|httponly|priority|partitioned|sameparty|comment|version)\s*(=|$)/i;

/** Whether lines without a prefix are `Set-Cookie` lines: one pair each, and attributes at least once. */
export function areSetCookies(lines: readonly string[]): boolean {
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
export function parseSetCookie(line: string): CookieEntry[] {
  const [pair = '', ...rest] = line.split(';');
  const attributes = new Map(
    rest.map((piece) => {
      const [name = '', ...value] = piece.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const domain = hostOf(attributes.get('domain'));
  // The start of a positive Max-Age is not known, so only Expires can tell that the line has expired.
  const isRemoval = /^(0|-\d+)$/.test(attributes.get('max-age') ?? '');
  const expires = isRemoval ? new Date(0) : readTime(attributes.get('expires'));
  return parsePair(pair).map((cookie) => ({ ...cookie, domain, expires }));
}
