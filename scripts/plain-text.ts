const cellsOf = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => readable(cell.trim()));

/** Markdown's emphasis and escapes taken away. */
const readable = (text: string): string => text.replaceAll('**', '').replace(/\\([\\`*_{}[\]<>|#~])/g, '$1');

const isFigure = (cell: string): boolean => /^[+-]?[\d,.]+(%| [A-Z]{3})?$/.test(cell);

/** A table with its columns aligned by spaces, figures to the right. */
function aligned(table: string): string {
  const [head = [], , ...body] = table.split('\n').map(cellsOf);
  const rows = [head, ...body];
  return rows
    .map((row) =>
      head
        .map((_, column) => {
          const width = Math.max(...rows.map((one) => one[column]?.length ?? 0));
          const cell = row[column] ?? '';
          return body.every((one) => isFigure(one[column] ?? '')) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('   ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}

/** A paragraph in lines of at most `width` characters. */
function wrapped(paragraph: string, width: number): string {
  const lines: string[] = [];
  for (const word of paragraph.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** An answer in Markdown as a terminal shows it: tables without pipes, paragraphs wrapped. */
export function plainText(markdown: string, width = 100): string {
  return markdown
    .split('\n\n')
    .map((block) => {
      if (block.startsWith('|')) return aligned(block);
      if (block.startsWith('- ')) return readable(block);
      return wrapped(readable(block), width);
    })
    .join('\n\n');
}
