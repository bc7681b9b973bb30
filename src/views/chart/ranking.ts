import { type Child, foreign, html } from '../dom.ts';

/** A row of a ranking: a name, a bar, and figures. */
export interface RankedRow {
  /** Untrusted text. */
  readonly name: string;
  /** The bar's length as a fraction of the longest; undefined if the figure is unknown. */
  readonly length: number | undefined;
  readonly figures: readonly Child[];
}

/** Names with horizontal bars below them; a list for screen readers. */
export function ranking(rows: readonly RankedRow[]): HTMLElement {
  return html(
    'ol',
    { class: 'ranking' },
    ...rows.map(({ name, length, figures }) => {
      const bar = html('span', {
        class: length === undefined ? 'bar hatched' : 'bar',
      });
      bar.style.width = `${Math.max(0.5, Math.min(1, length ?? 1) * 100)}%`;
      return html(
        'li',
        {},
        html('span', { class: 'name', title: name }, foreign(name)),
        html('span', { class: 'figures' }, ...figures),
        html('span', { class: 'track' }, bar),
      );
    }),
  );
}
