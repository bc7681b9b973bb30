import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { JsonSchemaType, jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import { Agent, type Dispatcher, MockAgent } from 'undici';
import { z } from 'zod';
import type { Accounts, ConfiguredAccount } from '../../src/credentials/account.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { serverFactory } from '../../src/server.ts';
import type { RateLimiter } from '../../src/shared-state/call-limits.ts';
import { MemoryStore } from '../../src/shared-state/memory-store.ts';
import type { ResponseStore } from '../../src/shared-state/response-store.ts';
import { createDispatcher } from '../../src/tikhub/dispatcher.ts';
import type { ForwardProxy } from '../../src/tikhub/forward-proxy.ts';
import { createHttpTransport } from '../../src/tikhub/http.ts';
import { type ServedToolsets, TOOLSETS } from '../../src/toolsets.ts';
import { buildContext, unlimited } from './context.ts';

/** When the tests are: October has all its data, November's ends on the 20th. */
export const NOW = new Date('2026-11-22T12:00:00Z');

export const VERSION = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version;

/** The tools that pass one question to one endpoint of the vendor: its name is theirs. */
export const ENDPOINTS = TOOLSETS.endpoints;

const failure = z.object({
  error: z.object({ kind: z.string(), retryable: z.boolean(), billed: z.enum(['no', 'yes', 'unknown']) }),
});
type Failure = z.output<typeof failure>['error'];

/** One request as it left for the upstream. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A tool's result in the terms of the tests. */
export interface Result {
  /** What a failure says of itself to programs. */
  readonly failure: Failure | undefined;
  readonly isError: boolean;
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>> | undefined;
  /** Everything the host received, for searches. */
  readonly whole: string;
}

/** A host linked to the server: everything between the two is real, only the upstream is replaced. */
export interface Connection {
  readonly host: McpClient;
  /** Every request that left for the upstream so far. */
  readonly sent: readonly Sent[];
  /** Every wait before a repeated request so far, in milliseconds; here none takes any time. */
  readonly waits: readonly number[];
  call(tool: string, args?: Readonly<Record<string, unknown>>): Promise<Result>;
  /** A call, and the requests that it made. */
  watch(
    tool: string,
    args?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly result: Result; readonly sent: readonly Sent[] }>;
  /** The text of a resource. */
  read(uri: string): Promise<string>;
  close(): Promise<void>;
}

interface Wiring {
  readonly dispatcher: Dispatcher;
  readonly forwardProxy?: ForwardProxy | undefined;
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  readonly needsKey: boolean;
  readonly accounts: Accounts;
  readonly now: () => Date;
  readonly sandbox: boolean;
  readonly inlineCredentials?: boolean;
  readonly toolsets?: ServedToolsets | undefined;
  readonly exportDirectory?: string | undefined;
  readonly timeoutMs?: number;
  readonly store?: ResponseStore | undefined;
  readonly createLimiter?: (() => RateLimiter) | undefined;
  close(): Promise<void>;
}

const headersSent = z.record(z.string());
const bodySent = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.unknown()));

const ajv = new AjvJsonSchemaValidator();
const schemas = new Map<string, JsonSchemaType>();

/** The SDK's own validator; every connection lists the same schemas, which it then compiles once. */
const validator: jsonSchemaValidator = {
  getValidator(schema) {
    const json = JSON.stringify(schema);
    const known = schemas.get(json) ?? schema;
    schemas.set(json, known);
    return ajv.getValidator(known);
  },
};

async function link(wiring: Wiring): Promise<Connection> {
  const sent: Sent[] = [];
  const recording = wiring.dispatcher.compose((dispatch) => (options, handler) => {
    sent.push({
      method: options.method,
      path: options.path,
      headers: headersSent.parse(options.headers),
      body: bodySent.parse(options.body),
    });
    return dispatch(options, handler);
  });
  const waits: number[] = [];
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    waits.push(ms);
  };
  const transport = createHttpTransport(recording, wiring.now, wiring.forwardProxy);
  const { context } = buildContext({ ...wiring, transport, sleep });
  const server = serverFactory(context, async () => context)();
  const host = new McpClient({ name: 'tests', version: '1' }, { jsonSchemaValidator: validator });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const send = theirs.send.bind(theirs);
  // As on a real wire: what is undefined does not arrive.
  theirs.send = (message, options) => send(JSON.parse(JSON.stringify(message)), options);
  await Promise.all([server.connect(theirs), host.connect(ours)]);
  // From here on the host holds every structured result against the listed output schema.
  await host.listTools();

  const call = async (tool: string, args: Readonly<Record<string, unknown>> = {}): Promise<Result> => {
    const result = CallToolResultSchema.parse(await host.callTool({ name: tool, arguments: { ...args } }));
    return {
      isError: result.isError === true,
      text: result.content
        .map((block) => (block.type === 'text' ? block.text : `(${block.type})`))
        .join('\n'),
      structured: result.structuredContent,
      failure: failure.safeParse(result._meta).data?.error,
      whole: JSON.stringify(result),
    };
  };
  return {
    host,
    sent,
    waits,
    call,
    async watch(tool, args) {
      const before = sent.length;
      const result = await call(tool, args);
      return { result, sent: sent.slice(before) };
    },
    async read(uri) {
      const { contents } = await host.readResource({ uri });
      return contents.map((content) => ('text' in content ? content.text : '(binary)')).join('\n');
    },
    async close() {
      await host.close();
      await server.close();
      await wiring.close();
    },
  };
}

