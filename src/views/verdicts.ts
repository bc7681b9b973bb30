import type { JsonObject } from '../json-path.ts';
import { html } from './dom.ts';
import type { Format } from './format.ts';
import { textAt } from './read-result.ts';
import type { Words } from './words.ts';

/** Parts that differ from the request, marked as hatched, so that they are not taken for zero or for complete. */
export function verdictList(
  verdicts: readonly JsonObject[],
  { words, format }: { readonly words: Words; readonly format: Format },
): HTMLElement | undefined {
  const named = new Map(Object.entries(words.verdicts));
  const parts = new Map<string, Set<string>>();
  for (const entry of verdicts) {
    const verdict = textAt(entry, 'verdict') ?? '';
    const name = named.get(verdict);
    if (name === undefined) continue;
    const from = textAt(entry, 'answered', 'from');
    const to = textAt(entry, 'answered', 'to');
    // For data that is only late, the subtitle has the last day.
    const line = verdict !== 'partial' && from && to ? `${name} (${format.days(from, to)})` : name;
    parts.set(line, (parts.get(line) ?? new Set()).add(words.part(textAt(entry, 'part') ?? '')));
  }
  if (parts.size === 0) return undefined;
  const lines = [...parts].map(([line, names]) =>
    html('li', {}, html('span', { class: 'swatch hatched' }), `${line}: ${[...names].join(', ')}`),
  );
  return html('ul', { class: 'verdicts quiet' }, ...lines);
}
