import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dayAt } from './calendar.ts';
import { CREATORS } from './creators.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import { deadSession, emptySuccess, errorDetail, payloadReply, type ReplyStamp } from './envelope.ts';
import { createLedger } from './ledger.ts';
import { RejectedParameter } from './parameters.ts';
import { hex } from './random.ts';
import { readRequestBody } from './request-body.ts';
import { SESSIONS, sessionOwner } from './sessions.ts';
import { FIRST_DAY } from './videos.ts';

/** A running stand-in for the vendor's API. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The key it accepts. */
  readonly apiKey: string;
  /** The sessions it knows, by name. */
  readonly accounts: ReadonlyMap<string, { readonly cookie: string; readonly label: string }>;
  /** Stops listening and drops whatever is still connected. */
  close(): Promise<void>;
}

/** A key that is valid and out of credit. */
export const NO_BALANCE_KEY = 'sandbox-api-key-without-balance';

const API_KEY = 'sandbox-api-key';
const PREFIX = '/api/v1/tiktok/creator/';
const RETRY = "Request failed. Please retry. You won't be charged for this request.";
const WAF_PAGE = '<!DOCTYPE html><html><head><title>403 Forbidden</title></head><body>Blocked</body></html>';
// "Two midnights ago" ends the day before yesterday: today and yesterday have no data yet.
const DATA_LAG_DAYS = 1;

interface SandboxReply {
  readonly status: number;
  readonly body: object | string;
}

function detail(status: number, content: unknown): SandboxReply {
  return { status, body: { detail: content } };
}

/** Names that HTTP libraries send when nobody chose one (upstream-api.md 1.10). */
function isLibraryDefault(userAgent: string | undefined): boolean {
  return /^\s*((undici|node)\b.*)?$/i.test(userAgent ?? '');
}

/** The reply to a request that fails before its body is read; undefined when it passes. */
function rejection(request: IncomingMessage, stamp: ReplyStamp): SandboxReply | undefined {
  const { headers, method } = request;
  if (isLibraryDefault(headers['user-agent'])) return { status: 403, body: WAF_PAGE };
  if (!stamp.path.startsWith(PREFIX) || !ENDPOINTS.has(stamp.path.slice(PREFIX.length))) {
    return detail(404, 'Not Found');
  }
  if (method !== 'POST') return detail(405, 'Method Not Allowed');
  if (headers.authorization === `Bearer ${NO_BALANCE_KEY}`) {
    const message = 'Insufficient balance, please top up your account.';
    // The vendor repeats the request's headers here, key included (upstream-api.md 3.10).
    return detail(402, errorDetail(stamp, 402, message, { headers }));
  }
  if (headers.authorization !== `Bearer ${API_KEY}`) {
    return detail(401, errorDetail(stamp, 401, 'The API key is missing or not valid.'));
  }
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

/**
 * Starts the sandbox on a free port of the loopback interface: a real HTTP server that answers as the vendor's API
 * would, with invented creators. Past days' figures depend on `seed` alone; `now` decides how far data reaches.
 */
export async function startSandbox(options: { now: () => Date; seed?: number }): Promise<Sandbox> {
  const seed = options.seed ?? 1;
  const ledgers = new Map(CREATORS.map((creator) => [creator.name, createLedger(creator, seed)]));
  let received = 0;

  function respond(text: string, stamp: ReplyStamp): SandboxReply {
    const endpoint = ENDPOINTS.get(stamp.path.slice(PREFIX.length));
    if (!endpoint) return detail(404, 'Not Found');
    const body = readRequestBody(text, endpoint.fields);
    if ('issues' in body) return detail(422, body.issues);
    const creator = sessionOwner(body.cookie);
    if (creator === 'expired') {
      return { status: 200, body: endpoint.emptyWhenExpired ? emptySuccess(stamp) : deadSession(stamp) };
    }
    const ledger = creator && ledgers.get(creator.name);
    if (!ledger) return detail(400, errorDetail(stamp, 400, RETRY));
    const { now } = stamp;
    const data = { from: FIRST_DAY, to: dayAt(now, creator.offset) - DATA_LAG_DAYS };
    try {
      const payload = endpoint.respond({ creator, ledger, now, data }, body);
      return { status: 200, body: payloadReply(stamp, creator, payload) };
    } catch (error) {
      if (error instanceof RejectedParameter) return detail(400, errorDetail(stamp, 400, RETRY));
      throw error;
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    received += 1;
    const [path = '/'] = (request.url ?? '/').split('?');
    const stamp = {
      requestId: `c0${hex(30, seed, 'request', received)}`,
      now: options.now(),
      path,
    };
    const text = await bodyOf(request);
    const { status, body } = rejection(request, stamp) ?? respond(text, stamp);
    const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json';
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ detail: 'Internal Server Error' }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    apiKey: API_KEY,
    accounts: SESSIONS,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
