import { ApiError } from '../errors.ts';
import type { CookieEntry } from './cookie-entry.ts';
import { type CookieForm, readCookieText } from './cookie-text.ts';

/** Without these the vendor cannot act as the creator; the others it would rather have (upstream-api.md 1.4). */
const NEEDED = ['sessionid', 'msToken', 'ttwid'];
const WANTED = ['sessionid_ss', 'tt-target-idc', 'passport_csrf_token'];

/** TikTok's own domains; where a name occurs on several, the first counts. */
const DOMAINS = ['tiktok.com', 'tiktokshop.com', 'tiktokv.com'];

/** Whether a text is a template's words in place of a value. */
export const isPlaceholder = (value: string): boolean =>
  /^(<[^>]*>|\.{3}|…|x{3,}|your[ _-][\w -]*)$/i.test(value);

/** A cookie as the vendor wants it, and the session that it stands for. */
export interface Cookie {
  /** `name=value; name=value`, everything the user has. */
  readonly header: string;
  readonly sessionId: string;
  /** The values that must never show up anywhere. */
  readonly secrets: readonly string[];
}

/** What was found in a text that should hold a cookie; apart from {@link Cookie}'s own fields it tells no value. */
export interface CookieReport extends Cookie {
  readonly form: CookieForm;
  /** What the header has. */
  readonly names: readonly string[];
  /** Names that are not there at all. */
  readonly missingNeeded: readonly string[];
  readonly missingWanted: readonly string[];
  /** Left out of the header. */
  readonly expired: readonly { readonly name: string; readonly at: Date }[];
  /** How many cookies were left out because they belong to other sites. */
  readonly otherSites: number;
}

/**
 * Reads the creator's cookies in any form: header, `Cookie:` or `Set-Cookie` lines, `cookies.txt`, a browser's JSON.
 * Only TikTok's domains are kept where the form names them.
 */
export function inspectCookie(text: string, now: Date): CookieReport {
  const { form, cookies } = readCookieText(text);
  const ours = cookies.filter(({ domain }) => domain === undefined || rankOf(domain) >= 0);
  const isExpired = ({ expires }: CookieEntry): boolean => expires !== undefined && expires <= now;
  const pairs = form === 'header' ? distinct(ours) : onePerName(ours.filter((cookie) => !isExpired(cookie)));
  const alive = new Set(pairs.filter(({ value }) => value !== '').map(({ name }) => name));
  const gone = new Map(
    ours
      .filter((cookie) => isExpired(cookie) && !alive.has(cookie.name))
      .map((cookie) => [cookie.name, cookie]),
  );
  const isMissing = (name: string): boolean => !alive.has(name) && !gone.has(name);
  const header = pairs.map(({ name, value }) => `${name}=${value}`).join('; ');
  return {
    form: pairs.some(({ name, value }) => NEEDED.includes(name) && isPlaceholder(value))
      ? 'placeholder'
      : form,
    header,
    sessionId: pairs.find(({ name, value }) => name === 'sessionid' && value !== '')?.value ?? '',
    names: [...new Set(pairs.map(({ name }) => name))],
    missingNeeded: NEEDED.filter(isMissing),
    missingWanted: WANTED.filter(isMissing),
    expired: [...gone.values()].flatMap(({ name, expires }) => (expires ? [{ name, at: expires }] : [])),
    otherSites: cookies.length - ours.length,
    secrets: [header, ...ours.filter(isSecret).map(({ value }) => value)],
  };
}

/** Why a cookie cannot be used, as the end of a sentence; undefined when it can. */
export function cookieFault(report: CookieReport): string | undefined {
  if (report.form === 'placeholder') return 'holds a placeholder, not a cookie';
  if (report.form === 'broken JSON') return 'holds JSON that breaks off or has a mistake';
  if (report.otherSites > 0 && report.names.length + report.expired.length === 0) {
    return 'has cookies of other sites only, none of TikTok';
  }
  const expired = report.expired.filter(({ name }) => NEEDED.includes(name));
  const faults = [
    ...(report.missingNeeded.length > 0 ? [`lacks ${report.missingNeeded.join(', ')}`] : []),
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

/** A browser sends two cookies of one name where two paths set them: only what says nothing new goes. */
function distinct(cookies: readonly CookieEntry[]): CookieEntry[] {
  return [...new Map(cookies.map((cookie) => [`${cookie.name}=${cookie.value}`, cookie])).values()];
}

/** One cookie for each name: with a value rather than without, of the first domain, and the last one written. */
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

/** How far down the list of TikTok's domains a host is, subdomains after their parent; -1 for another site's. */
function rankOf(host: string): number {
  const index = DOMAINS.findIndex((domain) => host === domain || host.endsWith(`.${domain}`));
  return index < 0 ? -1 : index * 2 + (DOMAINS.includes(host) ? 0 : 1);
}

/** Names that carry a credential whatever its value looks like. */
const CREDENTIAL = /sess|sid|token|ttwid|auth|csrf|passport|odin|verify|^uid/i;

/**
 * Whether a cookie value gives access. A cookie also holds ordinary words, country codes and plain numbers; taking
 * those out of results would damage titles and ids and protect nothing.
 */
const isSecret = ({ name, value }: CookieEntry): boolean =>
  CREDENTIAL.test(name) || (value.length >= 12 && /\d/.test(value) && /[a-z]/i.test(value));

/** Said after every fault of a cookie. */
export const HOW_TO_COPY =
  "Log in to TikTok Shop in a browser, open the developer tools' Network tab, and copy the whole Cookie header of a request (it must contain sessionid, msToken and ttwid).";
