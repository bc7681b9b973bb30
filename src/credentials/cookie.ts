import { ApiError } from '../errors.ts';
import type { CookieEntry } from './cookie-entry.ts';
import { type CookieForm, PLACEHOLDER_FAULT, readCookieText } from './cookie-text.ts';
import { forecastEnd } from './session-forecast.ts';
import { looksLikeToken } from './token.ts';
import { unquote } from './unwrap.ts';

/** Without it the vendor cannot act as the creator (upstream-api.md 1.4). */
const NEEDED = ['sessionid'];
/** Cookies with which calls are more reliable. */
const WANTED = ['msToken', 'ttwid', 'sessionid_ss', 'tt-target-idc', 'passport_csrf_token'];

/** TikTok's own domains; if a name occurs on several, the first one counts. */
const DOMAINS = ['tiktok.com', 'tiktokshop.com', 'tiktokv.com'];

/** Whether a text is a template's placeholder for a value. */
export const isPlaceholder = (value: string): boolean =>
  /^(<[^>]*>|\.{3}|…|x{3,}|your[ _-][\w -]*|\$\w+|\$?\{+[^{}]*\}+|%\w+%|undefined|null|none)$/i.test(value);

/** A cookie as the vendor expects it, and its session. */
export interface Cookie {
  /** `name=value; name=value`, everything the user has. */
  readonly header: string;
  readonly sessionId: string;
  /** When the session probably ends, if the cookie tells; only a forecast, because TikTok can end a session earlier. */
  readonly probableEnd?: Date | undefined;
  /** The values that must never appear anywhere. */
  readonly secrets: readonly string[];
}

/** What was found in a text that should be a cookie; except for the fields of {@link Cookie}, it has no values. */
export interface CookieReport extends Cookie {
  readonly form: CookieForm;
  /** Why the text as a whole is not a cookie, to complete a sentence. */
  readonly textFault: string | undefined;
  /** Needed names whose values cannot be right. */
  readonly damaged: readonly string[];
  /** Needed names whose values differ from the browser's. */
  readonly altered: readonly string[];
  /** What the header has. */
  readonly names: readonly string[];
  /** Names that are missing. */
  readonly missingNeeded: readonly string[];
  readonly missingWanted: readonly string[];
  /** Left out of the header. */
  readonly expired: readonly { readonly name: string; readonly at: Date }[];
  /** How many cookies of other sites were left out. */
  readonly otherSites: number;
}

/**
 * Reads the creator's cookies in any form that people paste, see {@link CookieForm}. Only TikTok's domains are kept where
 * the form names them.
 */
export function inspectCookie(text: string, now: Date): CookieReport {
  const { form, cookies, fault } = readCookieText(text);
  const ours = cookies
    .filter(({ domain }) => domain === undefined || rankOf(domain) >= 0)
    .map((cookie) => (isKnown(cookie.name) ? { ...cookie, value: unquote(cookie.value) } : cookie));
  const isExpired = ({ expires }: CookieEntry): boolean => expires !== undefined && expires <= now;
  const pairs = isHeader(form) ? distinct(ours) : onePerName(ours.filter((cookie) => !isExpired(cookie)));
  const alive = new Set(pairs.filter(({ value }) => value !== '').map(({ name }) => name));
  const gone = new Map(
    ours
      .filter((cookie) => isExpired(cookie) && !alive.has(cookie.name))
      .map((cookie) => [cookie.name, cookie]),
  );
  const isMissing = (name: string): boolean => !alive.has(name) && !gone.has(name);
  const missingNeeded = NEEDED.filter(isMissing);
  const buried = missingNeeded.filter((name) => isBuried(name, text));
  const header = pairs.map(({ name, value }) => `${name}=${value}`).join('; ');
  const firstValue = (name: string): string =>
    pairs.find((pair) => pair.name === name && pair.value !== '')?.value ?? '';
  const hasPlaceholder = pairs.some(({ name, value }) => isKnown(name) && isPlaceholder(value));
  return {
    form,
    textFault: hasPlaceholder ? PLACEHOLDER_FAULT : (fault ?? buriedFault(buried)),
    header,
    sessionId: firstValue('sessionid'),
    probableEnd: forecastEnd(firstValue('sid_guard'), firstValue('sessionid')),
    names: [...new Set(pairs.map(({ name }) => name))],
    damaged: NEEDED.filter((name) => firstValue(name).search(DAMAGED) >= 0),
    altered: NEEDED.filter((name) => ALTERED.test(firstValue(name).replace(DAMAGED, ''))),
    missingNeeded,
    missingWanted: WANTED.filter(isMissing),
    expired: [...gone.values()].flatMap(({ name, expires }) => (expires ? [{ name, at: expires }] : [])),
    otherSites: cookies.length - ours.length,
    secrets: [header, ...ours.filter(isSecret).map(({ value }) => value)],
  };
}

/** Whether a text has cookies in an unusable form: in code, in another command, or encoded as a whole. */
const isBuried = (name: string, text: string): boolean =>
  new RegExp(`\\b${name}["']?\\s*(?:[=:＝]|%3d)\\s*["']?[^\\s;"']`, 'i').test(text);

const buriedFault = (names: readonly string[]): string | undefined =>
  names.length === 0
    ? undefined
    : `has ${names.join(', ')} inside something that is not a cookie, such as code or a command. Copy only the text after "cookie:", as in ${names[0]}=…; name=…`;

