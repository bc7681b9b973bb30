import type { CookieEntry } from './cookie-entry.ts';
import { areSetCookies, cookieLines, parseCookieHeader, parseSetCookie } from './cookie-header.ts';
import { type CookieJson, readCookieJson } from './cookie-json.ts';
import { parseDevToolsRow, parseNetscapeRow } from './cookie-table.ts';
import { type CopiedRequest, readCopiedRequest } from './copied-request.ts';
import { unwrapPaste } from './unwrap.ts';

/** The form of a pasted cookie; `unusable` is a text without one. */
export type CookieForm =
  | 'header'
  | 'Set-Cookie'
  | 'cookies.txt'
  | 'browser table'
  | CookieJson['form']
  | CopiedRequest['form']
  | 'unusable';

/** The cookies in a text. */
export interface CookieText {
  readonly form: CookieForm;
  readonly cookies: readonly CookieEntry[];
  /** Why the text as a whole cannot be used, to complete a sentence. */
  readonly fault?: string | undefined;
}

/** The placeholders of documentation and templates for a cookie. */
const PLACEHOLDER =
  /^["'<[{]?\s*(your|my|the|paste|insert|enter|example|tiktok|cookies?|x{3,}|\.{3}|…)[\w\s_.…-]*["'>\]}]?$/i;

/** A list or an object in JSON, Python or JavaScript, perhaps as the value of a variable. */
const LITERAL = /^([A-Za-z_]\w*\s*=\s*)?(\[[\s\S]*|\{\s*(?:["'“‘}]|[A-Za-z_$][\w$]*\s*:)[\s\S]*)$/;

const unusable = (fault: string): CookieText => ({ form: 'unusable', cookies: [], fault });

/** The fault of a text with a placeholder instead of a cookie. */
export const PLACEHOLDER_FAULT = 'holds a placeholder, not a cookie';

/** Takes the cookies out of whatever people paste: see {@link CookieForm} (upstream-api.md 1.5). */
export function readCookieText(text: string): CookieText {
  const bare = unwrapPaste(text);
  if (bare === '') return unusable('is empty');
  if (PLACEHOLDER.test(bare)) return unusable(PLACEHOLDER_FAULT);
  const copied = readCopiedRequest(bare);
  if (copied !== undefined) return copied;
  const [, variable, literal] = LITERAL.exec(bare) ?? [];
  const json = literal === undefined ? undefined : readCookieJson(literal);
  if (json !== undefined) {
    return json.form === 'HAR file' && json.cookies.length === 0
      ? { ...json, fault: 'is a HAR file without cookies: browsers leave them out unless told otherwise' }
      : json;
  }
  // The value of a header's first cookie may begin like a literal, too.
  if (literal !== undefined && variable === undefined) {
    return unusable('holds JSON that breaks off or has a mistake');
  }
  const sent = cookieLines(bare);
  if (sent !== undefined) {
    const cookies = parseCookieHeader(sent);
    return cookies.length > 0 ? { form: 'header', cookies } : readCookieText(sent);
  }
  const lines = bare.split(/\r?\n/).filter((line) => line.trim() !== '');
  const received = lines.flatMap((line) => /^\s*set-cookie\s*:(.*)$/i.exec(line)?.[1] ?? []);
  if (received.length > 0) return { form: 'Set-Cookie', cookies: received.flatMap(parseSetCookie) };
  const rows = lines.flatMap(parseNetscapeRow);
  if (rows.length > 0) return { form: 'cookies.txt', cookies: rows };
  const cells = lines.flatMap(parseDevToolsRow);
  if (cells.length > 0) return { form: 'browser table', cookies: cells };
  const other = otherThing(bare);
  if (other !== undefined) return unusable(other);
  if (areSetCookies(lines)) return { form: 'Set-Cookie', cookies: lines.flatMap(parseSetCookie) };
  return { form: 'header', cookies: parseCookieHeader(bare) };
}

/** What was pasted instead of a cookie, to complete a sentence. */
function otherThing(text: string): string | undefined {
  if (/^<(!doctype|html|\?xml|head|body|script)\b/i.test(text)) return 'is a web page, not a cookie';
  if (/^https?:\/\/\S+$/i.test(text)) return 'is a web address, not a cookie';
  if (/^(file:|~?[/\\]|\.{1,2}[/\\]|[a-z]:[/\\])[^;\n]*$/i.test(text)) {
    return 'is the path of a file: set TIKTOK_COOKIE_FILE (or cookie_file) to it instead';
  }
  if (/^[0-9a-f]{32}$/i.test(text)) return 'is a value without a name: write it as sessionid=VALUE';
  return undefined;
}
