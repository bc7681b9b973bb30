import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { describeReadError, type ReadFile } from './private-file.ts';
import { isNotThere } from './stored-settings.ts';

const serverToken = z
  .object({
    /** The name of its holder. */
    name: z.string().regex(/^[\w.@-]{1,64}$/),
    /** SHA-256, hexadecimal; 256 random bits do not need a slow hash. */
    hash: z.string().regex(/^[\da-f]{64}$/),
    /** None for one that only reads metrics. */
    accounts: z.array(z.string()),
    created: z.string().datetime(),
    expires: z.string().datetime().optional(),
    max_calls: z.number().int().min(1).optional(),
    /** The only thing that its holder may do, if limited. */
    read: z.enum(['exports', 'metrics']).optional(),
  })
  .strict()
  .refine(({ accounts, read }) => (accounts.length === 0) === (read === 'metrics'));

/** What is stored about a token for using the server over HTTP; the token itself is not. */
export type ServerToken = z.output<typeof serverToken>;

const tokensFile = z.object({ tokens: z.array(serverToken) }).strict();

/** Why the tokens cannot be used, as a sentence. */
export class TokensFileError extends Error {
  override readonly name = 'TokensFileError';
}

/**
 * The tokens in a file; undefined without the file.
 * @throws TokensFileError for a file that cannot be used
 */
export async function readTokens(
  path: string,
  readFile: ReadFile,
): Promise<readonly ServerToken[] | undefined> {
  try {
    return tokensFile.parse(JSON.parse(await readFile(path))).tokens;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    const isContent = error instanceof SyntaxError || error instanceof z.ZodError;
    throw new TokensFileError(
      isContent
        ? `${path} is not a valid tokens file. Correct it, or remove it and create them again.`
        : `The setting of the tokens ${describeReadError(error, path)}`,
    );
  }
}

/** The text of a file with tokens. */
export const tokensText = (tokens: readonly ServerToken[]): string =>
  `${JSON.stringify({ tokens }, null, 2)}\n`;

/** What tokens begin with, so that people and scanners recognise them. */
const TOKEN_START = 'tcm_';

export const newToken = (): string => `${TOKEN_START}${randomBytes(32).toString('base64url')}`;

export const isServerToken = (presented: string): boolean => presented.startsWith(TOKEN_START);

export const tokenHash = (token: string): string => hash('sha256', token, 'hex');

/** The entry of a token, if it is still valid. All entries are compared, so that the time reveals nothing. */
export function tokenMeant<T extends ServerToken>(
  tokens: readonly T[],
  presented: string,
  now: Date,
): T | undefined {
  const digest = Buffer.from(tokenHash(presented), 'hex');
  let found: T | undefined;
  for (const token of tokens) if (timingSafeEqual(Buffer.from(token.hash, 'hex'), digest)) found = token;
  const isOver = found?.expires !== undefined && new Date(found.expires) <= now;
  return isOver ? undefined : found;
}
