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
  /** The counters that replicas share, if there are any. */
  readonly shared: ClientFactory['shared'];
}

/** A user of the server, as the context of its requests. */
export interface Principal {
  readonly client: HttpClient;
  /** The files that it has exported. */
  readonly exports: ExportStore | undefined;
  /** Serves requests with credentials of their own, in place of the configured accounts. */
  readonly context: ServerContext | undefined;
}

interface Who {
  /** A unique name. */
  readonly name: string;
  /** The accounts that it may see. */
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

/** A principal that may use everything, with its own counters and exports. */
export function servePrincipal(parts: PrincipalParts, who: Who): Principal {
  const context = contextOf(parts, who);
  const exports = exportsFor(context);
  const { maxCalls, budget } = who;
  const sharedUsage = parts.shared?.usageOf(who.name);
  const open = async () => openContext(context, parts.client, { maxCalls, budget, sharedUsage, exports });
  return { client: { name: who.name, createServer: serverFactory(context, open) }, exports, context };
}

/** A principal that may only read what others have exported. */
export function serveExportsTo(parts: PrincipalParts, who: Who, exports: ReadableExports): Principal {
  const context = { ...contextOf(parts, who), budget: who.budget, exports };
  const createServer = exportsServerFactory(SERVER_INFO, context);
  return { client: { name: who.name, createServer }, exports: undefined, context: undefined };
}
