import type { Accounts } from '../credentials/account.ts';
import { exportsServerFactory, type ReadableExports } from '../mcp/exports-server.ts';
import { exportsFor, openContext } from '../mcp/open-context.ts';
import type { ServerContext } from '../mcp/server-context.ts';
import { SERVER_INFO, serverFactory } from '../server.ts';
import type { Budget } from '../shared-state/call-limits.ts';
import type { ExportStore } from '../shared-state/export-store.ts';
import type { Client } from '../tikhub/client.ts';
import type { ClientFactory } from '../tikhub/client-factory.ts';
import type { HttpClient } from '../transports/http/http-service.ts';
import type { AuditLog } from './audit-log.ts';

/** What all principals share. */
export interface PrincipalParts {
  readonly context: Omit<ServerContext, 'accounts' | 'principal' | 'audit'>;
  readonly client: Client;
  readonly audit: AuditLog;
  /** What other replicas count for the same principals, if there are any. */
  readonly shared: ClientFactory['shared'];
}

/** Somebody who is served. */
export interface Principal {
  readonly client: HttpClient;
  /** What they have exported. */
  readonly exports: ExportStore | undefined;
  /** With which they may ask for their own accounts, in place of those that are configured. */
  readonly context: ServerContext | undefined;
}

interface Who {
  /** Nobody else has it. */
  readonly name: string;
  /** Those that they may see. */
  readonly accounts: Accounts;
  readonly maxCalls?: number | undefined;
  readonly budget: Budget;
}

const contextOf = ({ context, audit }: PrincipalParts, { name, accounts }: Who): ServerContext => ({
  ...context,
  accounts,
  principal: name,
  audit: (entry) => audit.write({ principal: name, ...entry }),
});

/** One who may use everything, with counters and exports of their own. */
export function servePrincipal(parts: PrincipalParts, who: Who): Principal {
  const context = contextOf(parts, who);
  const exports = exportsFor(context);
  const { maxCalls, budget } = who;
  const sharedUsage = parts.shared?.usageOf(who.name);
  const open = async () => openContext(context, parts.client, { maxCalls, budget, sharedUsage, exports });
  return { client: { name: who.name, createServer: serverFactory(context, open) }, exports, context };
}

/** One who may only read what others have exported. */
export function serveExportsTo(parts: PrincipalParts, who: Who, exports: ReadableExports): Principal {
  const context = { ...contextOf(parts, who), budget: who.budget, exports };
  const createServer = exportsServerFactory(SERVER_INFO, context);
  return { client: { name: who.name, createServer }, exports: undefined, context: undefined };
}