const slow = (ms: number | undefined): RateLimiter =>
  ms === undefined ? unlimited() : { run: (task, signal) => delay(ms, undefined, { signal }).then(task) };

/** A host of the server over the sandbox, which answers over real HTTP on the loopback interface. */
export async function connectToSandbox(
  options: {
    /** Names of the sandbox's accounts to configure, the default one first; all of them if left out. */
    readonly accounts?: readonly string[];
    /** Cookies of accounts that the sandbox does not name; it serves them as its first creator. */
    readonly cookies?: Readonly<Record<string, string>>;
    readonly now?: () => Date;
    /** Whether responses are kept in memory, as in the program; default every call is made. */
    readonly cached?: boolean;
    /** Keeps responses in place of one in memory. */
    readonly store?: ResponseStore;
    /** Whether calls keep to the vendor's pace, which only slows down tests of other things. */
    readonly paced?: boolean;
    /** How long each call waits before it is made; default not at all. */
    readonly slowMs?: number;
    /** Whose tools are served; default all. */
    readonly toolsets?: ServedToolsets;
    readonly exportDirectory?: string;
  } = {},
): Promise<Connection & { readonly upstream: Sandbox }> {
  const now = options.now ?? (() => NOW);
  const upstream = await startSandbox({ now });
  const byName = new Map<string, ConfiguredAccount>();
  for (const name of options.accounts ?? upstream.accounts.keys()) {
    const cookie = upstream.accounts.get(name)?.cookie ?? options.cookies?.[name] ?? '';
    byName.set(name, { cookie, source: 'The sandbox cookie' });
  }
  const [defaultName = 'none'] = byName.keys();
  const agent = new Agent();
  const connection = await link({
    dispatcher: agent,
    baseUrl: new URL(upstream.url),
    apiKey: upstream.apiKey,
    needsKey: true,
    accounts: { byName, defaultName },
    now,
    store: options.store ?? (options.cached === true ? new MemoryStore({ now }) : undefined),
    createLimiter: options.paced === true ? undefined : () => slow(options.slowMs),
    sandbox: true,
    toolsets: options.toolsets,
    exportDirectory: options.exportDirectory,
    async close() {
      await agent.destroy();
      await upstream.close();
    },
  });
  return { ...connection, upstream };
}

/** What a scripted upstream answers. An error instead of a reply breaks the connection. */
export interface ScriptedReply {
  readonly status?: number;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a text is; a page if left out. */
  readonly type?: 'json';
}

interface Scripted extends Connection {
  /** Sets what the next requests get, one each; the last one goes on for ever. */
  answer(...replies: readonly (ScriptedReply | Error)[]): void;
}

/** The secrets of a scripted connection, none of which may come out of it. */
export const SECRETS = {
  apiKey: 'key-5f2b9c7d1e',
  sessionid: 'session-8d41c0aa',
  msToken: 'mstoken-77aa0b1c',
  ttwid: 'ttwid-1%7C90cafe',
  proxyUser: 'proxyuser-31',
  proxyPassword: 'proxypass-b7e2',
  cacheUrl: 'https://cache.vendor.invalid/api/v1/cache/public/c0ffee?sign=0badc0de99',
} as const;

/** The cookie that a scripted connection is configured with. */
export const COOKIE = `sessionid=${SECRETS.sessionid}; msToken=${SECRETS.msToken}; ttwid=${SECRETS.ttwid}; lang=en`;
export const PROXY = `http://${SECRETS.proxyUser}:${SECRETS.proxyPassword}@proxy.example:8080`;

