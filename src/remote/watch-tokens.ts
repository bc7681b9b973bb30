import type { ReadFile } from '../config/private-file.ts';
import { readTokens, type ServerToken } from '../config/tokens-file.ts';
import { watchFiles } from './watch-files.ts';

interface WatchedTokens {
  readonly path: string;
  readonly readFile: ReadFile;
  take(tokens: readonly ServerToken[]): void;
  /** There are tokens, and they cannot be read: nobody gets in. */
  close(): void;
  report(problem: string): void;
}

/**
 * Follows a file of tokens without keeping the process alive.
 * @param isProtected whether a token is asked for already: then a file that is gone lets nobody in
 * @returns what ends it
 */
export function watchTokens(
  { path, readFile, take, close, report }: WatchedTokens,
  everyMs: number,
  isProtected: boolean,
): () => void {
  let isAsked = isProtected;
  return watchFiles([path], everyMs, async () => {
    try {
      const tokens = await readTokens(path, readFile);
      isAsked ||= tokens !== undefined;
      if (tokens !== undefined) take(tokens);
      else if (isAsked) close();
    } catch (error) {
      isAsked = true;
      close();
      report(`No token is accepted at the moment. ${error instanceof Error ? error.message : ''}`);
    }
  });
}
