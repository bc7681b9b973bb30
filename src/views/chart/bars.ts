import { svg } from '../dom.ts';
import { slotLabels, verticalAxis } from './axes.ts';
import { drawChart, type LegendEntry, type Mark } from './marks.ts';

/** A bar with one part for each series; without parts, its value is unknown. */
interface Bar {
  readonly name: string;
  readonly text: string;
  readonly parts: readonly number[] | undefined;
}

interface Bars {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly series: readonly string[];
  readonly hint: string;
  /** The meaning of hatching in the legend. */
  readonly unknown: string;
  /** A value to compare each bar with, drawn as a dashed line. */
  readonly reference?: { readonly values: readonly number[]; readonly name: string } | undefined;
  format(value: number): string;
}

/** Bars, stacked if there are several series; an unknown bar is hatched. */
export function stackedBars({ label, width, height, bars, series, reference, ...spec }: Bars): HTMLElement {
  const totals = bars.map(({ parts = [] }) => parts.reduce((sum, part) => sum + Math.max(0, part), 0));
  const lows = bars.map(({ parts = [] }) => parts.reduce((sum, part) => sum + Math.min(0, part), 0));
  const plot = verticalAxis(
    [...totals, ...lows, ...(reference?.values ?? [])],
    { width, height },
    spec.format,
  );
  const slot = (plot.right - plot.left) / Math.max(1, bars.length);
  const thickness = Math.max(2, Math.min(48, slot * 0.72));
  const marks = bars.map((bar, index): Mark => {
    const x = plot.left + slot * (index + 0.5) - thickness / 2;
    // The pointer target is the whole slot, because a bar may be thin or zero.
    const slotArea = {
      x: plot.left + slot * index,
      width: slot,
      y: plot.top,
      height: plot.bottom - plot.top,
    };
    const target = svg('rect', { class: 'target', ...slotArea });
    const drawn =
      bar.parts === undefined
        ? [svg('rect', { ...slotArea, fill: 'url(#hatch)', x, width: thickness })]
        : stack(bar.parts, plot.y, x, thickness);
    return { text: bar.text, shape: svg('g', {}, target, ...drawn) };
  });
  const line =
    reference &&
    svg('polyline', {
      class: 'reference',
      fill: 'none',
      points: reference.values
        .flatMap((value, index) => [index, index + 1].map((at) => [plot.left + slot * at, plot.y(value)]))
        .join(' '),
    });
  const named: (LegendEntry | undefined)[] = [
    ...series.map((name, index) => ({ name, look: `series-${index + 1}` })),
    reference && { name: reference.name, look: 'dashed' },
    bars.some(({ parts }) => parts === undefined) ? { name: spec.unknown, look: 'hatched' } : undefined,
  ];
  return drawChart({
    label,
    width,
    height,
    hint: spec.hint,
    background: [
      ...plot.lines,
      ...slotLabels(
        plot,
        bars.map(({ name }) => name),
      ),
      ...(line ? [line] : []),
    ],
    marks,
    legend: named.filter((entry) => entry !== undefined),
  });
}

/** The parts of a bar: positive ones stacked upwards, negative ones downwards. */
function stack(
  parts: readonly number[],
  y: (value: number) => number,
  x: number,
  width: number,
): readonly SVGElement[] {
  let above = 0;
  let below = 0;
  return parts.flatMap((part, index) => {
    if (part === 0) return [];
    const from = part > 0 ? above : below;
    if (part > 0) above += part;
    else below += part;
    const top = Math.min(y(from), y(from + part));
    const height = Math.max(1, Math.abs(y(from) - y(from + part)) - (from === 0 ? 0 : 1));
    return [svg('rect', { class: `series-${index + 1}`, x, width, y: top, height })];
  });
}
