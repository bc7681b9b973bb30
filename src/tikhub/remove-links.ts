import { MARK } from '../credentials/redactor.ts';
import { isJsonObject, parseJson } from '../json.ts';

/** The field with the link that opens a whole reply to anyone for a day (upstream-api.md 2.6), however it is spelled. */
const LINK_FIELD = /^[\s"'\\]*cache[_\s-]?(url|uri|link|href)s?[\s"'\\]*$/i;

/** Such a link under another name, told by the vendor's path of it, or by a signature for a cache host. */
const LINK =
  /https?:\/\/(?:[^\s"'<>\\/]+\/[^\s"'<>\\]*\bcache\/public\/|cache[^\s"'<>\\/]*\/[^\s"'<>\\]*[?&]sign=)[^\s"'<>\\]*/gi;

/** As deep as a payload may be nested; what is deeper is refused as a whole later. */
const MAX_LINK_DEPTH = 110;

/**
 * A value without links that open it to anyone: in their field, in any list or object under it, in JSON within texts, and
 * wherever an address has the form of one. They are removed for good, because a payload is kept and handed to requests
 * that have never seen the reply. What has none is returned as it is.
 */
export const removeLinks = (value: unknown): unknown => withoutLinks(value, 0);

function withoutLinks(value: unknown, depth: number): unknown {
  if (depth > MAX_LINK_DEPTH) return value;
  if (typeof value === 'string') return removeFromText(value, depth);
  if (Array.isArray(value)) {
    const entries = value.map((entry) => withoutLinks(entry, depth + 1));
    return entries.some((entry, index) => entry !== value[index]) ? entries : value;
  }
  if (!isJsonObject(value)) return value;
  let isChanged = false;
  const entries = Object.entries(value).map(([key, entry]) => {
    const clean = isFilledLinkField(key, entry) ? MARK : withoutLinks(entry, depth + 1);
    if (clean !== entry) isChanged = true;
    return [key, clean] as const;
  });
  return isChanged ? Object.fromEntries(entries) : value;
}

const isFilledLinkField = (key: string, value: unknown): boolean =>
  LINK_FIELD.test(key) &&
  value !== '' &&
  value !== MARK &&
  (typeof value === 'string' || isJsonObject(value) || Array.isArray(value));

function removeFromText(text: string, depth: number): string {
  if (mayBeJson(text)) {
    const inner = tryParse(text);
    const clean = withoutLinks(inner, depth + 1);
    if (clean !== inner) return JSON.stringify(clean);
  }
  if (!/:\\?\/\\?\//.test(text)) return text;
  const plain = text.replaceAll('\\/', '/');
  const clean = plain.replace(LINK, MARK);
  return clean === plain ? text : clean;
}

const mayBeJson = (text: string): boolean => /^\s*(?:[[{]|"[\s\S]*"\s*$)/.test(text);

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
