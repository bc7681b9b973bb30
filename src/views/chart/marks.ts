import { html, svg } from '../dom.ts';

/** A part of a chart that a pointer or the keyboard can ask. */
export interface Mark {
  readonly shape: SVGElement;
  /** Everything that it shows, in words. */
  readonly text: string;
}

/** A chart as parts of a page are. */
export interface Drawing {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Axes, gridlines, labels: said by the marks already. */
  readonly background: readonly SVGElement[];
  readonly marks: readonly Mark[];
  readonly legend: readonly LegendEntry[];
  /** What is said while no mark is asked. */
  readonly hint: string;
}

/** A name with the look of what it names. */
export interface LegendEntry {
  readonly name: string;
  readonly look: string;
}

/**
 * The chart with its legend and the line that says what a mark shows. The marks take one place in the tab order; the arrow keys
 * move among them.
 */
export function drawChart({ label, width, height, background, marks, legend, hint }: Drawing): HTMLElement {
  const readout = html('p', { class: 'readout quiet', 'aria-hidden': 'true' }, hint);
  const say = (text: string): void => readout.replaceChildren(text);
  let current = 0;
  const choose = (index: number): void => {
    marks[current]?.shape.setAttribute('tabindex', '-1');
    marks[index]?.shape.setAttribute('tabindex', '0');
    current = index;
  };
  for (const [index, { shape, text }] of marks.entries()) {
    shape.setAttribute('role', 'img');
    shape.setAttribute('aria-label', text);
    shape.setAttribute('tabindex', index === 0 ? '0' : '-1');
    shape.classList.add('mark');
    shape.addEventListener('pointerenter', () => say(text));
    shape.addEventListener('pointerleave', () => say(hint));
    shape.addEventListener('focus', () => {
      choose(index);
      say(text);
    });
    shape.addEventListener('blur', () => say(hint));
  }
  const drawing = svg(
    'svg',
    { role: 'group', 'aria-label': label, width, height, viewBox: `0 0 ${width} ${height}` },
    hatching(),
    svg('g', { 'aria-hidden': 'true' }, ...background),
    ...marks.map(({ shape }) => shape),
  );
  drawing.addEventListener('keydown', (event) => {
    const goals: Readonly<Record<string, number>> = {
      ArrowRight: current + 1,
      ArrowDown: current + 1,
      ArrowLeft: current - 1,
      ArrowUp: current - 1,
      Home: 0,
      End: marks.length - 1,
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    marks[Math.max(0, Math.min(marks.length - 1, goal))]?.shape.focus();
  });
  return html('figure', {}, drawing, html('figcaption', {}, legendOf(legend), readout));
}

/** The pattern of what is not known, or not wholly. */
const hatching = (): SVGElement =>
  svg(
    'defs',
    {},
    svg(
      'pattern',
      {
        id: 'hatch',
        width: 6,
        height: 6,
        patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)',
      },
      svg('rect', { width: 2, height: 6, class: 'hatch' }),
    ),
  );

const legendOf = (entries: readonly LegendEntry[]): HTMLElement =>
  html(
    'ul',
    { class: 'legend quiet' },
    ...entries.map(({ name, look }) =>
      html('li', {}, html('span', { class: `swatch ${look}`, 'aria-hidden': 'true' }), name),
    ),
  );
