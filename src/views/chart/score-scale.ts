import './score-scale.css';
import { svg } from '../dom.ts';
import { drawChart } from './marks.ts';
import { placeOn } from './scale.ts';

interface ScoreScaleChart {
  readonly label: string;
  readonly width: number;
  readonly score: number;
  /** The end of the scale. */
  readonly greatest: number;
  readonly scoreText: string;
  readonly threshold?: { readonly at: number; readonly text: string } | undefined;
  format(value: number): string;
}

/** A score on its scale, with the next threshold. */
export function scoreScale({
  label,
  width,
  score,
  greatest,
  threshold,
  ...spec
}: ScoreScaleChart): HTMLElement {
  const end = Math.max(greatest, score, threshold?.at ?? 0);
  const x = placeOn(0, end, 8, width - 20);
  const labelled = new Set([0, threshold?.at ?? 0, end]);
  return drawChart({
    label,
    width,
    height: 42,
    hint: [spec.scoreText, threshold?.text].filter((text) => text !== undefined).join('. '),
    legend: [],
    background: [
      svg('rect', { class: 'scale', x: x(0), width: x(end) - x(0), y: 10, height: 8, rx: 4 }),
      ...[...labelled].map((tick) =>
        svg('text', { x: x(tick), y: 36, 'text-anchor': 'middle' }, spec.format(tick)),
      ),
    ],
    marks: [
      {
        text: spec.scoreText,
        shape: svg(
          'g',
          {},
          svg('rect', { class: 'target', x: x(0), width: Math.max(12, x(score) - x(0)), y: 4, height: 20 }),
          svg('rect', {
            class: 'series-2',
            x: x(0),
            width: Math.max(2, x(score) - x(0)),
            y: 10,
            height: 8,
            rx: 4,
          }),
        ),
      },
      ...(threshold === undefined
        ? []
        : [
            {
              text: threshold.text,
              shape: svg(
                'g',
                {},
                svg('rect', { class: 'target', x: x(threshold.at) - 6, width: 12, y: 2, height: 24 }),
                svg('rect', { class: 'threshold', x: x(threshold.at) - 1.5, width: 3, y: 4, height: 20 }),
              ),
            },
          ]),
    ],
  });
}
