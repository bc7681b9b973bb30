import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { HTTP_SETTINGS } from '../../config/http-settings.ts';
import type { AccountsSource } from '../../config/parse-oauth.ts';
import { describeReadError, type ReadFile } from '../../config/private-file.ts';
import { GrantsError } from '../grants-error.ts';

/** Determines the accounts of an access token. */
export interface Grants {
  /** Account names; the accounts may not exist. */
  accountsOf(claims: JWTPayload): readonly string[];
  /** The scopes that a client can request, if accounts depend on scopes. */
  readonly scopes: readonly string[];
}

const grantsFile = z
  .object({ claim: z.string().min(1), accounts: z.record(z.array(z.string().min(1)).min(1)) })
  .strict();

/**
 * Reads the file that assigns accounts to access tokens.
 * @throws GrantsError for a file that cannot be used
 */
export async function readGrants(source: AccountsSource, readFile: ReadFile): Promise<Grants> {
  if ('claim' in source) return { accountsOf: (claims) => valuesOf(claims[source.claim]), scopes: [] };
  const { claim, accounts } = await readGrantsFile(source.file, readFile);
  const byValue = new Map(Object.entries(accounts));
  return {
    accountsOf: (claims) => [
      ...new Set(valuesOf(claims[claim]).flatMap((value) => byValue.get(value) ?? [])),
    ],
    scopes: claim === 'scope' || claim === 'scp' ? [...byValue.keys()] : [],
  };
}

/** A claim with several values is a list, or a text separated by spaces as scopes are. */
function valuesOf(claim: unknown): readonly string[] {
  const values: readonly unknown[] =
    typeof claim === 'string' ? claim.split(' ') : z.array(z.unknown()).catch([]).parse(claim);
  return values.filter((value) => typeof value === 'string').filter((value) => value !== '');
}

async function readGrantsFile(path: string, readFile: ReadFile): Promise<z.output<typeof grantsFile>> {
  const { env } = HTTP_SETTINGS.oauthAccounts;
  try {
    return grantsFile.parse(JSON.parse(await readFile(path)));
  } catch (error) {
    const isContent = error instanceof SyntaxError || error instanceof z.ZodError;
    throw new GrantsError(
      isContent
        ? `${env} names a file that does not have the form {"claim": "groups", "accounts": {"a group": ["an account"]}}: ${path}.`
        : `${env} ${describeReadError(error, path)}`,
    );
  }
}
