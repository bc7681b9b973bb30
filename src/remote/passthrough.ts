import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { parseApiKey } from '../config/parse-address.ts';
import { secretsIn } from '../credentials/cookie.ts';
import { openContext } from '../mcp/open-context.ts';
import type { ServerContext } from '../mcp/server-context.ts';
import { serverFactory } from '../server.ts';
import { AccountFacts } from '../shared-state/account-facts.ts';
import { processBudget } from '../shared-state/call-limits.ts';
import { ExportStore } from '../shared-state/export-store.ts';
import { UsageCounter } from '../shared-state/usage.ts';
import type { Client } from '../tikhub/client.ts';
import type { HttpClient, Identified } from '../transports/http/http-service.ts';
import type { HttpRefusal } from '../transports/http/reply.ts';

const KEY_HEADER = 'X-TikHub-Key';
const COOKIE_HEADER = 'X-TikTok-Cookie';

/** The name of the caller's own account. */
const OWN = 'own';

/** The credentials that a request brings, in place of the configured ones. */
interface OwnCredentials {
  readonly apiKey: string;
  /** A cookie in any format that fits into a header. */
  readonly cookie: string;
}

/** What is kept between requests with the same key and cookie; it contains neither. */
interface OwnState {
  readonly usage: UsageCounter;
  readonly facts: AccountFacts;
  readonly exports: ExportStore;
}

/** Headers of a request, by their names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

interface PassthroughOptions {
  readonly isOn: boolean;
  /** @param realm separates its responses from those of all others */
  clientFor(apiKey: string, realm: string): Client;
}

/** How many callers are remembered, and how long after their last request. */
const MAX_CALLERS = 64;
const REMEMBERED_MS = 60 * 60_000;

/** Serves requests that bring their own key and cookie. */
export class Passthrough {
  readonly #options: PassthroughOptions;
  /** Differs for each process, so that digests mean nothing outside of it. */
  readonly #secret = randomBytes(32);
  readonly #states = new LRUCache<string, OwnState>({
    max: MAX_CALLERS,
    ttl: REMEMBERED_MS,
    updateAgeOnGet: true,
  });

  constructor(options: PassthroughOptions) {
    this.#options = options;
  }

  /**
   * The principal of a request that brings a key or a cookie; undefined if it brings neither.
   * @param context the context of the principal that sends it
   */
  identify(headers: RequestHeaders, context: ServerContext): Identified | undefined {
    const name = context.principal ?? '';
    const apiKey = headers[KEY_HEADER.toLowerCase()];
    const cookie = headers[COOKIE_HEADER.toLowerCase()];
    if (apiKey === undefined && cookie === undefined) return undefined;
    if (!this.#options.isOn) return { refusal: switchedOff, name };
    if (typeof apiKey !== 'string' || typeof cookie !== 'string' || apiKey === '' || cookie === '')
      return { refusal: halfOfThem, name };
    let problem = '';
    const usable = parseApiKey(apiKey, (says) => {
      problem = says;
      return undefined;
    });
    if (usable === undefined) return { refusal: badRequest(`${KEY_HEADER} ${problem}`), name };
    return { client: this.#clientOf({ apiKey: usable, cookie }, context) };
  }

  #clientOf({ apiKey, cookie }: OwnCredentials, context: ServerContext): HttpClient {
    const name = context.principal ?? '';
    const redactor = context.redactor.child();
    for (const secret of [apiKey, ...secretsIn(cookie, context.now())]) redactor.add(secret);
    const renewal = `Log in to TikTok Shop in a browser, copy the cookies again and send them as ${COOKIE_HEADER}.`;
    const account = { cookie, source: COOKIE_HEADER, renewal };
    const own: ServerContext = {
      ...context,
      redactor,
      keyHolder: 'sender',
      accounts: { byName: new Map([[OWN, account]]), defaultName: OWN },
    };
    const realm = this.#digest([name, apiKey, cookie]);
    const open = async () => {
      const opened = openContext(own, this.#options.clientFor(apiKey, realm), {
        // Calls with the caller's own key are not counted.
        budget: processBudget(undefined),
      });
      return { ...opened, ...this.#stateOf(realm, context.now) };
    };
    return { name, createServer: serverFactory(own, open), redact: (text) => redactor.redact(text) };
  }

  #stateOf(realm: string, now: () => Date): OwnState {
    const known = this.#states.get(realm);
    if (known !== undefined) return known;
    const exports = new ExportStore({ now, maxFiles: 4, maxBytes: 8_000_000 });
    const state = { usage: new UsageCounter(now(), undefined), facts: new AccountFacts(), exports };
    this.#states.set(realm, state);
    return state;
  }

  #digest(parts: readonly string[]): string {
    return createHmac('sha256', this.#secret).update(JSON.stringify(parts)).digest('hex');
  }
}

const badRequest = (why: string): HttpRefusal => ({ status: 400, why: `${why} Nothing was done or billed.` });

const switchedOff = badRequest(
  `This server does not accept API keys and cookies from its users, so ${KEY_HEADER} and ${COOKIE_HEADER} must not be sent. Its operator can allow them with --passthrough.`,
);

const halfOfThem = badRequest(
  `Send both ${KEY_HEADER} and ${COOKIE_HEADER}: your own key is never used with a cookie of the server, nor your own cookie with its key.`,
);
