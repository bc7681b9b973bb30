import { privateReader } from '../../config/private-file.ts';
import { watchFiles } from '../watch-files.ts';
import { accessTokens } from './access-tokens.ts';
import { readGrants } from './grants.ts';
import { type OauthOptions, OauthPrincipals } from './oauth-principals.ts';

/** What says who may see what is no secret. */
const readGrantsText = privateReader(false);

/**
 * Serves those who come with access tokens.
 * @returns also what follows the file with the grants, if there is one
 * @throws GrantsError when it cannot be said which accounts they may see
 */
export async function openOauth(
  options: Omit<OauthOptions, 'grants' | 'judge'> & { log(line: string): void },
) {
  const { oauth, resource, context, log } = options;
  const { issuer, accounts } = oauth;
  const judge = accessTokens({ issuer, audience: resource, now: context.now, warn: log });
  const grants = await readGrants(accounts, readGrantsText);
  const subjects = new OauthPrincipals({ ...options, judge, grants });
  /** While the file cannot be used, no access token is for any account. */
  const follow = async (): Promise<void> => {
    try {
      subjects.take(await readGrants(accounts, readGrantsText));
    } catch (error) {
      subjects.take({ accountsOf: () => [], scopes: [] });
      log(`No access token is accepted at present. ${error instanceof Error ? error.message : ''}`);
    }
  };
  const watch = (everyMs: number): (() => void) =>
    'claim' in accounts ? () => {} : watchFiles([accounts.file], everyMs, follow);
  return { subjects, watch };
}
