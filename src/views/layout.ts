import { isJsonObject, type JsonObject } from '../json-path.ts';
import { html } from './dom.ts';
import { textAt } from './read-result.ts';

/** The parts of the page that stay when their content is redrawn. */
export function createLayout() {
  const title = html('h1');
  const subtitle = html('p', { class: 'quiet' });
  const problem = html('p', { class: 'problem', role: 'alert', hidden: '' });
  const waiting = html('p');
  const body = html('section');
  const buttons = html('span');
  const status = html('p', { class: 'quiet', role: 'status' });
  const table = html('details');
  const notes = html('details');
  const content = html(
    'div',
    { hidden: '' },
    html('header', {}, title, subtitle),
    body,
    html('div', { class: 'toolbar' }, buttons, table, notes),
    status,
  );
  document.querySelector('main')?.append(problem, waiting, content);
  return { title, subtitle, problem, waiting, body, buttons, status, table, notes, content };
}

/** Applies the host's theme, colours and fonts. */
export function applyContext(context: JsonObject): void {
  const root = document.documentElement;
  // The browser ignores an invalid colour scheme.
  root.style.colorScheme = textAt(context, 'theme') ?? '';
  root.dataset['mode'] = textAt(context, 'displayMode') ?? 'inline';
  const styles = context['styles'];
  const variables = isJsonObject(styles) ? styles['variables'] : undefined;
  if (!isJsonObject(variables)) return;
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith('--') && typeof value === 'string') root.style.setProperty(name, value);
  }
}
