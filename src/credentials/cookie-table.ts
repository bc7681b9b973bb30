import { type CookieEntry, hostOf, readTime } from './cookie-entry.ts';

/** A row of a Netscape `cookies.txt`: host, subdomains, path, secure, expiry, name, value; tabs may have become spaces. */
const NETSCAPE =
  /^\s*(?:#HttpOnly_)?([^\s#]\S*)\s+(?:TRUE|FALSE)\s+\/\S*\s+(?:TRUE|FALSE)\s+(-?\d+(?:\.\d+)?)\s+([^\s=;]+)(?:[ \t](.*))?$/i;

/** The cookie in a line of a Netscape `cookies.txt`; undefined for comments and other lines. */
export function parseNetscapeRow(line: string): CookieEntry[] {
  const [, host, seconds, name, value = ''] = NETSCAPE.exec(line) ?? [];
  if (host === undefined || name === undefined) return [];
  return [{ name, value: value.trim(), domain: hostOf(host), expires: readTime(Number(seconds)) }];
}

/**
 * A row that was copied from a browser's developer tools: name, value, domain, path, expiry and more, separated by
 * tabs.
 */
export function parseDevToolsRow(line: string): CookieEntry[] {
  const [name = '', value = '', domain = '', path = '', expires] = line
    .split('\t')
    .map((cell) => cell.trim());
  const isRow = /^[^\s=;,"]+$/.test(name) && /^\.?[\w-]+(\.[\w-]+)+$/.test(domain) && path.startsWith('/');
  return isRow ? [{ name, value, domain: hostOf(domain), expires: readTime(expires) }] : [];
}
