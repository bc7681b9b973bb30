import { isJsonObject, type JsonObject } from '../json-path.ts';
import { html } from './dom.ts';
import { textAt } from './read-result.ts';

/** The parts of the page that stay while what they hold is drawn anew. */
export function createLayout() {
  const parts = {
    title: html('h1'),
    subtitle: html('p', { class: 'quiet' }),
    problem: html('p', { class: 'problem', role: 'alert', hidden: '' }),
    waiting: html('p'),
    body: html('section'),
    toolbar: html('div', { class: 'toolbar' }),
    status: html('p', { class: 'quiet', role: 'status' }),
    table: html('details'),
    notes: html('details'),
  };
  const { title, subtitle, problem, waiting, body, toolbar, status, table, notes } = parts;
  const content = html(
    'div',
    { hidden: '' },
    html('header', {}, title, subtitle),
    body,
    toolbar,
    status,
    html('div', { class: 'toolbar' }, table, notes),
  );
  document.querySelector('main')?.append(problem, waiting, content);
  return { ...parts, content };
}

/** Takes over the host's theme, colours and fonts. */
export function applyContext(context: JsonObject): void {
  const root = document.documentElement;
  const theme = textAt(context, 'theme');
  if (theme === 'light' || theme === 'dark') root.style.colorScheme = theme;
  root.dataset['mode'] = textAt(context, 'displayMode') ?? 'inline';
  const styles = context['styles'];
  const variables = isJsonObject(styles) ? styles['variables'] : undefined;
  if (!isJsonObject(variables)) return;
  for (const [name, value] of Object.entries(variables)) {
    if (name.startsWith('--') && typeof value === 'string') root.style.setProperty(name, value);
  }
}
