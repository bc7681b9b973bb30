import { privateReader } from '../../config/private-file.ts';
import type { OauthConfig } from '../../config/read-http.ts';
import { watchFiles } from '../watch-files.ts';
import { accessTokens } from './access-tokens.ts';
import { readGrants } from './grants.ts';
import { type OauthOptions, OauthPrincipals } from './oauth-principals.ts';

/** What says who may see what is no secret. */
const readGrantsText = privateReader(false);

/**
 * Serves those who come with access tokens.
 * @throws GrantsError when it cannot be said which accounts they may see
 */
export async function openOauth(
  options: Omit<OauthOptions, 'grants' | 'judge'> & { log(line: string): void },
): Promise<OauthPrincipals> {
  const { oauth, resource, context, log } = options;
  const judge = accessTokens({ issuer: oauth.issuer, audience: resource, now: context.now, warn: log });
  return new OauthPrincipals({ ...options, judge, grants: await readGrants(oauth.accounts, readGrantsText) });
}

/** Follows the file with the grants, if there is one: while it cannot be used, no access token is for any account. */
export function watchGrants(
  { accounts }: OauthConfig,
  principals: OauthPrincipals,
  log: (line: string) => void,
  everyMs: number,
): () => void {
  if ('claim' in accounts) return () => {};
  return watchFiles([accounts.file], everyMs, async () => {
    try {
      principals.take(await readGrants(accounts, readGrantsText));
    } catch (error) {
      principals.take({ accountsOf: () => [], scopes: [] });
      log(`No access token is accepted at present. ${error instanceof Error ? error.message : ''}`);
    }
  });
}
