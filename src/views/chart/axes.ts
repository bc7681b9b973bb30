import { svg } from '../dom.ts';
import { everyNth, placeOn, ticksFor, widthOf } from './scale.ts';

/** The area of a chart inside its axes, in pixels. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Height of a value. */
  y(value: number): number;
  readonly lines: readonly SVGElement[];
}

/** The vertical axis: as many round values with gridlines as the height allows. */
export function verticalAxis(
  values: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
  format: (value: number) => string,
): Plot {
  const ticks = ticksFor(
    Math.min(...values, 0),
    Math.max(...values, 0),
    Math.max(3, Math.floor(height / 40)),
  );
  const labels = ticks.map(format);
  // Long labels get at most a part of the width.
  const left = Math.min(Math.ceil(Math.max(...labels.map(widthOf))) + 8, width / 3);
  const right = width - 4;
  const top = 8;
  const bottom = height - 20;
  const y = placeOn(ticks[0] ?? 0, ticks.at(-1) ?? 0, bottom, top);
  const lines = ticks.flatMap((tick, index) => [
    svg('line', { class: tick === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(tick), y2: y(tick) }),
    svg('text', { x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, labels[index]),
  ]);
  return { left, right, top, bottom, y, lines };
}

/** The names under equal slots; only every second, third, … if they would touch. */
export function slotLabels(plot: Plot, labels: readonly string[]): readonly SVGElement[] {
  const slot = (plot.right - plot.left) / labels.length;
  const every = everyNth(labels, slot);
  return labels.flatMap((label, index) =>
    index % every === 0
      ? [
          svg(
            'text',
            { x: plot.left + slot * (index + 0.5), y: plot.bottom + 15, 'text-anchor': 'middle' },
            label,
          ),
        ]
      : [],
  );
}
