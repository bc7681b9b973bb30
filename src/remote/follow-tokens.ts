import type { ServerToken } from '../config/tokens-file.ts';

/** Tokens that no replica accepts, even if they are in its own file. */
interface Revocations {
  add(hashes: readonly string[]): void;
  has(hash: string): boolean;
  /** Shares them with other replicas; returns whether there are new ones. */
  exchange(): Promise<boolean>;
}

/**
 * Passes on the tokens of a file, without those that were revoked elsewhere: a token that is removed from the file of
 * one replica is revoked on all of them.
 * @param accept receives the valid tokens
 * @param revocations those of all replicas, if there are others
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
    /** Accepts no token while the file cannot be read, and revokes none. */
    close: (): void => accept([]),
    end: (): void => clearInterval(timer),
  };
}
