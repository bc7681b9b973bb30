import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Account, Accounts, Identity } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import type { KeyHolder } from '../errors.ts';
import type { AccountFacts } from '../shared-state/account-facts.ts';
import type { Budget } from '../shared-state/call-limits.ts';
import type { ExportStore } from '../shared-state/export-store.ts';
import type { UsageCounter } from '../shared-state/usage.ts';
import type { Client } from '../tikhub/client.ts';
import type { ServedToolsets } from '../toolsets.ts';

/** What a server knows before the first request. A process may have several, each with its own accounts. */
export interface ServerContext {
  /** The principal, where several share a process. */
  readonly principal?: string;
  /** Receives an entry for each request about an account. */
  readonly audit?: Audit;
  readonly accounts: Accounts;
  /** Knows the configured secrets, not those of single requests. */
  readonly redactor: Redactor;
  readonly now: () => Date;
  /** Who has the key and the cookies, if that is not the reader of the errors. */
  readonly keyHolder?: KeyHolder;
  /** Whether the upstream is the embedded sandbox, so that every figure is invented. */
  readonly sandbox: boolean;
  /** Whether tools take `cookie` and `proxy` as arguments. */
  readonly inlineCredentials: boolean;
  /** The toolsets that are listed and served. */
  readonly toolsets: ServedToolsets;
  /** Where exported files are written, if anywhere. */
  readonly exportDirectory?: string | undefined;
}

/** What was requested, and the outcome; no figures, no arguments. */
export interface AuditEntry {
  /** The name of a tool, or of the content of a resource. */
  readonly asked: string;
  /** Names of accounts. */
  readonly accounts: readonly string[];
  /** Upstream calls that were made for it. */
  readonly calls: number;
  /** `ok`, or the kind of the error. */
  readonly outcome: string;
  readonly ms: number;
}

type Audit = (entry: AuditEntry) => void;

/** Everything that tools and resources work with: the server's context and the state of its principal. */
export interface HandlerContext extends ServerContext {
  /**
   * The client for the principal's API key, with its rate limiter and the cache; may be shared with other principals.
   */
  readonly client: Client;
  readonly budget: Budget;
  readonly usage: UsageCounter;
  readonly facts: AccountFacts;
  /** Chooses the account of a request; throws ApiError `config` when it has no usable cookie. */
  readonly reader: { choose(wanted: Identity): Account };
  /** The files that this principal exported. */
  readonly exports: ExportStore;
}

/** What a handler knows about a request, beside its arguments. */
export type RequestExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;
