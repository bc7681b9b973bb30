import type { ServerToken } from '../config/tokens-file.ts';

/** Tokens that no replica accepts, whatever is in its own file. */
interface Revocations {
  add(hashes: readonly string[]): void;
  has(hash: string): boolean;
  /** Returns whether there was anything new. */
  exchange(): Promise<boolean>;
}

/**
 * Passes on the tokens of a file, without those that were taken back elsewhere: one that goes from the file of one replica
 * is over for all.
 * @param accept takes the tokens that count
 * @param revocations of all replicas, if there are any others
 */
export function followTokens(
  accept: (tokens: readonly ServerToken[]) => void,
  revocations: Revocations | undefined,
  everyMs: number,
) {
  let inFile: readonly ServerToken[] | undefined;
  const acceptRest = (): void => {
    if (inFile !== undefined) accept(inFile.filter(({ hash }) => revocations?.has(hash) !== true));
  };
  const exchange = async (): Promise<void> => {
    if (await revocations?.exchange()) acceptRest();
  };
  const timer = revocations && setInterval(() => void exchange(), everyMs).unref();
  return {
    take(tokens: readonly ServerToken[]): void {
      const gone = (inFile ?? []).filter((old) => !tokens.some(({ hash }) => hash === old.hash));
      revocations?.add(gone.map(({ hash }) => hash));
      inFile = tokens;
      acceptRest();
      void exchange();
    },
    /** Accepts none as long as the file cannot be read, which takes none back. */
    close: (): void => accept([]),
    end: (): void => clearInterval(timer),
  };
}
