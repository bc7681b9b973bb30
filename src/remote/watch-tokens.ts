import type { ReadFile } from '../config/private-file.ts';
import { readTokens, type ServerToken } from '../config/tokens-file.ts';
import { watchFiles } from './watch-files.ts';

interface WatchedTokens {
  readonly path: string;
  readonly readFile: ReadFile;
  /** Takes the tokens; none when there are tokens and they cannot be read: nobody gets in then. */
  take(tokens: readonly ServerToken[]): void;
  report(problem: string): void;
}

/**
 * Follows a file of tokens without keeping the process alive.
 * @param isProtected whether a token is asked for already: then a file that is gone lets nobody in
 * @returns what ends it
 */
export function watchTokens(
  { path, readFile, take, report }: WatchedTokens,
  everyMs: number,
  isProtected: boolean,
): () => void {
  let isAsked = isProtected;
  return watchFiles([path], everyMs, async () => {
    try {
      const tokens = await readTokens(path, readFile);
      isAsked ||= tokens !== undefined;
      if (isAsked) take(tokens ?? []);
    } catch (error) {
      isAsked = true;
      take([]);
      report(`No token is accepted at the moment. ${error instanceof Error ? error.message : ''}`);
    }
  });
}
