import { asList, isJsonObject, type JsonObject, jsonObjects } from '../json.ts';
import {
  type CellFormat,
  cellOf,
  factsOf,
  isHidden,
  isInstant,
  isNothing,
  labelOf,
  shortInstant,
  table,
} from './table.ts';
import { counted, currencyName, escapeMarkdown, grouped } from './values.ts';

/** Results as Markdown, by one renderer, so that the text never differs from the structured content. */

/** Fields shown in the first line instead of the body. */
const HEADER_KEYS = new Set([
  'account',
  'sandbox',
  'fetched_at',
  'cached',
  'window',
  'currency',
  'page',
  'verdict',
  'verdicts',
  'notes',
]);

/** The longest text of a result, in characters: hosts cut longer ones without saying so. */
export const LONGEST_TEXT = 40_000;

/** A whole result as text. */
export const render = (title: string, result: JsonObject): string =>
  compose(blocksOf(title, result), asList(result['notes']).map(String));

/** How long a result's text would be without the limit, in characters. */
export const lengthOf = (title: string, result: JsonObject): number =>
  joined([...blocksOf(title, result), listOf('Notes', asList(result['notes']).map(String))]).length;

/** A result as JSON; if it is too long for a text, its beginning, after a line that says so. */
export function renderRaw(title: string, result: JsonObject): string {
  const json = JSON.stringify(result);
  if (json.length <= LONGEST_TEXT) return json;
  const head = `${title}: the vendor's payload is too long for a text of ${grouped(LONGEST_TEXT)} characters. The structured content has all ${grouped(json.length)} characters; this is only the beginning.\n\n`;
  return head + beginning(json, LONGEST_TEXT - head.length);
}

function blocksOf(title: string, result: JsonObject): string[] {
  const entries = Object.entries(result).filter(
    ([key, value]) => !(HEADER_KEYS.has(key) || isHidden(key) || isNothing(value)),
  );
  const hasTimes = entries.some(
    ([key, value]) =>
      isInstant(key) || jsonObjects(value).some((row) => Object.keys(row).some((name) => isInstant(name))),
  );
  const format = formatOf(result);
  const lists = entries.filter(([, value]) => rowsOf(value) !== undefined).length;
  const blocks = [headerOf(title, result, hasTimes)];
  const facts: string[] = [];
  for (const [key, value] of entries) {
    const rows = rowsOf(value);
    if (rows !== undefined) {
      // A single list needs no heading beside the title.
      const heading = lists > 1 ? `${labelOf(key)}\n` : '';
      blocks.push(`${heading}${table(rows, format.currency, format.offset)}`);
    } else if (isJsonObject(value)) blocks.push(`${labelOf(key)}: ${factsOf(value, format) || 'nothing'}`);
    else facts.push(`${labelOf(key)} ${cellOf(key, value, format)}`);
  }
  if (facts.length > 0) blocks.splice(1, 0, facts.join(' · '));
  return blocks;
}

const joined = (blocks: readonly string[]): string => blocks.filter((block) => block !== '').join('\n\n');

/** The mark of a cell or a quoted text that was cut. */
const CUT_TEXT = /…(?=["|\n]|$)/;

const WHERE_THE_REST_IS = '(… marks a text that was cut; the structured content of the tool has it in full.)';

/**
 * Blocks and notes as one text. If it is too long, lines at the end of the blocks are left out, which the text says;
 * then notes.
 */
export function compose(shown: readonly string[], notes: readonly string[]): string {
  const blocks = shown.some((block) => CUT_TEXT.test(block)) ? [...shown, WHERE_THE_REST_IS] : shown;
  const whole = joined([...blocks, listOf('Notes', notes)]);
  if (whole.length <= LONGEST_TEXT) return whole;
  const tail = cut(listOf('Notes', notes), LONGEST_TEXT / 2);
  return joined([cut(joined(blocks), LONGEST_TEXT - tail.length - 2), tail]);
}

/** Room for the sentence about what is missing. */
const SENTENCE = 150;

/** The lines that fit, and a sentence about those that do not. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  const lines = text.split('\n');
  const kept: string[] = [];
  let left = room - SENTENCE;
  for (const line of lines) {
    if (line.length >= left) break;
    kept.push(line);
    left -= line.length + 1;
  }
  const missing = lines.length - kept.length;
  // Even the first line may be too long; then its beginning is better than nothing.
  if (kept.length === 0) kept.push(beginning(lines[0] ?? '', left));
  return `${kept.join('\n')}\n\n(${missing === 1 ? 'One more line does' : `${grouped(missing)} more lines do`} not fit into a text of ${grouped(LONGEST_TEXT)} characters; the structured content of the tool is complete.)`;
}

/** The first characters of a text, with a mark that it was cut. */
const beginning = (text: string, length: number): string =>
  `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;

/** The parts of a result that are in its first line. */
interface HeaderFields {
  readonly account?: unknown;
  readonly sandbox?: unknown;
  readonly window?: unknown;
  readonly currency?: unknown;
  readonly page?: unknown;
  readonly cached?: unknown;
  readonly fetched_at?: unknown;
}

/** The currency and the offset of a whole result. */
export function formatOf({ window, currency, fetched_at }: HeaderFields): CellFormat {
  const offset = isJsonObject(window) ? window['utc_offset'] : String(fetched_at ?? '').slice(19);
  return {
    currency: typeof currency === 'string' ? currency : undefined,
    offset: typeof offset === 'string' && offset !== '' ? offset : undefined,
  };
}

/**
 * Title, account, dates, currency and page in one line.
 * @param hasTimes whether the result has instants, which are at the offset in this line
 */
export function headerOf(title: string, result: HeaderFields, hasTimes = false): string {
  const { account, sandbox, window, currency, page, cached, fetched_at } = result;
  // `UTC-8` for `-08:00`: only programs need it in full.
  const { offset } = formatOf(result);
  const zone = `UTC${offset?.replace(/^([+-])0/, '$1').replace(':00', '')}`;
  const saysZone = isJsonObject(window) || hasTimes;
  const parts = [title, `account ${escapeMarkdown(String(account))}`];
  if (sandbox === true) parts.push('sandbox, invented data');
  if (isJsonObject(window)) {
    const data = window['days_with_data'];
    parts.push(
      `${window['from']} to ${window['to']} (${zone})${data === undefined ? '' : `, ${counted(Number(data), 'day')} with data`}`,
    );
  } else if (saysZone) parts.push(zone);
  if (typeof currency === 'string') parts.push(currencyName(currency));
  if (isJsonObject(page)) {
    const next = isJsonObject(page['next'])
      ? Object.entries(page['next'])
          .map(([key, value]) => `${key} ${value}`)
          .join(', ')
      : 'none';
    parts.push(`${page['shown']} of ${page['total'] ?? 'an unknown number of'} rows, next: ${next}`);
  }
  if (cached === true)
    parts.push(`cached ${shortInstant(String(fetched_at), saysZone ? offset : undefined)}`);
  return parts.join(' · ');
}

/** A list with a heading; nothing without entries. */
export const listOf = (heading: string, entries: readonly string[]): string =>
  entries.length === 0 ? '' : [heading, ...entries.map((entry) => `- ${escapeMarkdown(entry)}`)].join('\n');

/** A list of objects with at least one entry. */
function rowsOf(value: unknown): readonly JsonObject[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(isJsonObject) ? value : undefined;
}
