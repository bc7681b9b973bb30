import { stampOf } from '../config/private-file.ts';

/**
 * Polls files without keeping the process alive, for the first time after one interval.
 * @param changed called at the first poll, and whenever one of the files has changed
 * @returns a function that stops the polling
 */
export function watchFiles(
  paths: readonly string[],
  everyMs: number,
  changed: () => Promise<void>,
): () => void {
  let seen: string | undefined;
  const look = async (): Promise<void> => {
    const stamps = (await Promise.all(paths.map(stampOf))).join('\n');
    if (stamps === seen) return;
    seen = stamps;
    await changed();
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
