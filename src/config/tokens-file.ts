import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { describeReadError, type ReadFile } from './private-file.ts';
import { isNotThere } from './stored-settings.ts';

const serverToken = z
  .object({
    /** Names its holder to people. */
    name: z.string().regex(/^[\w.@-]{1,64}$/),
    /** SHA-256, hexadecimal: of 256 random bits nothing slower is needed. */
    hash: z.string().regex(/^[\da-f]{64}$/),
    accounts: z.array(z.string()).min(1),
    created: z.string().datetime(),
    expires: z.string().datetime().optional(),
    max_calls: z.number().int().min(1).optional(),
    /** All that its holder may do, where that is not everything. */
    read: z.literal('exports').optional(),
  })
  .strict();

/** What is kept of a token that lets its holder use the server over HTTP: not the token itself. */
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
        ? `${path} is not a file of tokens. Correct it, or remove it and create them again.`
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

/** The token that is meant, if it can still be used. Every one is compared, so that the time tells nothing. */
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
