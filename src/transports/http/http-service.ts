import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { exchange } from './exchange.ts';
import { admit, foreignSender, type GateRules, LOCAL_NAMES } from './gate.ts';
import type { HttpMonitor } from './monitor.ts';
import { draining, MAX_AT_ONCE, noSuchPath, onlyGet, ownFault, tooMany, wrongType } from './refusals.ts';
import { refuseBytes, refuseExpectation } from './refuse-bytes.ts';
import { type Refused, sendJson, sendMetrics, sendRefusal } from './reply.ts';

/** The sender of a request. */
export interface HttpClient {
  /** A unique name. */
  readonly name: string;
  /** A server for one request, not connected yet. */
  createServer(): McpServer;
  /** Removes secrets from a text, including those that the request brought. */
  redact?(text: string): string;
}

/** The sender of a request, or why it is refused. */
export type Identified = { readonly client: HttpClient } | Refused;

/** A certificate with its chain, and its key, in PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

interface HttpServiceOptions {
  readonly address: { readonly host: string; readonly port: number };
  /** For HTTPS; plain HTTP if left out. */
  readonly tls: TlsIdentity | undefined;
  /** Further host names of the server. */
  readonly hosts: readonly string[];
  /** The origins of web pages that may use it. */
  readonly origins: readonly string[];
  /** The size limit for the headers of a request. */
  readonly maxHeaderBytes: number;
  /** The public document at a path, if there is one. */
  document(path: string): unknown;
  /** Identifies the sender of a request. */
  identify(request: IncomingMessage): Promise<Identified>;
  /**
   * Called for each request that is refused because of its sender.
   * @param client its name, if known
   */
  refused(status: number, client: string | undefined): void;
  /** For `/metrics`; not served if left out. */
  readonly monitor?: HttpMonitor;
  /** Writes a line to the log. */
  log(line: string): void;
  /** Removes secrets from a text. */
  redact(text: string): string;
}

/** How long the headers of a request, and the whole request, may take to arrive. */
const HEAD_MS = 10_000;
const WHOLE_REQUEST_MS = 30_000;
const TLS_LIMITS = { minVersion: 'TLSv1.2', handshakeTimeout: HEAD_MS } as const;
/** How often these limits are checked. */
const CHECK_MS = 2000;
/** Longer than load balancers keep idle connections, so that none is closed while a request arrives. */
const IDLE_MS = 65_000;
/** How long a connection may be inactive, such as when a client does not read its response; longer than any request. */
const INACTIVE_MS = 90_000;
/** The most connections, idle ones included. */
const MAX_CONNECTIONS = 2000;
/** How long requests under way may take once the server is told to end. */
const DRAIN_MS = 30_000;

/** An HTTP server with the MCP endpoint at `/mcp`. Without sessions, any request may go to any replica. */
export class HttpService {
  readonly #options: HttpServiceOptions;
  readonly #server: Server;
  /** The same server, if it uses TLS. */
  readonly #secure: SecureServer | undefined;
  readonly #underWay = new Map<string, number>();
  /** The number of requests that are being served, without health probes. */
  #running = 0;
  #isDraining = false;
  #onIdle: (() => void) | undefined;
  #hosts: readonly string[] = LOCAL_NAMES;

