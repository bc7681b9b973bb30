import { LRUCache } from 'lru-cache';
import type { OauthConfig } from '../../config/read-http.ts';
import type { Accounts } from '../../credentials/account.ts';
import { VisibleAccounts } from '../../credentials/visible-accounts.ts';
import { type Budget, tokenBudget } from '../../shared-state/call-limits.ts';
import type { ExportStore } from '../../shared-state/export-store.ts';
import type { HttpRefusal, Refused } from '../../transports/http/reply.ts';
import { type Principal, type PrincipalParts, servePrincipal } from '../principal.ts';
import type { TokenVerdict } from './access-tokens.ts';
import type { Grants } from './grants.ts';
import { challenge, metadataUrl, type ResourceMetadata, resourceMetadata } from './resource-metadata.ts';

export interface OauthOptions extends PrincipalParts {
  readonly oauth: OauthConfig;
  /** The URL that clients use. */
  resource(): string;
  readonly grants: Grants;
  judge(token: string): Promise<TokenVerdict>;
  /** All configured accounts. */
  readonly accounts: Accounts;
  /** The budget of the process. */
  readonly budget: Budget;
  readonly maxCalls: number | undefined;
}

/** A principal, or why the request is refused. */
export type FoundPrincipal = Principal | Refused;

/** How many subjects are remembered; counters and exports of others are dropped. */
const MAX_SUBJECTS = 1000;

/** The principals with access tokens of an issuer: one for each subject and set of accounts. */
export class OauthPrincipals {
  readonly #options: OauthOptions;
  #grants: Grants;
  readonly #principals = new LRUCache<string, Principal>({ max: MAX_SUBJECTS });

  constructor(options: OauthOptions) {
    this.#options = options;
    this.#grants = options.grants;
  }

  /** Replaces the assignment of accounts to tokens. */
  take(grants: Grants): void {
    this.#grants = grants;
  }

  /** The files that they have exported. */
  get exports(): readonly ExportStore[] {
    return [...this.#principals.values()].flatMap(({ exports }) => exports ?? []);
  }

  /** The metadata of this resource, if the path is the one for it. */
  document(path: string): ResourceMetadata | undefined {
    const { resource, oauth } = this.#options;
    const own = resource();
    return path === metadataUrl(own).pathname
      ? resourceMetadata(own, oauth.issuer, this.#grants.scopes)
      : undefined;
  }

  /** The response to a request without a token. */
  get noToken(): HttpRefusal {
    return this.#refusal(
      401,
      'Send an access token as Authorization: Bearer. The WWW-Authenticate header says where to get one.',
      {},
    );
  }

  async find(token: string): Promise<FoundPrincipal> {
    const verdict = await this.#options.judge(token);
    if ('unknown' in verdict) return { refusal: issuerAway(verdict.unknown) };
    if ('invalid' in verdict)
      return { refusal: this.#refusal(401, `${verdict.invalid} Get a new one.`, { error: 'invalid_token' }) };
    const name = `oauth:${verdict.subject}`;
    const { accounts: all } = this.#options;
    const names = this.#grants.accountsOf(verdict.claims).filter((account) => all.byName.has(account));
    if (names.length > 0) return this.#principalOf(name, names.toSorted());
    const says = 'The access token gives access to no account of this server.';
    const refusal = this.#refusal(403, `${says} Ask your administrator.`, { error: 'insufficient_scope' });
    return { refusal, name };
  }

  #principalOf(name: string, names: readonly string[]): Principal {
    const { accounts: all, budget, maxCalls } = this.#options;
    const key = JSON.stringify([name, names]);
    const known = this.#principals.get(key);
    if (known !== undefined) return known;
    const accounts = new VisibleAccounts(all, names);
    const own = { name, accounts, maxCalls, budget: tokenBudget(undefined, budget) };
    const principal = servePrincipal(this.#options, own);
    this.#principals.set(key, principal);
    return principal;
  }

  #refusal(
    status: number,
    why: string,
    { error }: { readonly error?: 'invalid_token' | 'insufficient_scope' },
  ): HttpRefusal {
    const resource = this.#options.resource();
    const { scopes } = this.#grants;
    const says = error === undefined ? undefined : why;
    const header = challenge({ resource, scopes, ...(error && { error }), ...(says && { says }) });
    return { status, code: -32001, why, headers: { 'www-authenticate': header } };
  }
}

const issuerAway = (why: string): HttpRefusal => ({
  status: 503,
  code: -32000,
  why: `Access tokens cannot be checked at the moment, because their issuer cannot be reached: ${why}. Nothing was done or billed; try again in a moment.`,
  headers: { 'retry-after': '5' },
});
