import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Refuse } from './refuse.ts';

/**
 * A path in which a leading `~` is the home directory. Syntax that only a shell or a browser understands is refused
 * with a message about it.
 */
export function parsePath(written: string, refuse: Refuse): string | undefined {
  if (/^(["'`“‘]).*["'`”’]$/.test(written)) return refuse('is in quotes. Remove them.');
  if (/(^|;)\s*[\w.-]+=[^;]*;|^sessionid=|\n/i.test(written)) {
    return refuse('holds cookies or other text, not the path of a file.');
  }
  if (/^file:/i.test(written)) return refuse('is a file: URL. Write the path itself.');
  const [variable] = /\$env:\w+|\$\{?[A-Za-z_]\w*\}?|%[A-Za-z_]\w*%/.exec(written) ?? [];
  if (variable !== undefined) {
    return refuse(
      `contains ${variable}, which is not replaced here. Write the whole path, or start it with ~.`,
    );
  }
  if (!written.startsWith('~')) return written;
  if (!/^~([/\\]|$)/.test(written)) {
    return refuse('starts with the home directory of another user. Write the whole path.');
  }
  return join(homedir(), written.slice(1));
}
