import type { JsonObject } from '../json-path.ts';
import { html } from './dom.ts';
import type { Format } from './format.ts';
import { moneyAt, numberAt, textAt } from './read-result.ts';
import { type Cell, numberCell } from './table.ts';

/** A figure of a result. */
export interface FigureField {
  readonly name: string;
  readonly field: string;
  readonly kind: 'money' | 'count' | 'rate' | 'change';
}

/** A figure as a cell; money without its own currency is in the result's. */
export function figureCell(
  row: unknown,
  { field, kind }: FigureField,
  currency: string | undefined,
  format: Format,
): Cell {
  if (kind === 'money') {
    const money = moneyAt(row, currency, field);
    return numberCell(money?.amount, format.money(money));
  }
  const value = numberAt(row, field);
  return numberCell(value, format[kind](value));
}

/** The key figures of a result side by side, each with its change. */
export function keyFigures(result: JsonObject, fields: readonly FigureField[], format: Format): HTMLElement {
  const figures = fields.map((one) => {
    const currency = textAt(result, 'currency');
    const money = moneyAt(result, currency, 'totals', one.field);
    const shown =
      one.kind === 'money'
        ? format.roundMoney(money)
        : figureCell(result['totals'], one, currency, format).shown;
    const change = numberAt(result, 'change', one.field, 'relative');
    return figure(one.name, shown, changeMark(change, format));
  });
  return figuresRow(figures);
}

/** A figure under its name. */
export const figure = (name: string, shown: string, change?: HTMLElement): HTMLElement =>
  html(
    'div',
    { class: 'figure' },
    html('dt', { class: 'quiet', title: name }, name),
    html('dd', {}, shown, change),
  );

export const figuresRow = (figures: readonly HTMLElement[]): HTMLElement =>
  html('dl', { class: 'figures-row' }, ...figures);

/** A change as a fraction, with its sign. */
export const changeMark = (change: number | undefined, format: Format): HTMLElement | undefined =>
  change === undefined
    ? undefined
    : html('small', { class: change < 0 ? 'down' : 'up' }, format.change(change));
