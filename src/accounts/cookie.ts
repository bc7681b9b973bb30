import { ApiError } from '../errors.ts';

/** Without these the vendor cannot act as the creator (upstream-api.md 1.4). */
const NEEDED = ['sessionid', 'msToken', 'ttwid'] as const;

/** What documentation and templates put where a cookie belongs. */
const PLACEHOLDER =
  /^["'<[{]?\s*(your|my|the|paste|insert|enter|example|tiktok|x{3,}|\.{3}|…)[\w\s_.…-]*["'>\]}]?$/i;

/** A cookie as the vendor wants it, and the session that it stands for. */
export interface Cookie {
  /** `name=value; name=value`, everything the user has. */
  readonly header: string;
  readonly sessionId: string;
  /** The values that must never show up anywhere. */
  readonly secrets: readonly string[];
}

/**
 * Reads a pasted `name=value; name=value` string (a leading `Cookie:` is fine).
 * @param where names the setting or argument in the error
 * @throws ApiError `config` when it is a placeholder or lacks a needed name
 */
export function readCookie(text: string, where: string): Cookie {
  const header = text
    .trim()
    .replace(/^cookie:\s*/i, '')
    .replace(/[\r\n]+/g, ' ')
    .replace(/;\s*$/, '');
  if (header === '' || PLACEHOLDER.test(header)) {
    throw new ApiError('config', `${where} holds a placeholder, not a cookie.`, { next: HOW_TO_COPY });
  }
  const pairs = new Map<string, string>();
  for (const part of header.split(';')) {
    const cut = part.indexOf('=');
    if (cut > 0) pairs.set(part.slice(0, cut).trim(), part.slice(cut + 1).trim());
  }
  const missing = NEEDED.filter((name) => !pairs.get(name));
  if (missing.length > 0) {
    throw new ApiError('config', `${where} lacks ${missing.join(', ')}.`, { next: HOW_TO_COPY });
  }
  const secrets = [...pairs].filter(([name, value]) => isSecret(name, value)).map(([, value]) => value);
  return { header, sessionId: pairs.get('sessionid') ?? '', secrets: [header, ...secrets] };
}

/** Names that carry a credential whatever its value looks like. */
const CREDENTIAL = /sess|sid|token|ttwid|auth|csrf|passport|odin|verify|^uid/i;

/**
 * Whether a cookie value gives access. A cookie also holds ordinary words, country codes and plain numbers; taking
 * those out of results would damage titles and ids and protect nothing.
 */
const isSecret = (name: string, value: string): boolean =>
  CREDENTIAL.test(name) || (value.length >= 12 && /\d/.test(value) && /[a-z]/i.test(value));

const HOW_TO_COPY =
  "Log in to TikTok Shop in a browser, open the developer tools' Network tab, and copy the whole Cookie header of a request (it must contain sessionid, msToken and ttwid).";
