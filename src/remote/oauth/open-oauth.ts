import { privateReader } from '../../config/private-file.ts';
import { watchFiles } from '../watch-files.ts';
import { accessTokens } from './access-tokens.ts';
import { readGrants } from './grants.ts';
import { type OauthOptions, OauthPrincipals } from './oauth-principals.ts';

/** The grants contain no secrets, so the mode of the file does not matter. */
const readGrantsText = privateReader(false);

/**
 * Serves requests with access tokens.
 * @returns the principals, and a function that follows the grants file if there is one
 * @throws GrantsError when the accounts of access tokens cannot be determined
 */
export async function openOauth(
  options: Omit<OauthOptions, 'grants' | 'judge'> & { log(line: string): void },
) {
  const { oauth, resource, context, log } = options;
  const { issuer, accounts } = oauth;
  const judge = accessTokens({ issuer, audience: resource, now: context.now, warn: log });
  const grants = await readGrants(accounts, readGrantsText);
  const subjects = new OauthPrincipals({ ...options, judge, grants });
  /** While the file cannot be used, access tokens give access to no account. */
  const follow = async (): Promise<void> => {
    try {
      subjects.take(await readGrants(accounts, readGrantsText));
    } catch (error) {
      subjects.take({ accountsOf: () => [], scopes: [] });
      log(`No access token is accepted at the moment. ${error instanceof Error ? error.message : ''}`);
    }
  };
  const watch = (everyMs: number): (() => void) =>
    'claim' in accounts ? () => {} : watchFiles([accounts.file], everyMs, follow);
  return { subjects, watch };
}
