import { fill, html, svg } from '../dom.ts';

/** A part of a chart that the pointer or keyboard can select. */
export interface Mark {
  readonly shape: SVGElement | HTMLElement;
  /** Its description. */
  readonly text: string;
}

/** The marks of a picture, with its texts. */
interface Selectable {
  readonly marks: readonly Mark[];
  readonly legend: readonly LegendEntry[];
  /** The text while no mark is selected. */
  readonly hint: string;
}

/** A chart and its texts. */
interface Drawing extends Selectable {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Axes, gridlines and labels, hidden from screen readers because the marks describe them. */
  readonly background: readonly SVGElement[];
}

/** A name in the legend, with a swatch if it has a look. */
export interface LegendEntry {
  readonly name: string;
  readonly look: string;
}

/** A chart with marks over a background. */
export function drawChart({ label, width, height, background, ...asked }: Drawing): HTMLElement {
  const drawing = svg(
    'svg',
    { role: 'group', 'aria-label': label, width, height, viewBox: `0 0 ${width} ${height}` },
    hatching(),
    svg('g', { 'aria-hidden': 'true' }, ...background),
    ...asked.marks.map(({ shape }) => shape),
  );
  return selectable(drawing, asked);
}

/** How far each key moves among the marks. */
const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * A picture with its legend and a line that describes the selected mark. All marks share one place in the tab order;
 * the arrow keys move among them.
 */
export function selectable(
  picture: HTMLElement | SVGElement,
  { marks, legend, hint }: Selectable,
): HTMLElement {
  const readout = html('p', { class: 'quiet readout', 'aria-hidden': 'true' }, hint);
  let current = 0;
  const choose = (index: number): void => {
    for (const [at, { shape }] of marks.entries()) shape.tabIndex = at === index ? 0 : -1;
    current = index;
  };
  for (const [index, { shape, text }] of marks.entries()) {
    fill(shape, { role: 'img', 'aria-label': text });
    shape.classList.add('mark');
    const said = { pointerenter: text, pointerleave: hint, focus: text, blur: hint };
    for (const [event, words] of Object.entries(said)) {
      shape.addEventListener(event, () => readout.replaceChildren(words));
    }
    shape.addEventListener('focus', () => choose(index));
  }
  choose(0);
  picture.onkeydown = (event) => {
    const step = KEY_STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    marks[Math.max(0, Math.min(marks.length - 1, current + step))]?.shape.focus();
  };
  return html('figure', {}, picture, html('figcaption', {}, legendOf(legend), readout));
}

/** The hatch pattern for unknown or incomplete values. */
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
      html('li', {}, look && html('span', { class: `swatch ${look}` }), name),
    ),
  );