  constructor(options: HttpServiceOptions) {
    this.#options = options;
    const limits = {
      headersTimeout: HEAD_MS,
      requestTimeout: WHOLE_REQUEST_MS,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: CHECK_MS,
      maxHeaderSize: options.maxHeaderBytes,
      // The gate refuses a request without a Host, with a JSON-RPC error.
      requireHostHeader: false,
    };
    const { tls } = options;
    this.#secure = tls && createSecureServer({ ...limits, ...TLS_LIMITS, ...tls }, this.#serve);
    this.#server = this.#secure ?? createServer(limits, this.#serve);
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.timeout = INACTIVE_MS;
    this.#server.on('checkContinue', this.#serve).on('checkExpectation', refuseExpectation);
    this.#server.on('clientError', (error, socket) => {
      const status = refuseBytes(error, socket, options.maxHeaderBytes);
      if (status !== undefined) options.monitor?.responded(status);
    });
  }

  /**
   * Starts to listen.
   * @returns the URL of the MCP endpoint
   */
  async listen(): Promise<string> {
    const { host, port } = this.#options.address;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen({ host, port }, () => resolve());
    });
    this.#server.on('error', ({ message }) => this.#options.log(message));
    const own = host.includes(':') ? `[${host}]` : host.toLowerCase();
    this.#hosts = [...LOCAL_NAMES, own, ...this.#options.hosts];
    const address = this.#server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    return `${this.#scheme}://${own}:${bound}/mcp`;
  }

  /** Uses another certificate for new connections, such as a renewed one. */
  renew(tls: TlsIdentity): void {
    this.#secure?.setSecureContext({ ...TLS_LIMITS, ...tls });
  }

  get #scheme(): string {
    return this.#secure === undefined ? 'http' : 'https';
  }

  /** Refuses new requests, gives those under way some time to end, and closes. */
  async drain(forMs = DRAIN_MS): Promise<void> {
    this.#isDraining = true;
    this.#server.closeIdleConnections();
    if (this.#running > 0) {
      const isOver = new AbortController();
      const idle = new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
      await Promise.race([idle, delay(forMs, undefined, { signal: isOver.signal })]);
      isOver.abort();
    }
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  readonly #serve = (request: IncomingMessage, response: ServerResponse): void => {
    const { monitor } = this.#options;
    response.once('finish', () => monitor?.responded(response.statusCode));
    // A kept-alive connection would delay the end.
    if (this.#isDraining) response.setHeader('connection', 'close');
    const path = request.url?.split('?', 1)[0];
    const document = path === undefined ? undefined : this.#options.document(path);
    if (document !== undefined) this.#publish(request, response, document);
    else if (path === '/healthz' || path === '/readyz') this.#probe(request, response, path);
    else if (path === '/metrics' && monitor)
      this.#finish(this.#measure(request, response, monitor), response);
    else if (path !== '/mcp') sendRefusal(response, noSuchPath);
    else this.#finish(this.#answer(request, response), response);
  };

  #finish(answered: Promise<void>, response: ServerResponse): void {
    answered.catch((error: unknown) => {
      this.#options.log(this.#options.redact(String(error instanceof Error ? error.stack : error)));
      sendRefusal(response, ownFault);
    });
  }

  /** Foreign web pages could read it only where no token is required. */
  async #measure(request: IncomingMessage, response: ServerResponse, monitor: HttpMonitor): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendRefusal(response, onlyGet);
    const foreign = monitor.isOpen() ? foreignSender(request, this.#rules) : undefined;
    if (foreign !== undefined) return sendRefusal(response, foreign);
    const refused = await monitor.refused(request);
    if (refused === undefined) return sendMetrics(response, monitor.text(this.#running));
    this.#options.refused(refused.refusal.status, refused.name);
    sendRefusal(response, refused.refusal);
  }

  get #rules(): GateRules {
    return { hosts: this.#hosts, origins: this.#options.origins, scheme: this.#scheme };
  }

  #probe({ method }: IncomingMessage, response: ServerResponse, path: '/healthz' | '/readyz'): void {
    if (method !== 'GET' && method !== 'HEAD') sendRefusal(response, onlyGet);
    else if (path === '/readyz' && this.#isDraining) sendJson(response, 503, { status: 'draining' });
    else sendJson(response, 200, { status: 'ok' });
  }

  #publish({ method }: IncomingMessage, response: ServerResponse, document: unknown): void {
    // The document is public, and web pages that may use the server read it too.
    const cors = this.#options.origins.length > 0 ? { 'access-control-allow-origin': '*' } : {};
    if (method !== 'GET' && method !== 'HEAD') sendRefusal(response, onlyGet);
    else sendJson(response, 200, document, cors);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { identify, redact } = this.#options;
    const admission = admit(request, this.#rules);
    if ('refusal' in admission) return sendRefusal(response, admission.refusal);
    if ('preflight' in admission) return void response.writeHead(204, admission.preflight).end();
    for (const [name, value] of Object.entries(admission.headers))
      if (value !== undefined) response.setHeader(name, value);
    if (this.#isDraining) return sendRefusal(response, draining);
    const identified = await identify(request);
    // The client has disconnected: `close` was emitted already, so a count would never go down.
    if (response.destroyed) return;
    const busy: Identified =
      'client' in identified && !this.#enter(identified.client.name, response)
        ? { refusal: tooMany, name: identified.client.name }
        : identified;
    if ('refusal' in busy) {
      this.#options.refused(busy.refusal.status, busy.name);
      return sendRefusal(response, busy.refusal);
    }
    const { client } = busy;
    const { 'content-type': type = '', 'content-encoding': coding = 'identity' } = request.headers;
    if (!/^application\/json\s*(;|$)/i.test(type) || coding !== 'identity')
      return sendRefusal(response, wrongType);
    await exchange(request, response, { redact, ...client });
  }

  /** Counts a request until its response has been sent or the client is gone; false if the client has too many. */
  #enter(name: string, response: ServerResponse): boolean {
    const before = this.#underWay.get(name) ?? 0;
    if (before >= MAX_AT_ONCE) return false;
    this.#underWay.set(name, before + 1);
    this.#running += 1;
    response.once('close', () => {
      const left = (this.#underWay.get(name) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(name);
      else this.#underWay.set(name, left);
      this.#running -= 1;
      if (this.#running === 0) this.#onIdle?.();
    });
    return true;
  }
}
