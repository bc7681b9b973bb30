/** A Markdown table, padded as the formatter does it. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows].map((cells) => cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')));
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  const [head = [], ...body] = lines;
  return [head, rule, ...body]
    .map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

/** A fenced block, whose fence is longer than any in the text: nothing in it can end it. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A text as one line in a code span, whose marks are longer than any in the text. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  const inner = text.replace(/\s+/g, ' ');
  return longest === 0 ? `${marks}${inner}${marks}` : `${marks} ${inner} ${marks}`;
}

/** The anchor of a heading, as code hosts make it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** How many first and last lines are kept of a long paragraph or table, and how many characters of a row. */
const FIRST = 6;
const LAST = 2;
const CHARACTERS = 400;

/** A shortened text; a … stands for each part that was left out. */
export const shortened = (text: string): string =>
  text
    .split('\n\n')
    .map((paragraph) => {
      const lines = paragraph.split('\n').map((line) => (line.startsWith('|') ? cut(line) : line));
      const rest = lines.length - FIRST - LAST;
      return (
        rest > 1 ? [...lines.slice(0, FIRST), `… ${rest} more lines …`, ...lines.slice(-LAST)] : lines
      ).join('\n');
    })
    .join('\n\n');

const cut = (row: string): string =>
  row.length > CHARACTERS ? `${row.slice(0, CHARACTERS).trimEnd()} …` : row;

/** Request ids depend on the order in which parallel requests arrive, and ids of exports are random, so they are left out. */
export const withoutIds = (text: string): string =>
  text
    .replace(/\brequest c0[\w-]+/g, 'request c0…')
    .replace(/(?<=:\/\/exports\/)[0-9a-f]+/g, '…')
    .replace(/-[0-9a-f]{8}(?=\.(?:xlsx|csv)\b)/g, '-…');

/** A text of unknown content as one line of Markdown that shows exactly its characters. */
export const escaped = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|#~]/g, '\\$&');
