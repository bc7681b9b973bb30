import { CommandLineError } from '../config/load-config.ts';
import { LOOPBACK } from '../config/parse-address.ts';
import type { HttpConfig } from '../config/read-config.ts';
import type { WatchedAccounts } from '../config/watched-accounts.ts';
import type { Accounts } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { openContext } from '../mcp/open-context.ts';
import type { ServerContext } from '../mcp/server-context.ts';
import { serverFactory } from '../server.ts';
import { HttpService } from '../transports/http/http-service.ts';
import { clientsOf, type Upstream } from '../upstream.ts';

/** How soon a changed file is seen. */
const LOOK_AT_FILES_MS = 1000;

/** What is served over HTTP. */
interface Served extends Upstream {
  readonly http: HttpConfig;
  readonly accounts: Accounts;
  /** The accounts, where they follow files. */
  readonly watched: WatchedAccounts | undefined;
}

/** The process that serves. */
interface RemoteHost {
  readonly redactor: Redactor;
  readonly now: () => Date;
  /** Calls back when the process is told to end. */
  onEnd(end: () => void): void;
  exit(code: number): void;
  /** Takes a line for the log. */
  log(line: string): void;
}

/**
 * Serves over HTTP until the process is told to end; told so again, it ends at once.
 * @throws CommandLineError when it must not, or cannot listen there
 */
export async function serveRemotely(served: Served, host: RemoteHost): Promise<void> {
  const { http, accounts, watched, sandbox, toolsets, maxCalls } = served;
  const { redactor, now, onEnd, exit, log } = host;
  const { address } = http;
  if (!isLocal(address.host)) throw new CommandLineError([openToAll(address.host)]);
  // Neither a cookie in an argument nor a file on this machine is for somebody elsewhere.
  const context: ServerContext = { accounts, redactor, now, sandbox, toolsets, inlineCredentials: false };
  const clients = await clientsOf(served, now);
  const createServer = serverFactory(context, async () =>
    openContext(context, clients.clientFor(served), { maxCalls }),
  );
  const client = { name: 'local', createServer };
  const service = new HttpService({
    ...http,
    log,
    clientOf: () => client,
    redact: (text) => redactor.redact(text),
  });
  const url = await service.listen().catch((error: unknown) => {
    throw new CommandLineError([cannotListen(address.port, error)]);
  });
  const unwatch = watched?.watch(LOOK_AT_FILES_MS, () => {});
  log(`Serving MCP at ${url}. Ctrl-C ends it.`);
  let isEnding = false;
  onEnd(async () => {
    if (isEnding) exit(1);
    isEnding = true;
    await service.drain();
    await Promise.allSettled([unwatch?.(), clients.close(), served.close()]);
    exit(0);
  });
}

/** Whether only this machine itself can reach an address. */
const isLocal = (host: string): boolean => LOOPBACK.test(host.includes(':') ? `[${host}]` : host);

const openToAll = (host: string): string =>
  `${host} can be reached from other machines, and nothing would be asked of whoever does so. Listen on 127.0.0.1.`;

function cannotListen(port: number, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const why = code === 'EADDRINUSE' ? 'another program listens there' : `error ${code}`;
  return `The HTTP server cannot listen on port ${port}: ${why}.`;
}
