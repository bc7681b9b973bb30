/** A question to an assistant, its calls, and its answer. */
export interface Chat {
  readonly question: string;
  /** Names of the tools that were called. */
  readonly calls: readonly string[];
  /** Two paragraphs, around the table; what stands between two `**` is bold. */
  readonly answer: readonly string[];
  readonly table: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly notes: readonly string[];
  readonly footer: string;
}

const WIDTH = 800;
const LEFT = 36;
const RIGHT = WIDTH - LEFT;
/** Fonts differ from machine to machine: a line has room for the widest of them. */
const PER_LINE = 86;
const PER_NOTE = 96;
/** Right edges of the columns with figures. */
const COLUMNS = [450, 610, RIGHT - 16];

const STYLE = `
text{font:15px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:#1f2328}
.b{font-weight:600}.m{fill:#59636e}.s{font-size:13px}.e{text-anchor:end}.u{fill:#1a7f37;font-weight:600}
.c{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.p{fill:#fff;stroke:#d1d9e0}.q{fill:#ddf4ff}.k{fill:#f6f8fa;stroke:#d1d9e0}.h{fill:#f6f8fa}.l{stroke:#d1d9e0}
.o{fill:none;stroke:#1a7f37;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}.n{fill:#d1d9e0}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}.m{fill:#9198a1}.u{fill:#3fb950}
.p{fill:#0d1117;stroke:#3d444d}.q{fill:#143457}.k{fill:#151b23;stroke:#3d444d}.h{fill:#151b23}.l{stroke:#3d444d}
.o{stroke:#3fb950}.n{fill:#3d444d}
}`;

/** Draws it: plain shapes and text, in the colours of the reader's light or dark page. */
export function draw({ question, calls, answer, table, notes, footer }: Chat): string {
  const parts: string[] = [];
  let y = 30;

  const bubble = question.length * 8.3 + 40;
  parts.push(
    `<rect class="q" x="${RIGHT - bubble}" y="${y}" width="${bubble}" height="42" rx="21"/>`,
    text(RIGHT - bubble / 2, y + 26, question, '', 'text-anchor="middle"'),
  );
  y += 66;

  let x = LEFT;
  for (const call of calls) {
    const width = call.length * 7.9 + 50;
    parts.push(
      `<rect class="k" x="${x}" y="${y}" width="${width}" height="30" rx="8"/>`,
      `<path class="o" d="M${x + 14} ${y + 15.5}l4 4 7-8"/>`,
      text(x + 35, y + 19.5, call, 'c'),
    );
    x += width + 12;
  }
  y += 62;

  const [before = '', after = ''] = answer;
  const paragraph = (written: string): void => {
    for (const line of markedLines(written, PER_LINE)) {
      parts.push(`<text x="${LEFT}" y="${y}">${line}</text>`);
      y += 24;
    }
  };
  paragraph(before);

  y += 2;
  for (const [index, cells] of [table.heads, ...table.rows].entries()) {
    const isHead = index === 0;
    if (isHead)
      parts.push(`<rect class="h" x="${LEFT}" y="${y}" width="${RIGHT - LEFT}" height="34" rx="6"/>`);
    const [name = '', ...figures] = cells;
    parts.push(text(LEFT + 16, y + 22, name, isHead ? 'm s' : ''));
    for (const [column, figure] of figures.entries()) {
      const isChange = column === figures.length - 1;
      const look = isHead ? 'e m s' : isChange && figure.startsWith('+') ? 'e u' : 'e';
      parts.push(text(COLUMNS[column] ?? RIGHT, y + 22, figure, look));
    }
    y += 34;
    if (!isHead) parts.push(`<path class="l" d="M${LEFT} ${y - 0.5}H${RIGHT}"/>`);
  }
  y += 32;
  paragraph(after);

  y += 4;
  const top = y - 8;
  for (const note of notes) {
    for (const line of lines(note, PER_NOTE)) {
      parts.push(text(LEFT + 16, y + 6, line, 'm s'));
      y += 20;
    }
  }
  parts.push(`<rect class="n" x="${LEFT}" y="${top}" width="3" height="${y - top - 6}" rx="1.5"/>`);
  y += 28;
  parts.push(text(WIDTH / 2, y, footer, 'm s', 'text-anchor="middle"'));
  y += 22;

  const spoken = [question, ...answer].join(' ').replaceAll('**', '');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-labelledby="t">
<title id="t">${escaped(spoken)}</title>
<style>${STYLE}
</style>
<rect class="p" x=".5" y=".5" width="${WIDTH - 1}" height="${y - 1}" rx="14"/>
${parts.join('\n')}
</svg>
`;
}

const escaped = (written: string): string =>
  written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const text = (x: number, y: number, written: string, look: string, more = ''): string =>
  `<text x="${x}" y="${y}"${look === '' ? '' : ` class="${look}"`}${more === '' ? '' : ` ${more}`}>${escaped(written)}</text>`;

/** Words in lines of at most so many characters; the marks of bold text do not count. */
function lines(written: string, most: number): string[] {
  const full: string[] = [];
  for (const word of written.split(' ')) {
    const longer = `${full.at(-1) ?? ''} ${word}`.trim();
    if (full.length > 0 && longer.replaceAll('**', '').length <= most) full[full.length - 1] = longer;
    else full.push(word);
  }
  return full;
}

/** The same with the bold parts in elements of their own, which may go on in the next line. */
function markedLines(written: string, most: number): string[] {
  let isBold = false;
  return lines(written, most).map((line) =>
    line
      .split('**')
      .map((piece, index) => {
        if (index > 0) isBold = !isBold;
        return isBold && piece !== '' ? `<tspan class="b">${escaped(piece)}</tspan>` : escaped(piece);
      })
      .join(''),
  );
}
