import type { ReadFile } from '../config/private-file.ts';
import { readTokens, type ServerToken } from '../config/tokens-file.ts';
import { watchFiles } from './watch-files.ts';

interface WatchedTokens {
  readonly path: string;
  readonly readFile: ReadFile;
  take(tokens: readonly ServerToken[]): void;
  /** The tokens cannot be read, so none is accepted. */
  close(): void;
  report(problem: string): void;
}

/**
 * Follows the tokens file without keeping the process alive.
 * @param isProtected whether a token is required already; if the file is removed then, no request is accepted
 * @returns a function that stops it
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