/** A host of the server over an upstream whose every reply the test writes; nothing can reach a network. */
export async function connectToScript(
  options: {
    readonly apiKey?: string | null;
    /** Null configures no account. */
    readonly cookie?: string | null;
    readonly needsKey?: boolean;
    readonly baseUrl?: string;
    readonly now?: () => Date;
    readonly createLimiter?: () => RateLimiter;
  } = {},
): Promise<Scripted> {
  const { apiKey = SECRETS.apiKey, cookie = COOKIE, needsKey = true } = options;
  const baseUrl = new URL(options.baseUrl ?? 'https://api.tikhub.io');
  const agent = new MockAgent();
  agent.disableNetConnect();
  const byName = new Map<string, ConfiguredAccount>();
  if (cookie !== null) byName.set('main', { cookie, source: 'TIKTOK_COOKIE', proxy: PROXY });
  const connection = await link({
    dispatcher: agent,
    baseUrl,
    apiKey: apiKey ?? undefined,
    needsKey,
    accounts: { byName, defaultName: 'main' },
    now: options.now ?? (() => NOW),
    createLimiter: options.createLimiter ?? unlimited,
    sandbox: false,
    close: () => agent.close(),
  });
  return {
    ...connection,
    answer(...replies) {
      const pool = agent.get(baseUrl.origin);
      pool.cleanMocks();
      for (const [index, reply] of replies.entries()) {
        const next = pool.intercept({ path: () => true, method: 'POST' });
        const scope = reply instanceof Error ? next.replyWithError(reply) : next.reply(...written(reply));
        if (index === replies.length - 1) scope.persist();
      }
    },
  };
}

function written({ status = 200, body, headers, type: told }: ScriptedReply) {
  const isText = typeof body === 'string';
  const type = isText && told === undefined ? 'text/html' : 'application/json';
  const data = isText ? body : JSON.stringify(body);
  return [status, data, { headers: { 'content-type': type, ...headers } }] as const;
}

/** A success of the vendor around a payload, with the link that opens it to anyone. */
export const envelope = (payload: unknown): object => ({
  code: 200,
  request_id: 'c0-request-1',
  message: 'Request successful. This request will incur a charge.',
  time_stamp: NOW.getTime() / 1000,
  cache_url: SECRETS.cacheUrl,
  data: { code: 0, message: 'success', cache_url: SECRETS.cacheUrl, data: payload },
});

/** Everything secret that occurs in a text. */
export const leaksIn = (text: string, secrets: Iterable<string> = Object.values(SECRETS)): string[] =>
  [...secrets].filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)));

/** JSON for people: lists of objects have one entry a line, so that a diff shows which row changed. */
export function readable(value: unknown, indent = ''): string {
  const inner = `${indent}  `;
  const isOpen = indent === '' || (Array.isArray(value) && value.some((entry) => typeof entry === 'object'));
  const isLong = JSON.stringify(value)?.length > 100;
  if (typeof value !== 'object' || value === null || !(isOpen || (isLong && indent.length < 4))) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[\n${value.map((entry) => inner + JSON.stringify(entry)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).map(
    ([key, entry]) => `${inner}${JSON.stringify(key)}: ${readable(entry, inner)}`,
  );
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

/** A host of the server over whatever listens at a URL, through real sockets. */
export async function connectToUrl(
  baseUrl: string,
  options: {
    readonly timeoutMs?: number;
    readonly now?: () => Date;
    readonly inlineCredentials?: boolean;
    readonly apiKey?: string;
    readonly cookie?: string;
    readonly proxy?: string;
    /** Names of accounts with a session id each, the default one first; one account if left out. */
    readonly sessions?: Readonly<Record<string, string>>;
    /** The way out; the server's own if left out. It is closed with the connection. */
    readonly dispatcher?: Dispatcher;
    /** Where that way leads through. */
    readonly forwardProxy?: ForwardProxy | undefined;
    /** Default the vendor's limits. */
    readonly createLimiter?: () => RateLimiter;
    /** Keeps responses; default none. */
    readonly store?: ResponseStore;
  } = {},
): Promise<Connection> {
  const { apiKey = SECRETS.apiKey, cookie = COOKIE, proxy = PROXY } = options;
  const url = new URL(baseUrl);
  const dispatcher = options.dispatcher ?? createDispatcher(undefined);
  const byName = new Map<string, ConfiguredAccount>(
    options.sessions === undefined
      ? [['main', { cookie, source: 'TIKTOK_COOKIE', proxy }]]
      : Object.entries(options.sessions).map(([name, id]) => [
          name,
          { cookie: `sessionid=${id}; msToken=m; ttwid=t`, source: 'TIKTOK_COOKIE' },
        ]),
  );
  const [defaultName = 'main'] = byName.keys();
  const wiring = {
    timeoutMs: options.timeoutMs ?? 50_000,
    inlineCredentials: options.inlineCredentials ?? true,
    createLimiter: options.createLimiter,
    store: options.store,
    dispatcher,
    forwardProxy: options.forwardProxy,
    baseUrl: url,
    apiKey,
    needsKey: true,
    accounts: { byName, defaultName },
    now: options.now ?? (() => NOW),
    sandbox: false,
    close: () => dispatcher.destroy(),
  };
  return link(wiring);
}
