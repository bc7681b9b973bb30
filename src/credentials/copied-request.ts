import type { CookieEntry } from './cookie-entry.ts';
import { parseCookieHeader } from './cookie-header.ts';
import { shellWords } from './shell-words.ts';

/** Cookies taken out of a copied command, or why there are none, to complete a sentence. */
export interface CopiedRequest {
  readonly form: 'cURL command' | 'fetch call' | 'PowerShell command';
  readonly cookies: readonly CookieEntry[];
  readonly fault?: string | undefined;
}

/** The cookies in what a browser's "Copy as cURL", "Copy as fetch" or "Copy as PowerShell" gives; undefined for other texts. */
export function readCopiedRequest(text: string): CopiedRequest | undefined {
  if (/^(\$\s+)?curl(\.exe)?\s/i.test(text)) return readCurl(text);
  if (/^(await\s+)?fetch\s*\(/.test(text)) return readFetch(text);
  if (/\bNew-Object\s|^Invoke-(WebRequest|RestMethod)\b/i.test(text)) return readPowerShell(text);
  return undefined;
}

function readCurl(text: string): CopiedRequest {
  const form = 'cURL command';
  const words = shellWords(text);
  const headers: string[] = [];
  let file = false;
  for (const [index, word] of words.entries()) {
    const header = optionValue(word, words[index + 1], /^(?:-H|--header)(?:$|=)|^-H(?=.)/);
    const [, fromHeader] = /^\s*cookie\s*:([\s\S]*)$/i.exec(header ?? '') ?? [];
    if (fromHeader !== undefined) headers.push(fromHeader);
    const cookie = optionValue(word, words[index + 1], /^(?:-[sSkLvgi]*b|--cookie)(?:$|=)|^-b(?=.)/);
    if (cookie?.includes('=')) headers.push(cookie);
    else if (cookie !== undefined) file = true;
  }
  const cookies = headers.flatMap(parseCookieHeader);
  if (cookies.length > 0) return { form, cookies };
  return {
    form,
    cookies,
    fault: file
      ? 'is a cURL command that reads its cookies from a file'
      : 'is a cURL command without a cookie',
  };
}

/** The value of an option, in the same word or the next one. */
function optionValue(word: string, next: string | undefined, option: RegExp): string | undefined {
  const [found] = option.exec(word) ?? [];
  if (found === undefined) return undefined;
  return found === word ? next : word.slice(found.length);
}

function readFetch(text: string): CopiedRequest {
  const form = 'fetch call';
  const headers = [...text.matchAll(/(["']?)\bcookie\1\s*:\s*(["'`])((?:(?!\2)[^\\]|\\.)*)\2/gi)];
  const cookies = headers.flatMap(([, , , header = '']) => parseCookieHeader(header.replace(/\\(.)/g, '$1')));
  return {
    form,
    cookies,
    // Only "Copy as fetch (Node.js)" has the cookie.
    fault:
      cookies.length > 0 ? undefined : 'is a fetch call without a cookie: browsers leave it out of this form',
  };
}

/** A text in double quotes, in which a backtick is the escape character. */
const QUOTED = '"((?:[^"`]|`[\\s\\S])*)"';
const NET_COOKIE = new RegExp(
  `System\\.Net\\.Cookie\\(\\s*${QUOTED}\\s*,\\s*${QUOTED}(?:\\s*,\\s*${QUOTED}\\s*,\\s*${QUOTED})?`,
  'gi',
);
const POWERSHELL_HEADER = new RegExp(`["']?cookie["']?\\s*=\\s*${QUOTED}`, 'gi');

function readPowerShell(text: string): CopiedRequest {
  const form = 'PowerShell command';
  const bare = (quoted = ''): string => quoted.replace(/`([\s\S])/g, '$1');
  const cookies = [
    ...[...text.matchAll(NET_COOKIE)].map(([, name, value, , domain]) => ({
      name: bare(name),
      value: bare(value),
      domain: domain === undefined ? undefined : bare(domain).replace(/^\./, '').toLowerCase(),
    })),
    ...[...text.matchAll(POWERSHELL_HEADER)].flatMap(([, header]) => parseCookieHeader(bare(header))),
  ];
  return {
    form,
    cookies,
    fault: cookies.length > 0 ? undefined : 'is a PowerShell command without cookies',
  };
}
