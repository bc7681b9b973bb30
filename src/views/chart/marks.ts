import { fill, html, svg } from '../dom.ts';

/** A part of a chart that a pointer or the keyboard can ask. */
export interface Mark {
  readonly shape: SVGElement | HTMLElement;
  /** Everything that it shows, in words. */
  readonly text: string;
}

/** What can be asked, with what is said about all of it. */
interface Askable {
  readonly marks: readonly Mark[];
  readonly legend: readonly LegendEntry[];
  /** What is said while no mark is asked. */
  readonly hint: string;
}

/** A chart as parts of a page are. */
interface Drawing extends Askable {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Axes, gridlines, labels: said by the marks already. */
  readonly background: readonly SVGElement[];
}

/** A name with the look of what it names, if that has one. */
export interface LegendEntry {
  readonly name: string;
  readonly look: string;
}

/** A chart of marks before a background, as `askable` makes it. */
export function drawChart({ label, width, height, background, ...asked }: Drawing): HTMLElement {
  const drawing = svg(
    'svg',
    { role: 'group', 'aria-label': label, width, height, viewBox: `0 0 ${width} ${height}` },
    hatching(),
    svg('g', { 'aria-hidden': 'true' }, ...background),
    ...asked.marks.map(({ shape }) => shape),
  );
  return askable(drawing, asked);
}

/** How far a key goes among the marks. */
const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * A picture with its legend and the line that says what a mark of it shows. The marks take one place in the tab order; the
 * arrow keys move among them.
 */
export function askable(picture: HTMLElement | SVGElement, { marks, legend, hint }: Askable): HTMLElement {
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
      html('li', {}, look && html('span', { class: `swatch ${look}` }), name),
    ),
  );
