import { isServerToken, type ServerToken, tokenMeant } from '../config/tokens-file.ts';
import type { Accounts } from '../credentials/account.ts';
import { VisibleAccounts } from '../credentials/visible-accounts.ts';
import type { ReadableExports } from '../mcp/exports-server.ts';
import { type Budget, tokenBudget } from '../shared-state/call-limits.ts';
import type { ExportStore } from '../shared-state/export-store.ts';
import type { Identified } from '../transports/http/http-service.ts';
import type { Refused } from '../transports/http/reply.ts';
import type { FoundPrincipal, OauthPrincipals } from './oauth/oauth-principals.ts';
import type { Passthrough, RequestHeaders } from './passthrough.ts';
import { type Principal, type PrincipalParts, serveExportsTo, servePrincipal } from './principal.ts';
import { noMetrics, onlyMetrics, unauthorized } from './refusals.ts';

interface PrincipalOptions extends PrincipalParts {
  /** All configured accounts. */
  readonly accounts: Accounts;
  /** The budget of the process. */
  readonly budget: Budget;
  /** The limit of that budget. */
  readonly maxCalls: number | undefined;
  readonly passthrough: Passthrough;
  /** The principals with access tokens of an issuer, if these are accepted. */
  readonly oauth: OauthPrincipals | undefined;
}

type KnownToken = ServerToken & { readonly principal: FoundPrincipal };

/** The principal without a token, while none is required. */
const ANYBODY = 'anybody';

/** The principals that are served over HTTP, each with its own accounts, budget, counters and exports. */
export class Principals {
  readonly #options: PrincipalOptions;
  /** Undefined as long as there is no tokens file. */
  #tokens: readonly KnownToken[] | undefined;
  readonly #anybody: Principal;

  constructor(options: PrincipalOptions) {
    this.#options = options;
    const { budget, maxCalls } = options;
    const accounts = new VisibleAccounts(options.accounts);
    this.#anybody = servePrincipal(options, { name: ANYBODY, accounts, budget, maxCalls });
  }

  /** Replaces the tokens; from the first time on, a token is required. */
  take(tokens: readonly ServerToken[]): void {
    const before = this.#tokens ?? [];
    this.#tokens = tokens.map((token) => {
      const known = before.find(({ principal: _, ...old }) => JSON.stringify(old) === JSON.stringify(token));
      return known ?? { ...token, principal: this.#principalOf(token) };
    });
  }

  /** Whether requests without a token are served. */
  get isOpen(): boolean {
    return this.#tokens === undefined && this.#options.oauth === undefined;
  }

  /** The principal that sends a request; once tokens are required, a valid one is needed. */
  async identify({ headers }: { readonly headers: RequestHeaders }): Promise<Identified> {
    const found = await this.#find(headers['authorization']);
    if ('refusal' in found) return found;
    const { client, context } = found;
    return (context && this.#options.passthrough.identify(headers, context)) ?? { client };
  }

  /** Why the sender of a request may not read the metrics; undefined if it may. */
  async refusedMetrics({ headers }: { readonly headers: RequestHeaders }): Promise<Refused | undefined> {
    if (this.isOpen) return undefined;
    const found = await this.#find(headers['authorization']);
    if (!('refusal' in found)) return { refusal: noMetrics, name: found.client.name };
    return found.refusal === onlyMetrics ? undefined : found;
  }

  async #find(authorization: RequestHeaders[string]): Promise<FoundPrincipal> {
    const { oauth, context } = this.#options;
    const tokens = this.#tokens;
    if (this.isOpen) return this.#anybody;
    const nobody = { refusal: oauth?.noToken ?? unauthorized };
    if (typeof authorization !== 'string') return nobody;
    const presented = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
    if (presented === undefined) return nobody;
    const known = tokenMeant(tokens ?? [], presented, context.now());
    if (known !== undefined) return known.principal;
    return oauth === undefined || isServerToken(presented) ? nobody : oauth.find(presented);
  }

  #principalOf({ name, hash, accounts: names, max_calls: ownLimit, read }: ServerToken): FoundPrincipal {
    if (read === 'metrics') return { refusal: onlyMetrics, name };
    const { accounts: all, budget, maxCalls, shared } = this.#options;
    const accounts = new VisibleAccounts(all, names);
    if (read === 'exports')
      return serveExportsTo(this.#options, { name, accounts, budget }, this.#exportsOf(accounts));
    return servePrincipal(this.#options, {
      name,
      accounts,
      maxCalls: ownLimit ?? maxCalls,
      budget: tokenBudget(ownLimit, budget, shared?.countOf(hash)),
    });
  }

  /** The files of all principals that are only about accounts that this one may see. */
  #exportsOf(accounts: Accounts): ReadableExports {
    const isTheirs = ({ accounts: names }: { readonly accounts: readonly string[] }): boolean =>
      names.length > 0 && names.every((name) => accounts.byName.has(name));
    const stores = (): readonly ExportStore[] => [
      ...(this.#tokens ?? []).flatMap(({ principal }) =>
        'exports' in principal ? (principal.exports ?? []) : [],
      ),
      ...(this.#options.oauth?.exports ?? []),
    ];
    return {
      read(id) {
        const found = stores()
          .map((store) => store.read(id))
          .find((file) => file !== undefined);
        return found !== undefined && isTheirs(found) ? found : undefined;
      },
      list: () =>
        stores()
          .flatMap((store) => store.list())
          .filter(({ file }) => isTheirs(file)),
    };
  }
}
