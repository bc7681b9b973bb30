import { longestFirst, MARK, type Redactor, spellingsOf, withoutValues } from '../credentials/redactor.ts';
import { isJsonObject, parseJson } from '../json.ts';

/** A reply has one link; each further one costs a search through the whole reply. */
const LINKS_OF_A_REPLY = 10;

/** The field with the link that opens a whole reply to anyone for a day (upstream-api.md 2.6), at any depth and in broken JSON too. */
const CACHE_URL = /"cache_url"\s*:\s*"((?:[^"\\]|\\.)*)"/g;

/** The same field in other spellings, with a list or an object in it, or in JSON within a text. */
const LINK_VALUE =
  /(?<!\\)\\*"cache[_\s-]?(?:url|uri|link|href)s?\\*"\s*:\s*("(?:[^"\\]|\\.)*"|\\+"[^"]*"|\[[^\]]*\]|\{[^}]*\})/gi;

/** An address in JSON, however often it is escaped. */
const ADDRESS = /https?:(?:\\*\/){2}(?:[^\s"'<>\\,\]}]|\\+\/)+/gi;

/** A reply that may be parsed. */
export interface CleanReply {
  readonly text: string;
  /** Whether it still has secrets that could be taken for syntax: they have to be taken out of the parsed payload. */
  readonly isToRedact: boolean;
}

/**
 * A reply without secrets, and without the links that open it to anyone. Runs before anything is read, cut or escaped:
 * a part of a secret is no longer recognised.
 */
export function cleanReply(reply: string, redactor: Redactor): CleanReply {
  const text = withoutNeedlessEscapes(reply);
  const links = linksIn(text);
  const unlinked = text.replace(CACHE_URL, `"cache_url":"${MARK}"`);
  const clean = withoutAlike(withoutValues(unlinked, secretsOfLinks(links)), links);
  const found = redactor.foundIn(clean);
  const plain = found.filter((value) => !mayBeSyntax(value));
  return { text: withoutValues(clean, plain), isToRedact: plain.length < found.length };
}

/** A link as it was written, without the escapes of JSON, and read. */
interface FoundLink {
  readonly written: string;
  readonly url: URL;
}

/**
 * The links of a reply. A value that is not an address opens nothing, and could be a word that occurs all over the
 * reply.
 */
function linksIn(text: string): FoundLink[] {
  const links: FoundLink[] = [];
  for (const [, value = ''] of text.matchAll(LINK_VALUE)) {
    for (const [address] of value.matchAll(ADDRESS)) {
      const written = address.replaceAll('\\', '');
      if (/^https?:\/\/[^/]+\/./i.test(written) && URL.canParse(written))
        links.push({ written, url: new URL(written) });
      if (links.length >= LINKS_OF_A_REPLY) return links;
    }
  }
  return links;
}

/** The addresses themselves and their signatures, in every spelling. */
const secretsOfLinks = (links: readonly FoundLink[]): string[] =>
  [
    ...new Set(
      links.flatMap(({ written, url }) =>
        [written, url.href, url.searchParams.get('sign') ?? ''].flatMap((secret) => [...spellingsOf(secret)]),
      ),
    ),
  ].sort(longestFirst);

/** Takes out every address with the host and the path of one of the links, in any field. */
function withoutAlike(text: string, links: readonly FoundLink[]): string {
  const forms = new Set(links.flatMap(({ url }) => formOf(url) ?? []));
  const rest = `(?:[^\\s"'<>\\\\]|\\\\+/)*`;
  return forms.size === 0
    ? text
    : text.replace(new RegExp(`https?:(?:\\\\*/){2}(?:${[...forms].join('|')})${rest}`, 'gi'), MARK);
}

/** A pattern for the beginning of links of one kind: the host and the folder, with slashes escaped or not. */
function formOf({ host, pathname }: URL): string | undefined {
  const folder = pathname.slice(0, pathname.lastIndexOf('/') + 1);
  if (folder === '/') return undefined;
  return `${host}${folder}`.replace(/[.*+?^${}()|[\]]/g, '\\$&').replaceAll('/', '\\\\*/');
}

/** Letters that JSON has as `\\u0041` without need, written out: a secret could hide in them. */
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
 * Bare digits may be a number in the JSON, and quotes may belong to its syntax: a placeholder would break it. Such
 * secrets are taken out of the parsed texts.
 */
const mayBeSyntax = (value: string): boolean =>
  /^\d+$/.test(value) || (value.includes('"') && /(?<!\\)"/.test(value));

/** The field with the link that opens a whole reply to anyone for a day (upstream-api.md 2.6), however it is spelled. */
const LINK_FIELD = /^[\s"'\\]*cache[_\s-]?(url|uri|link|href)s?[\s"'\\]*$/i;

/** Such a link in another field, recognised by the vendor's path or by a signature for a cache host. */
const LINK =
  /https?:\/\/(?:[^\s"'<>\\/]+\/[^\s"'<>\\]*\bcache\/public\/|cache[^\s"'<>\\/]*\/[^\s"'<>\\]*[?&]sign=)[^\s"'<>\\]*/gi;

/** How deep a payload may be nested; a deeper one is refused as a whole later. */
const MAX_LINK_DEPTH = 110;

/**
 * A value without links that open it to anyone: in their field, in any list or object under it, in JSON within texts,
 * and wherever an address has the form of one. They are removed for good, because a payload is cached and given to
 * requests that have never seen the reply. A value without links is returned as it is.
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
