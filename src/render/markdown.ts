import { minorDigits } from '../analytics/money.ts';
import { clean, isWire, list, type Wire } from '../wire.ts';

/** Results as Markdown: one renderer, so that text and structured content can never differ in what they say. */

/** Shown in the header line instead of the body. */
const HEADER_KEYS = new Set([
  'account',
  'sandbox',
  'fetched_at',
  'cached',
  'window',
  'currency',
  'page',
  'notes',
]);

/** Pictures and colours: of no use to a reader of text, long, and gone within a day. */
const LOOKS = new Set(['cover_url', 'avatar_uri', 'avatar_urls', 'light_color', 'dark_color']);

const MONEY = /(^|_)(revenue|gmv|gpm|commission_estimated|price_min|price_max|revenue_per_1000_impressions)$/;
const FRACTION = /(_rate|_change|^share)$/;
const URL_KEY = /(^|_)url$/;
const VERBATIM = /(^|_)(ids?|page|code|status|offset)$/;

const LABELS: Readonly<Record<string, string>> = {
  click_through_rate: 'CTR',
  completion_rate: 'completed',
  conversion_rate: 'conversion',
  commission_estimated: 'commission, est.',
  live_gpm: 'GPM',
  gmv: 'GMV',
  direct_gmv: 'direct GMV',
  product_impressions: 'impressions',
  product_clicks: 'clicks',
  items_sold: 'sold',
  new_followers: 'followers',
};

/** Longest text of a cell, and of anything else that others wrote; the structured content has them whole. */
const CELL = 100;
const WORDS = 300;

/** A whole result as text. */
export function render(title: string, result: Wire): string {
  const currency = typeof result['currency'] === 'string' ? result['currency'] : undefined;
  const blocks = [headerOf(title, result)];
  const facts: string[] = [];
  for (const [key, value] of Object.entries(result)) {
    if (HEADER_KEYS.has(key) || LOOKS.has(key) || isNothing(value)) continue;
    const rows = rowsOf(value);
    if (rows !== undefined) blocks.push(`${labelOf(key)}\n${table(rows, currency)}`);
    else if (isWire(value)) blocks.push(`${labelOf(key)}: ${factsOf(value, currency) || 'nothing'}`);
    else facts.push(`${labelOf(key)} ${cellOf(key, value, currency)}`);
  }
  if (facts.length > 0) blocks.splice(1, 0, facts.join(' · '));
  return [...blocks, listOf('Notes', list(result['notes']).map(String))]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** The parts of a result that its first line is made of. */
interface Headed {
  readonly account?: unknown;
  readonly sandbox?: unknown;
  readonly window?: unknown;
  readonly currency?: unknown;
  readonly page?: unknown;
  readonly cached?: unknown;
  readonly fetched_at?: unknown;
}

/** Title, account, dates, currency and page in one line. */
export function headerOf(title: string, result: Headed): string {
  const { account, sandbox, window, currency, page, cached, fetched_at } = result;
  const parts = [title, `account ${plain(String(account))}`];
  if (sandbox === true) parts.push('sandbox, invented data');
  if (isWire(window)) {
    const data = window['days_with_data'];
    parts.push(
      `${window['from']} to ${window['to']} (UTC${window['utc_offset']})${data === undefined ? '' : `, ${data} days with data`}`,
    );
  }
  if (typeof currency === 'string') parts.push(currency);
  if (isWire(page)) {
    const next = isWire(page['next'])
      ? Object.entries(page['next'])
          .map(([key, value]) => `${key} ${value}`)
          .join(', ')
      : 'none';
    parts.push(`${page['shown']} of ${page['total'] ?? 'an unknown number of'} rows, next: ${next}`);
  }
  if (cached === true) parts.push(`cached ${fetched_at}`);
  return parts.join(' · ');
}

/** A headed list; nothing for no entries. */
export const listOf = (heading: string, entries: readonly string[]): string =>
  entries.length === 0 ? '' : [heading, ...entries.map((entry) => `- ${plain(entry)}`)].join('\n');

/** A list of objects with at least one entry. */
function rowsOf(value: unknown): readonly Wire[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(isWire) ? value : undefined;
}

/** Wider cells are not padded: a long title would blow up every line. */
const PADDED = 40;

/** A table of the columns that have a value in any row, aligned for the eye. */
export function table(rows: readonly Wire[], currency: string | undefined): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = keys
    .filter((key) => !LOOKS.has(key) && rows.some((row) => !isNothing(row[key])))
    .map((key) => {
      const right = rows.every((row) => isNothing(row[key]) || typeof row[key] === 'number');
      const cells = [labelOf(key), ...rows.map((row) => cellOf(key, row[key], currency))];
      const width = Math.max(...cells.map((cell) => cell.length));
      const pad = (cell: string): string =>
        width > PADDED ? cell : right ? cell.padStart(width) : cell.padEnd(width);
      return [pad(cells[0] ?? ''), right ? '--:' : '---', ...cells.slice(1).map(pad)];
    });
  return ['', '', ...rows]
    .map((_, line) => {
      const cells = columns.map((column) => column[line] ?? '');
      return line === 1 ? `|${cells.join('|')}|` : `| ${cells.join(' | ')} |`;
    })
    .join('\n');
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

const factsOf = (value: Wire, currency: string | undefined): string =>
  Object.entries(value)
    .filter(([, entry]) => !isNothing(entry))
    .map(([key, entry]) => `${labelOf(key)} ${cellOf(key, entry, currency)}`)
    .join(' · ');

/** A name as people read it; some come from objects whose fields others have named. */
const labelOf = (key: string): string => LABELS[key] ?? plain(clean(key, CELL).replaceAll('_', ' '));

/** One value the way its name says it is meant: money, percent, count, id or words. */
function cellOf(key: string, value: unknown, currency: string | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if (VERBATIM.test(key)) return String(value);
    if (FRACTION.test(key)) return percent(value);
    return MONEY.test(key) ? money(value, currency) : grouped(value);
  }
  if (typeof value === 'string') return URL_KEY.test(key) ? address(value) : plain(clean(value, CELL));
  if (Array.isArray(value)) return value.map((entry) => cellOf(key, entry, currency)).join(', ');
  if (!isWire(value)) return '';
  const { amount, currency: own } = value;
  if (typeof amount === 'number' && typeof own === 'string') return `${money(amount, own)} ${own}`;
  return factsOf(value, currency);
}

/** Looking a formatter up costs far more than using it. */
const formatters = new Map<number, Intl.NumberFormat>();

/** A number with exactly so many decimals. */
function fixed(value: number, digits: number): string {
  let formatter = formatters.get(digits);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(digits, formatter);
  }
  return formatter.format(value);
}

/** `1,310.00`, with as many decimals as the currency has. */
export const money = (amount: number, currency: string | undefined): string =>
  fixed(amount, currency === undefined ? 2 : minorDigits(currency));

const upToSix = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** `28,104`; up to six decimals where there are any. */
export const grouped = (value: number): string => upToSix.format(value);

/** `3.95 %` for 0.0395. */
export const percent = (fraction: number): string => `${(fraction * 100).toFixed(2)} %`;

/**
 * Other people's words with everything that Markdown would act on escaped: markup, and the links that some renderers
 * make of bare addresses.
 */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<>|#~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/(:)(\/\/)/g, '$1\\$2')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');

/** An address that stays one, whatever a stranger has put into it. */
export const address = (url: string): string =>
  clean(url, WORDS).replace(
    /[\s`<>\\|*[\](){}!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** A stranger's words outside a table. */
export const words = (text: string): string => plain(clean(text, WORDS));
