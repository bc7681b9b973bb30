import { LOOK_AT_FILES_MS } from '../config/follow-accounts.ts';
import { CommandLineError } from '../config/load-config.ts';
import { isLocal } from '../config/parse-address.ts';
import type { ReadFile } from '../config/private-file.ts';
import type { HttpConfig } from '../config/read-http.ts';
import { readTokens, type ServerToken, TokensFileError } from '../config/tokens-file.ts';
import type { WatchedAccounts } from '../config/watched-accounts.ts';
import type { Accounts } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { serverBudget } from '../shared-state/call-limits.ts';
import { HttpService, type TlsIdentity } from '../transports/http/http-service.ts';
import { clientsOf, type Upstream } from '../upstream.ts';
import { type AuditLine, AuditLogError, openAuditLog } from './audit-log.ts';
import { followTokens } from './follow-tokens.ts';
import { GrantsError } from './grants-error.ts';
import { Passthrough } from './passthrough.ts';
import { Principals } from './principals.ts';
import { ServerMetrics } from './server-metrics.ts';
import { readTls, TlsFilesError, watchTls } from './tls-files.ts';
import { watchTokens } from './watch-tokens.ts';

/** What is served over HTTP. */
interface Served extends Upstream {
  readonly http: HttpConfig;
  readonly accounts: Accounts;
  /** The accounts, if they are read from files. */
  readonly watched: WatchedAccounts | undefined;
}

/** The process that serves. */
interface RemoteHost {
  readonly redactor: Redactor;
  readonly now: () => Date;
  /** Reads a file that holds secrets. */
  readonly readFile: ReadFile;
  /** The memory of the process. */
  residentBytes(): number;
  /** Calls back when the process is told to end. */
  onEnd(end: () => void): void;
  exit(code: number): void;
  /** Writes a line to the log. */
  log(line: string): void;
}

/**
 * Serves over HTTP until the process is told to end. A second signal ends it at once.
 * @throws CommandLineError when the settings do not allow it, or the address cannot be used
 */
export async function serveRemotely(served: Served, host: RemoteHost): Promise<void> {
  const { http, accounts, watched, sandbox, toolsets, maxCalls, tokensFile: path } = served;
  const { redactor, now, readFile, residentBytes, onEnd, exit, log } = host;
  const { address } = http;
  const redact = (text: string): string => redactor.redact(text);
  const tokens = path === undefined ? undefined : await whole(() => readTokens(path, readFile));
  const { tls: tlsFiles, oauth: oauthConfig } = http;
  const tls = tlsFiles && (await whole(() => readTls(tlsFiles, readFile)));
  if (tokens === undefined && oauthConfig === undefined && !isLocal(address.host))
    throw new CommandLineError([openToAll(address.host)]);
  const metrics = new ServerMetrics(now());
  const clients = await clientsOf(served, now, metrics);
  const audit = await whole(async () => openAuditLog(http.auditLog, { now, log, redact }));
  let url = '';
  const shared = {
    accounts,
    // Remote users pass no cookies as arguments, and cannot open files on this machine.
    context: { redactor, now, sandbox, toolsets, inlineCredentials: false, keyHolder: 'operator' as const },
    client: clients.clientFor(served),
    shared: clients.shared,
    budget: serverBudget(maxCalls, clients.shared?.countOf('')),
    maxCalls,
    audit: {
      ...audit,
      write(line: AuditLine): void {
        metrics.audited(line);
        audit.write(line);
      },
    },
  };
  const oauth =
    oauthConfig &&
    (await whole(async () => {
      const { openOauth } = await import('./oauth/open-oauth.ts');
      return openOauth({ ...shared, log, oauth: oauthConfig, resource: () => oauthConfig.resource ?? url });
    }));
  const principals = new Principals({
    ...shared,
    passthrough: new Passthrough({
      isOn: http.passthrough,
      clientFor: (apiKey, realm) => clients.clientForRequest({ ...served, apiKey }, realm),
    }),
    oauth: oauth?.subjects,
  });
  const accept = (accepted: readonly ServerToken[]): void => principals.take(accepted);
  const inUse = followTokens(accept, clients.shared?.revocations, LOOK_AT_FILES_MS);
  if (tokens !== undefined) inUse.take(tokens);
  const service = new HttpService({
    ...http,
    tls,
    log,
    redact,
    maxHeaderBytes: http.passthrough ? LONG_HEAD : PLAIN_HEAD,
    document: (at) => oauth?.subjects.document(at),
    identify: (request) => principals.identify(request),
    monitor: {
      responded: (status) => metrics.responded(status),
      isOpen: () => principals.isOpen,
      refused: (request) => principals.refusedMetrics(request),
      text: (running) => metrics.text({ running, residentBytes: residentBytes() }),
    },
    refused: (status, client) => audit.write({ principal: client ?? '', outcome: `HTTP ${status}` }),
  });
  url = await service.listen().catch((error: unknown) => {
    throw new CommandLineError([cannotListen(address.port, error)]);
  });
  const follow = { readFile, report: log };
  const renew = (renewed: TlsIdentity): void => service.renew(renewed);
  const unwatch = [
    watched?.watch(LOOK_AT_FILES_MS, () => {}),
    inUse.end,
    path === undefined
      ? undefined
      : watchTokens({ path, ...inUse, ...follow }, LOOK_AT_FILES_MS, tokens !== undefined),
    tlsFiles && watchTls({ files: tlsFiles, take: renew, ...follow }, LOOK_AT_FILES_MS),
    oauth?.watch(LOOK_AT_FILES_MS),
  ];
  log(`Serving MCP at ${url}. Ctrl-C ends it.`);
  if (tls === undefined && !isLocal(address.host)) log(UNENCRYPTED);
  let isEnding = false;
  onEnd(async () => {
    if (isEnding) exit(1);
    isEnding = true;
    await service.drain();
    const unwatched = unwatch.map((stop) => stop?.());
    await Promise.allSettled([...unwatched, clients.close(), served.close(), audit.close()]);
    exit(0);
  });
}

/** @throws CommandLineError when a file exists but cannot be used */
async function whole<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isOfFiles = [TokensFileError, TlsFilesError, GrantsError, AuditLogError].some(
      (kind) => error instanceof kind,
    );
    throw isOfFiles && error instanceof Error ? new CommandLineError([error.message]) : error;
  }
}

/** The size limit for the head of a request: cookies are long. */
const PLAIN_HEAD = 16 * 1024;
const LONG_HEAD = 64 * 1024;

const UNENCRYPTED =
  'Tokens and figures are sent unencrypted: let others reach this server only through a proxy that adds TLS, or give it a certificate (--tls-cert, --tls-key).';

const openToAll = (host: string): string =>
  `${host} can be reached from other machines, and anyone there could use the server. Create a token first (tiktok-creator-mcp tokens create), set TIKTOK_CREATOR_OAUTH_ISSUER, or listen on 127.0.0.1.`;

function cannotListen(port: number, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const why = code === 'EADDRINUSE' ? 'another program is using it' : `error ${code}`;
  return `The HTTP server cannot listen on port ${port}: ${why}.`;
}
