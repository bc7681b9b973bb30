import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type JSONRPCResponse,
  LATEST_PROTOCOL_VERSION,
  type Result,
} from '@modelcontextprotocol/sdk/types.js';
import { at, isJsonObject, type JsonObject } from '../../json.ts';
import { META, MODERN_VERSION } from './era.ts';
import { cacheHintFor } from './modern-methods.ts';

interface ModernRequester {
  /** A server for one request, not connected yet. */
  createServer(): McpServer;
  /** Cancels the request. */
  readonly signal: AbortSignal;
  /** Receives the notifications that precede the response. */
  notify(message: JSONRPCNotification): void;
}

/**
 * Serves a modern request with a server of its own, which knows the protocol up to the previous version: it is
 * connected, initialized, given the request, and closed.
 * @returns undefined when the request was cancelled
 */
export async function serveModern(
  request: JSONRPCRequest,
  { createServer, signal, notify }: ModernRequester,
): Promise<JSONRPCResponse | undefined> {
  const server = createServer();
  const line = new InProcessTransport(notify);
  await server.connect(line);
  const hangUp = (): void => void server.close();
  if (signal.aborted) hangUp();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    const about = await line.request(INITIALIZE);
    if (about === undefined || !('result' in about)) return about;
    const answer =
      request.method === 'server/discover' ? discovered(about.result, request) : await line.request(request);
    if (answer === undefined) return undefined;
    return 'result' in answer
      ? { ...answer, result: modernResult(answer.result, request.method, about.result) }
      : { ...answer, error: { ...answer.error, ...unreadUri(request) } };
  } finally {
    signal.removeEventListener('abort', hangUp);
    hangUp();
  }
}

/** The URI of a resource that could not be read, for its error. */
const unreadUri = ({ method, params }: JSONRPCRequest): { readonly data?: object } =>
  method === 'resources/read' ? { data: { uri: at(params, 'uri') } } : {};

const INITIALIZE: JSONRPCRequest = {
  jsonrpc: '2.0',
  id: 'about',
  method: 'initialize',
  params: {
    protocolVersion: LATEST_PROTOCOL_VERSION,
    capabilities: {},
    clientInfo: { name: 'modern', version: MODERN_VERSION },
  },
};

/** The result of `server/discover`, made from the result of `initialize`. */
function discovered({ capabilities, instructions }: Result, { id }: JSONRPCRequest): JSONRPCResponse {
  const supported = isJsonObject(capabilities) ? withoutNotices(capabilities) : {};
  return {
    jsonrpc: '2.0',
    id,
    result: { supportedVersions: [MODERN_VERSION], capabilities: supported, instructions },
  };
}

/** Without list changes and subscriptions, which would need a request that never ends. */
const withoutNotices = (capabilities: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(capabilities).map(([name, value]) => {
      const { listChanged: _, subscribe: __, ...rest } = isJsonObject(value) ? value : {};
      return [name, rest];
    }),
  );

/** A result in the form of this version: complete, with its source and how long it may be cached. */
function modernResult(result: Result, method: string, { serverInfo }: Result): Result {
  const isAboutServer = method === 'server/discover';
  const { icons: _, ...named } = isJsonObject(serverInfo) ? serverInfo : {};
  const source = { [`${META}serverInfo`]: isAboutServer ? serverInfo : named };
  return {
    ...result,
    resultType: 'complete',
    ...cacheHintFor(method),
    _meta: { ...result._meta, ...source },
  };
}

/** The client end of a connection to a server within the process. */
class InProcessTransport implements Transport {
  onclose?: () => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #notify: (message: JSONRPCNotification) => void;
  #isClosed = false;
  #settle: ((response?: JSONRPCResponse) => void) | undefined;

  constructor(notify: (message: JSONRPCNotification) => void) {
    this.#notify = notify;
  }

  async start(): Promise<void> {}

  /** Sends one request at a time; undefined if the connection is closed before the response. */
  request(request: JSONRPCRequest): Promise<JSONRPCResponse | undefined> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      if (this.#isClosed) resolve(undefined);
      else this.onmessage?.(request);
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!('method' in message)) this.#settle?.(message);
    else if (!('id' in message)) this.#notify(message);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#settle?.();
    this.onclose?.();
  }
}
