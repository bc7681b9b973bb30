import { resolve } from 'node:path';
import { cookieFault, describeExpired, HOW_TO_COPY, inspectCookie } from '../credentials/cookie.ts';
import { describeWriteError, writePrivateFile } from './private-output.ts';
import type { Terminal } from './terminal.ts';

/** Names that are certainly names; in a damaged paste, a part of a value could be in the place of one. */
const NAME = /^[A-Za-z][\w.-]{0,30}$/;

/**
 * Writes the cookies in a text as one header to a file that only the owner can read, and reports everything about them
 * except their values.
 * @param force replaces an existing file
 * @returns whether the file was written
 */
export async function saveCookie(
  text: string,
  { out, force, now }: { readonly out: string; readonly force: boolean; readonly now: Date },
  { print, printError }: Terminal,
): Promise<boolean> {
  const report = inspectCookie(text, now);
  const fault = cookieFault(report);
  if (fault !== undefined) {
    printError(`The text ${fault}. Nothing was written.\n${HOW_TO_COPY}\n`);
    return false;
  }
  const path = resolve(out);
  try {
    await writePrivateFile(path, `${report.header}\n`, force);
  } catch (error) {
    printError(`${describeWriteError(error, path)}\n`);
    return false;
  }
  const names = report.names.filter((name) => NAME.test(name));
  print(
    [
      `Read as ${report.form}; ${report.names.length} cookies: ${names.join(', ')}.`,
      ...(report.missingWanted.length > 0
        ? [`Missing; calls are more reliable with: ${report.missingWanted.join(', ')}.`]
        : []),
      ...(report.probableEnd === undefined
        ? []
        : [`The session is probably valid until ${report.probableEnd.toISOString().slice(0, 10)}.`]),
      ...(report.expired.length > 0
        ? [`Left out as expired: ${report.expired.map(describeExpired).join(', ')}.`]
        : []),
      ...(report.otherSites > 0
        ? [`Left out because they belong to other sites: ${report.otherSites}.`]
        : []),
      `Written to ${path}. Use it as TIKTOK_COOKIE_FILE, or as an account's cookie_file.`,
      '',
    ].join('\n'),
  );
  return true;
}
