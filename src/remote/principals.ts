import { type ServerToken, tokenMeant } from '../config/tokens-file.ts';
import type { Accounts } from '../credentials/account.ts';
import { VisibleAccounts } from '../credentials/visible-accounts.ts';
import { openContext } from '../mcp/open-context.ts';
import type { ServerContext } from '../mcp/server-context.ts';
import { serverFactory } from '../server.ts';
import { type Budget, tokenBudget } from '../shared-state/call-limits.ts';
import type { Client } from '../tikhub/client.ts';
import type { HttpClient } from '../transports/http/http-service.ts';
import type { AuditLog } from './audit-log.ts';

/** What all principals share. */
interface PrincipalOptions {
  /** All configured ones. */
  readonly accounts: Accounts;
  readonly context: Omit<ServerContext, 'accounts' | 'principal' | 'audit'>;
  readonly client: Client;
  /** Of the process. */
  readonly budget: Budget;
  /** The most upstream calls of the process. */
  readonly maxCalls: number | undefined;
  readonly audit: AuditLog;
}

type KnownToken = ServerToken & { readonly client: HttpClient };

/** Whoever has no token where none is asked for. */
const ANYBODY = 'anybody';

/** Those who are served over HTTP, each with accounts, budget, counters and exports of its own. */
export class Principals {
  readonly #options: PrincipalOptions;
  /** Undefined as long as no token is asked for. */
  #tokens: readonly KnownToken[] | undefined;
  readonly #anybody: HttpClient;

  constructor(options: PrincipalOptions) {
    this.#options = options;
    const { accounts, maxCalls, budget } = options;
    this.#anybody = this.#client(ANYBODY, accounts, { maxCalls, budget });
  }

  /** Takes over the tokens of a file that has changed; from the first time on one is needed. */
  take(tokens: readonly ServerToken[]): void {
    const before = this.#tokens ?? [];
    this.#tokens = tokens.map((token) => {
      const known = before.find(({ client: _, ...old }) => JSON.stringify(old) === JSON.stringify(token));
      return known ?? { ...token, client: this.#clientOf(token) };
    });
  }

  /**
   * Who sends a request; undefined without a token that is known and not over.
   * @param authorization the header of that name
   */
  find(authorization: string | undefined): HttpClient | undefined {
    if (this.#tokens === undefined) return this.#anybody;
    const presented = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
    const { context } = this.#options;
    return presented === undefined ? undefined : tokenMeant(this.#tokens, presented, context.now())?.client;
  }

  #clientOf({ name, accounts, max_calls: ownLimit }: ServerToken): HttpClient {
    const { accounts: all, budget, maxCalls } = this.#options;
    return this.#client(name, new VisibleAccounts(all, accounts), {
      maxCalls: ownLimit ?? maxCalls,
      budget: tokenBudget(ownLimit, budget),
    });
  }

  #client(
    name: string,
    accounts: Accounts,
    limits: { readonly maxCalls: number | undefined; readonly budget: Budget },
  ): HttpClient {
    const { context, client, audit } = this.#options;
    const own: ServerContext = {
      ...context,
      accounts,
      principal: name,
      audit: (entry) => audit.write({ principal: name, ...entry }),
    };
    const createServer = serverFactory(own, async () => openContext(own, client, limits));
    return { name, createServer };
  }
}
