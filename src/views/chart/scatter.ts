import './scatter.css';
import { svg } from '../dom.ts';
import { type Plot, verticalAxis } from './axes.ts';
import { drawChart } from './marks.ts';
import { everyNth, placeOn } from './scale.ts';

interface Point {
  /** At least 0. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Its short name in the list below the chart; listed points look different. */
  readonly sign?: string | undefined;
}

interface Scatter {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly points: readonly Point[];
  readonly xName: string;
  readonly yName: string;
  /** What listed points are called in the legend. */
  readonly listed: string;
  /** Says what is missing from the chart, if anything. */
  readonly unknown?: string | undefined;
  readonly hint: string;
  /** A value to compare with, drawn as a dashed line. */
  readonly reference?: { readonly value: number; readonly name: string } | undefined;
  formatX(value: number): string;
  formatY(value: number): string;
}

const RADIUS = 5;

/** Points by two figures. The horizontal axis is logarithmic: views differ by factors. */
export function scatter({ label, width, height, reference, unknown, ...spec }: Scatter): HTMLElement {
  // From left to right, the order of the arrow keys.
  const points = [...spec.points].sort((a, b) => a.x - b.x);
  const plot = verticalAxis(
    [...points.map(({ y }) => y), reference?.value ?? 0],
    { width, height },
    spec.formatY,
  );
  const { x, lines } = logAxis(plot, points[0]?.x ?? 0, points.at(-1)?.x ?? 0, spec.formatX);
  const level = reference && plot.y(reference.value);
  const chart = drawChart({
    label,
    width,
    height,
    hint: spec.hint,
    background: [
      ...plot.lines,
      ...lines,
      ...(level === undefined
        ? []
        : [svg('line', { class: 'reference', x1: plot.left, x2: plot.right, y1: level, y2: level })]),
      svg('text', { x: plot.left + 4, y: plot.top + 12 }, `↑ ${spec.yName} → ${spec.xName}`),
    ],
    marks: points.map(({ x: value, y, text, sign }) => {
      const at = { cx: x(value), cy: plot.y(y) };
      return {
        text,
        shape: svg(
          'g',
          {},
          svg('circle', { class: 'target', ...at, r: 12 }),
          svg('circle', {
            class: sign === undefined ? 'series-2' : 'series-1',
            ...at,
            r: RADIUS,
            'fill-opacity': 0.8,
          }),
        ),
      };
    }),
    legend: [
      ...(points.some(({ sign }) => sign !== undefined) ? [{ name: spec.listed, look: 'series-1' }] : []),
      ...(reference === undefined ? [] : [{ name: reference.name, look: 'dashed' }]),
      ...(unknown === undefined ? [] : [{ name: unknown, look: 'hatched' }]),
    ],
  });
  // Signs are drawn over all points.
  chart.firstElementChild?.append(
    ...points.flatMap(({ x: value, y, sign }) =>
      sign === undefined
        ? []
        : [
            svg(
              'text',
              { x: x(value), y: plot.y(y) - 8, 'text-anchor': 'middle', 'aria-hidden': 'true' },
              sign,
            ),
          ],
    ),
  );
  return chart;
}

/** Ticks by factors of about two, as many as fit; values below 1 are drawn at 1. */
function logAxis(plot: Plot, least: number, greatest: number, format: (value: number) => string) {
  const power = (value: number): number => Math.log10(Math.max(1, value));
  const place = placeOn(
    power(least),
    Math.max(power(greatest), power(least) + 0.1),
    plot.left + 14,
    plot.right - 14,
  );
  const ticks = Array.from({ length: 12 }, (_, exponent) => [1, 2, 5].map((digit) => digit * 10 ** exponent))
    .flat()
    .filter((value) => value >= least && value <= Math.max(1, greatest));
  const every = everyNth(ticks.map(format), (plot.right - plot.left) / ticks.length);
  const lines = ticks.flatMap((value, index) => {
    const at = place(power(value));
    return index % every === 0
      ? [
          svg('line', { class: 'grid', x1: at, x2: at, y1: plot.top, y2: plot.bottom }),
          svg('text', { x: at, y: plot.bottom + 15, 'text-anchor': 'middle' }, format(value)),
        ]
      : [];
  });
  return { x: (value: number): number => place(power(value)), lines };
}
