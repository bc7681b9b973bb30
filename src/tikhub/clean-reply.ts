import { longestFirst, MARK, type Redactor, spellingsOf, withoutValues } from '../credentials/redactor.ts';
import { isJsonObject, parseJson } from '../json.ts';

/** A reply has one link; each that it repeats elsewhere costs a search through all of it. */
const LINKS_OF_A_REPLY = 10;

/** The link that opens a whole reply to anyone for a day (upstream-api.md 2.6), at any depth and in broken JSON too. */
const CACHE_URL = /"cache_url"\s*:\s*"((?:[^"\\]|\\.)*)"/g;

/**
 * A reply as it may be read: without secrets, and without the links that open it to anyone. It is done before anything
 * is read, cut or escaped, because a part of a secret is not recognised any more.
 */
export function cleanReply(reply: string, redactor: Redactor): string {
  const text = withoutNeedlessEscapes(reply);
  const links: string[] = [];
  let found = 0;
  const unlinked = text.replace(CACHE_URL, (_, written: string) => {
    const url = written.replaceAll('\\/', '/');
    // What is no address opens nothing, and may be a word that the whole reply is made of.
    if (/^https?:\/\/[^/]+\/./i.test(url) && found < LINKS_OF_A_REPLY) {
      found += 1;
      const sign = URL.canParse(url) ? new URL(url).searchParams.get('sign') : null;
      links.push(written, ...spellingsOf(url), ...(sign ? spellingsOf(sign) : []));
    }
    return `"cache_url":"${MARK}"`;
  });
  const safe = redactor.values().filter((value) => !mayBeSyntax(value));
  return withoutValues(withoutValues(unlinked, [...new Set(links)].sort(longestFirst)), safe);
}

/**
 * The payload of a cleaned reply, without what only shows once it is parsed. It is kept and handed to requests that know
 * nothing of the secrets of the one that brought it.
 * @param text the cleaned reply
 */
export function cleanPayload(payload: unknown, text: string, redactor: Redactor): unknown {
  const isLeft = redactor.values().some((value) => mayBeSyntax(value) && text.includes(value));
  return isLeft ? redactor.redactValue(payload) : payload;
}

/** Letters that JSON spells as `\\u0041` though it need not, written out: a secret could hide in them. */
const withoutNeedlessEscapes = (json: string): string =>
  /\\u00/i.test(json)
    ? json.replace(/\\(u00[2-7][0-9a-f]|.)/gi, (spelled, body: string) => {
        const code = body.length === 5 ? Number.parseInt(body.slice(1), 16) : 0;
        return code === 0 || code === 0x22 || code === 0x5c || code === 0x7f
          ? spelled
          : String.fromCharCode(code);
      })
    : json;

/**
 * Bare digits may be a number in the JSON, and quotes may be its own: a mark would break it. Those are taken out of the
 * parsed texts.
 */
const mayBeSyntax = (value: string): boolean =>
  /^\d+$/.test(value) || (value.includes('"') && /(?<!\\)"/.test(value));

/** The field with the link that opens a whole reply to anyone for a day (upstream-api.md 2.6), however it is spelled. */
const LINK_FIELD = /^cache[_-]?url$/i;

/** Such a link under another name, told by the vendor's path of it, or by a signature for a cache host. */
const LINK =
  /https?:\/\/(?:[^\s"'<>\\/]+\/[^\s"'<>\\]*\bcache\/public\/|cache[^\s"'<>\\/]*\/[^\s"'<>\\]*[?&]sign=)[^\s"'<>\\]*/gi;

/** As deep as a payload may be nested; what is deeper is refused as a whole later. */
const MAX_LINK_DEPTH = 110;

/**
 * A value without links that open it to anyone, in any field and in JSON within its texts. They are removed for good:
 * a payload is kept and handed to requests that have never seen the reply. What has none is returned as it is.
 */
export function removeLinks(value: unknown, depth = 0): unknown {
  if (depth > MAX_LINK_DEPTH) return value;
  if (typeof value === 'string') return removeFromText(value, depth);
  if (Array.isArray(value)) {
    const entries = value.map((entry) => removeLinks(entry, depth + 1));
    return entries.some((entry, index) => entry !== value[index]) ? entries : value;
  }
  if (!isJsonObject(value)) return value;
  let isChanged = false;
  const entries = Object.entries(value).map(([key, entry]) => {
    const clean = isLinkField(key, entry) ? MARK : removeLinks(entry, depth + 1);
    if (clean !== entry) isChanged = true;
    return [key, clean] as const;
  });
  return isChanged ? Object.fromEntries(entries) : value;
}

const isLinkField = (key: string, value: unknown): boolean =>
  LINK_FIELD.test(key) && typeof value === 'string' && value !== '' && value !== MARK;

function removeFromText(text: string, depth: number): string {
  if (/^\s*[[{]/.test(text)) {
    const inner = tryParse(text);
    const clean = removeLinks(inner, depth + 1);
    if (clean !== inner) return JSON.stringify(clean);
  }
  if (!/:\\?\/\\?\//.test(text)) return text;
  const plain = text.replaceAll('\\/', '/');
  const clean = plain.replace(LINK, MARK);
  return clean === plain ? text : clean;
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