/** The session that a text names, whether or not the rest of it can be used. */
export const sessionIn = (text: string): string => inspectCookie(text, new Date(0)).sessionId;

/** A browser may send two cookies of one name; an export has one for each domain, and only one of them is meant. */
const isHeader = (form: CookieForm): boolean =>
  form === 'header' || form === 'cURL command' || form === 'fetch call';

const isKnown = (name: string): boolean => NEEDED.includes(name) || WANTED.includes(name);

/** A session id never has quotes, backticks or white space; if there are any, something else was copied too. */
const DAMAGED = /["'`\s“”‘’]/g;

/**
 * What pages, chats and programs put into a value that they shorten, hide or escape, and what follows the 32 digits of
 * a session id if the next line was taken for a part of it.
 */
const ALTERED = /\.{3}|\*{3}|[&<>\\]|%(?:3b|20)|^[0-9a-f]{32}.|[^\x21-\x7e]/i;

/**
 * Everything in a pasted text that could give access: the text itself, the values in it in any readable form, and
 * everything else that looks like a token. The redactor gets it before the text is checked, because the text may be
 * refused.
 */
export function secretsIn(text: string, now: Date): readonly string[] {
  const { cookies } = readCookieText(text);
  const tokens = text.split(/(?:[\s;,"'`^=:&|(){}[\]<>\\]|%3b|%3d|%20)+/i).filter(looksLikeToken);
  return [
    text.trim(),
    ...inspectCookie(text, now).secrets,
    ...cookies.filter(isSecret).map(({ value }) => value),
    ...tokens,
  ];
}

/** Why a cookie cannot be used, to complete a sentence; undefined if it can. */
export function cookieFault(report: CookieReport): string | undefined {
  if (report.textFault !== undefined) return report.textFault;
  if (report.otherSites > 0 && report.names.length + report.expired.length === 0) {
    return 'has cookies of other sites only, none of TikTok';
  }
  const expired = report.expired.filter(({ name }) => NEEDED.includes(name));
  const faults = [
    ...(report.missingNeeded.length > 0 ? [`lacks ${report.missingNeeded.join(', ')}`] : []),
    ...(report.damaged.length > 0
      ? [`has quotes, backticks or spaces inside ${report.damaged.join(', ')}`]
      : []),
    ...(report.altered.length > 0
      ? [`has ${report.altered.join(', ')} shortened, hidden or escaped by the program that showed it`]
      : []),
    ...(expired.length > 0 ? [`has expired: ${expired.map(describeExpired).join(', ')}`] : []),
  ];
  return faults.length > 0 ? faults.join(' and ') : undefined;
}

/** `sessionid (2026-01-31)` */
export const describeExpired = ({ name, at }: CookieReport['expired'][number]): string =>
  `${name} (${at.toISOString().slice(0, 10)})`;

/**
 * Reads a cookie that a call is about to need.
 * @param where names the setting or argument in the error
 * @throws ApiError `config` when it is a placeholder, or a needed name is missing or has expired
 */
export function readCookie(text: string, where: string, now: Date): Cookie {
  const report = inspectCookie(text, now);
  const fault = cookieFault(report);
  if (fault !== undefined) throw new ApiError('config', `${where} ${fault}.`, { next: HOW_TO_COPY });
  return report;
}

/** A browser sends two cookies of one name if two paths set them; only exact repeats are left out. */
function distinct(cookies: readonly CookieEntry[]): CookieEntry[] {
  return [...new Map(cookies.map((cookie) => [`${cookie.name}=${cookie.value}`, cookie])).values()];
}

/** One cookie for each name: preferably with a value, then of the first domain, then the last one. */
function onePerName(cookies: readonly CookieEntry[]): CookieEntry[] {
  const chosen = new Map<string, CookieEntry>();
  const weight = ({ value, domain }: CookieEntry): number =>
    (value === '' ? 100 : 0) + (domain === undefined ? 0 : rankOf(domain));
  for (const cookie of cookies) {
    const rival = chosen.get(cookie.name);
    if (rival === undefined || weight(cookie) <= weight(rival)) chosen.set(cookie.name, cookie);
  }
  return [...chosen.values()];
}

/** The rank of a host in the list of TikTok's domains, subdomains after their parent; -1 for another site. */
function rankOf(host: string): number {
  const index = DOMAINS.findIndex((domain) => host === domain || host.endsWith(`.${domain}`));
  return index < 0 ? -1 : index * 2 + (DOMAINS.includes(host) ? 0 : 1);
}

/** Names whose value is a credential, whatever it looks like. */
const CREDENTIAL = /sess|sid|token|ttwid|auth|csrf|passport|odin|verify|^uid/i;

/**
 * Whether a cookie value gives access. A cookie also holds ordinary words, country codes and plain numbers; taking
 * those out of results would damage titles and ids and protect nothing.
 */
const isSecret = ({ name, value }: CookieEntry): boolean =>
  CREDENTIAL.test(name) || (value.length >= 12 && /\d/.test(value) && /[a-z]/i.test(value));

/** Follows every fault of a cookie. A script in the page cannot see sessionid, so `document.cookie` does not help. */
export const HOW_TO_COPY =
  'Log in to TikTok Shop in a browser, press F12, choose Network, reload the page, click the first request, and copy the whole value of Cookie under its request headers (it must contain sessionid).';
