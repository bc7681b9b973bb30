import { HOW_TO_COPY } from '../credentials/cookie.ts';
import type { StoredAccount } from './account-store.ts';
import type { Dialog } from './dialog.ts';
import { cookieInAnswer, type KnownAccounts, titleForAccount } from './new-account.ts';
import type { SetupMachine } from './setup-machine.ts';

/** Asks until there is a usable cookie. */
export async function askForCookie(
  { readFile, now, remember }: Pick<SetupMachine, 'readFile' | 'now' | 'remember'>,
  dialog: Dialog,
): Promise<string> {
  dialog.say(`The cookie of a creator who is logged in to TikTok Shop. ${HOW_TO_COPY}`);
  for (;;) {
    const answer = await dialog.paste('Paste the cookie, or the path of a file with it, and press Enter:');
    remember(answer);
    const found = await cookieInAnswer(answer, readFile, now());
    if ('cookie' in found) {
      remember(found.cookie);
      dialog.say(`Read: ${found.says}.`);
      return found.cookie;
    }
    dialog.printError(answer === '' ? 'Nothing was pasted.' : `The text ${found.fault}.`);
  }
}

/** Asks for the cookie and the name of an account. */
export async function askForAccount(
  machine: Pick<SetupMachine, 'readFile' | 'now' | 'remember'>,
  dialog: Dialog,
  known: KnownAccounts,
): Promise<StoredAccount> {
  const cookie = await askForCookie(machine, dialog);
  const suggestion = known.size === 0 ? 'main' : '';
  const written = await dialog.line('What do you call this account?', suggestion, (name) =>
    name === '' ? 'It needs a name.' : undefined,
  );
  const title = titleForAccount(written, known);
  if (!known.has(title.name)) return { ...title, cookie };
  const isMeant = await dialog.confirm(`Replace the stored cookie of "${title.name}"?`, false);
  return isMeant ? { ...title, cookie } : { ...titleForAccount('', known), cookie };
}
