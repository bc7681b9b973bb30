import { type ReadFile, stampOf } from '../config/private-file.ts';
import { readTokens, type ServerToken } from '../config/tokens-file.ts';

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
  let seen: string | undefined;
  let isAsked = isProtected;
  const look = async (): Promise<void> => {
    const stamp = await stampOf(path);
    if (stamp === seen) return;
    seen = stamp;
    try {
      const tokens = await readTokens(path, readFile);
      isAsked ||= tokens !== undefined;
      if (isAsked) take(tokens ?? []);
    } catch (error) {
      isAsked = true;
      take([]);
      report(`No token is accepted at present. ${error instanceof Error ? error.message : ''}`);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;
  const wait = (): void => {
    if (!isEnded) timer = setTimeout(() => void look().finally(wait), everyMs).unref();
  };
  wait();
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}
