import { at, type JsonObject, jsonObjects } from '../json-path.ts';
import type { Bridge } from './bridge.ts';
import { html } from './dom.ts';
import { textAt, textsAt } from './read-result.ts';
import type { Words } from './words.ts';

/** Whether the action of a button is under way, which a redraw does not end. */
let isAtWork = false;

/** A button; while an action is under way, pressing it does nothing. */
export function button(name: string, press: () => Promise<void>): HTMLButtonElement {
  const made = html('button', { type: 'button' }, name);
  made.addEventListener('click', async () => {
    if (isAtWork) return;
    isAtWork = true;
    await press();
    isAtWork = false;
  });
  return made;
}

/** Where a button sends its request, and where the outcome is shown. */
interface Desk {
  readonly bridge: Bridge;
  readonly words: Words;
  say(text: string): void;
}

/** The host's response; a refusal is shown in the status line. */
async function ask({ bridge, words, say }: Desk, method: string, params: JsonObject): Promise<unknown> {
  const answer = await bridge.request(method, params);
  if (answer !== undefined && at(answer, 'isError') !== true) return answer;
  say(words.hostRefused);
  return undefined;
}

interface Offers extends Desk {
  readonly context: JsonObject;
  csv(): { readonly name: string; readonly text: string };
  question(): string;
}

/** A button for each action that the host offers. */
export function hostButtons({ context, csv, question, ...desk }: Offers): readonly HTMLButtonElement[] {
  const { bridge, words, say } = desk;
  const mode = 'fullscreen';
  const has = (capability: string): boolean => at(bridge.capabilities, capability) !== undefined;
  const offer = (
    isOffered: boolean,
    name: string,
    method: string,
    params: () => JsonObject,
  ): readonly HTMLButtonElement[] =>
    isOffered
      ? [
          button(name, async () => {
            if ((await ask(desk, method, params())) !== undefined) say(words.done);
          }),
        ]
      : [];
  const table = (): JsonObject => {
    const { name, text } = csv();
    return { type: 'resource', resource: { uri: `file:///${name}`, mimeType: 'text/csv', text } };
  };
  const canGrow =
    textAt(context, 'displayMode') !== mode && textsAt(context, 'availableDisplayModes').includes(mode);
  const message = (): JsonObject => ({ role: 'user', content: [{ type: 'text', text: question() }] });
  return [
    ...offer(canGrow, words.fullScreen, 'ui/request-display-mode', () => ({ mode })),
    ...offer(has('downloadFile'), words.download, 'ui/download-file', () => ({ contents: [table()] })),
    ...offer(has('message'), words.ask, 'ui/message', message),
  ];
}

/** A choice of accounts, loaded when it is opened: most conversations are about one account. */
export function accountChoice(desk: Desk, choose: (account: string) => Promise<void>): HTMLElement {
  const { words, say } = desk;
  const open = button(`${words.otherAccount}…`, async () => {
    const answer = await ask(desk, 'tools/call', { name: 'list_accounts', arguments: {} });
    const names = jsonObjects(at(answer, 'structuredContent', 'accounts')).flatMap(
      (entry) => textAt(entry, 'account') ?? [],
    );
    if (names.length > 1) open.replaceWith(...names.map((name) => button(name, () => choose(name))));
    else if (answer !== undefined) say(words.onlyAccount);
  });
  return open;
}
