import './style.css';
import { at, isJsonObject, type JsonObject } from '../json-path.ts';
import { type Bridge, connectToHost } from './bridge.ts';
import { type Child, html } from './dom.ts';
import { createFormat, type Format } from './format.ts';
import { applyContext, createLayout } from './layout.ts';
import { listAt, numberAt, textAt, textsAt } from './read-result.ts';
import { drawTable, type Table, tableAsCsv } from './table.ts';
import { accountChoice, button, hostButtons } from './toolbar.ts';
import { verdictList } from './verdicts.ts';
import { type Translated, type Words, wordsFor } from './words.ts';

/** The texts, formats and size of a view. */
export interface Kit<W = object> {
  readonly words: Words & W;
  readonly format: Format;
  /** The width of the page's content, in pixels. */
  readonly width: number;
  /** Otherwise it is inline, with 500 pixels of height. */
  readonly isFullScreen: boolean;
}

/** A call that shows the same view for another time. */
export interface Step {
  readonly name: string;
  readonly arguments: JsonObject;
}

/** One tool's result as a page. */
export interface View<W extends object> {
  /** The name of the tool, which the page may call again. */
  readonly tool: string;
  readonly words: Translated<W>;
  /** The most billed calls of another call of the tool. */
  calls(result: JsonObject, given: JsonObject): number;
  title(result: JsonObject, kit: Kit<W>): string;
  draw(result: JsonObject, kit: Kit<W>): readonly Child[];
  table(result: JsonObject, kit: Kit<W>): Table;
  /** The question that "ask about this" sends. */
  question(result: JsonObject, kit: Kit<W>): string;
  /** The calls that lead to the time before and after. */
  steps?(result: JsonObject, kit: Kit<W>): readonly Step[];
}

/** Shows the results of a tool: the one that the host sends, and those of the page's own calls. */
export async function startView<W extends object>(view: View<W>): Promise<void> {
  const page = createLayout();
  let bridge: Bridge | undefined;
  let context: JsonObject = {};
  let given: JsonObject = {};
  let result: JsonObject | undefined;
  let drawnWidth = 0;

  const kit = (): Kit<W> => {
    const format = createFormat(textAt(context, 'locale'));
    const isFullScreen = textAt(context, 'displayMode') === 'fullscreen';
    return { format, words: wordsFor(format.locale, view.words), width: page.body.clientWidth, isFullScreen };
  };
  const say = (text: string): void => page.status.replaceChildren(text);
  const printError = (text: string | undefined): void => {
    page.problem.hidden = text === undefined;
    page.problem.replaceChildren(text ?? '');
  };
  const take = (answer: JsonObject): void => {
    const content = answer['structuredContent'];
    const isShown = !answer['isError'] && isJsonObject(content);
    if (isShown) result = content;
    const sentence = listAt(answer, 'content').map((block) => textAt(block, 'text') ?? '');
    printError(isShown ? undefined : sentence.join('\n').trim() || kit().words.nothing);
    draw();
  };
  const call = async (host: Bridge, wanted: JsonObject): Promise<void> => {
    const { words } = kit();
    say(words.waiting);
    const answer = await host.request('tools/call', { name: view.tool, arguments: wanted });
    if (!isJsonObject(answer)) return say(words.hostRefused);
    if (!answer['isError']) given = wanted;
    const calls = numberAt(answer, 'structuredContent', 'calls');
    take(answer);
    say(calls === undefined ? '' : words.cost(calls));
  };
  const draw = (): void => {
    if (bridge === undefined) return;
    page.waiting.hidden = result !== undefined || !page.problem.hidden;
    page.waiting.replaceChildren(kit().words.waiting);
    page.content.hidden = result === undefined;
    if (result !== undefined) drawResult(bridge, result, kit());
  };
  const drawResult = (host: Bridge, shown: JsonObject, tools: Kit<W>): void => {
    const { words, format } = tools;
    drawnWidth = tools.width;
    document.documentElement.lang = format.locale;
    page.title.replaceChildren(view.title(shown, tools));
    page.subtitle.replaceChildren(subtitle(shown, tools));
    const verdicts = verdictList(listAt(shown, 'verdicts'), tools);
    const drawn = [verdicts, ...view.draw(shown, tools)].filter((child) => child !== undefined);
    page.body.replaceChildren(...drawn);
    const table = view.table(shown, tools);
    page.table.replaceChildren(html('summary', {}, words.table), drawTable(table));
    const notes = textsAt(shown, 'notes');
    page.notes.hidden = !notes[0];
    const list = html('ul', {}, ...notes.map((note) => html('li', {}, note)));
    page.notes.replaceChildren(html('summary', {}, `${words.notes} (${notes.length})`), list);

    const canCall = at(host.capabilities, 'serverTools');
    const steps = canCall ? (view.steps?.(shown, tools) ?? []) : [];
    const desk = { bridge: host, words, say };
    // A call with its own cookie is about no configured account.
    const hasAccount = canCall && textAt(shown, 'account') && !given['cookie'];
    // A step replaces the time arguments.
    const { month, period, from, to, ...others } = given;
    page.buttons.replaceChildren(
      ...steps.map((step) => button(step.name, () => call(host, { ...others, ...step.arguments }))),
      ...(hasAccount ? [accountChoice(desk, (account) => call(host, { ...given, account }))] : []),
      ...(steps[0] || hasAccount
        ? [html('span', { class: 'quiet' }, words.upTo(view.calls(shown, given)))]
        : []),
      ...hostButtons({
        ...desk,
        context,
        csv: () => ({ name: `${view.tool}.csv`, text: tableAsCsv(table) }),
        question: () => view.question(shown, tools),
      }),
    );
  };

  bridge = await connectToHost(view.tool, {
    arguments: (next) => {
      given = next;
    },
    result: take,
    cancelled: () => {
      printError(kit().words.cancelled);
      draw();
    },
    context: (next) => {
      context = next;
      applyContext(context);
      draw();
    },
  });
  draw();
  new ResizeObserver(() => {
    if (Math.abs(page.body.clientWidth - drawnWidth) > 1) draw();
  }).observe(page.body);
}

/** The account, the last day with data, and whether the figures are invented. */
function subtitle(result: JsonObject, { words, format }: Kit): string {
  const account = textAt(result, 'account');
  const last = textAt(result, 'window', 'last_day_with_data');
  const isOpen = at(result, 'window', 'complete') === false && last !== undefined;
  const parts = [
    account && words.account(account),
    isOpen && words.dataUntil(format.day(last)),
    at(result, 'sandbox') === true && words.invented,
  ];
  return parts.filter(Boolean).join(' · ');
}
