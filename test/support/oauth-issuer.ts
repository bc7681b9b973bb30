import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

const PROGRAM = fileURLToPath(new URL('oauth-issuer-process.mjs', import.meta.url));
const REDIRECT = 'http://127.0.0.1:1/callback';

/** Claims of access tokens by the name that somebody logs in with. */
type Claims = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** A real issuer on loopback, with the key that it signs with, for tokens that it would not issue. */
export async function oauthIssuer(claims: Claims) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'first', use: 'sig', alg: 'RS256' };
  const settings = { issuer, port, claims, jwks: { keys: [key] } };
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const env = { PATH: process.env['PATH'], ISSUER: JSON.stringify(settings) };
    child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout ?? child, 'data');
  };
  const stop = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  await start();
  onTestFinished(stop);
  return {
    issuer,
    start,
    stop,
    publicKey,
    privateKey,
    /** A token with its signature, whatever it says; `null` leaves a claim out. */
    sign(
      audience: string,
      more: Readonly<Record<string, unknown>> = {},
      signedWith = privateKey,
    ): Promise<string> {
      const now = Math.floor(Date.now() / 1000);
      const said = { iss: issuer, aud: audience, sub: 'north', iat: now, exp: now + 300, ...more };
      const payload = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
      return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'first' }).sign(signedWith);
    },
  };
}

const METADATA = {
  client_name: 'tests',
  redirect_uris: [REDIRECT],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

/** A person with a browser, and what a client keeps of them. */
export class Visitor implements OAuthClientProvider {
  readonly #name: string;
  #client: OAuthClientInformationMixed | undefined;
  #tokens: OAuthTokens | undefined;
  #verifier = '';
  /** The code that the issuer has sent back with the browser. */
  code = '';
  /** Where the browser was sent to. */
  asked: URL | undefined;

  /** @param scope what the client asks for where the server names no scopes; this issuer gives nothing without one */
  constructor(name: string, scope: string | undefined) {
    this.#name = name;
    this.clientMetadata = { ...METADATA, ...(scope === undefined ? {} : { scope }) };
  }

  readonly redirectUrl = REDIRECT;
  readonly clientMetadata: OAuthClientMetadata;
  clientInformation = () => this.#client;
  saveClientInformation(client: OAuthClientInformationMixed): void {
    this.#client = client;
  }
  tokens = () => this.#tokens;
  saveTokens(tokens: OAuthTokens): void {
    this.#tokens = tokens;
  }
  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }
  codeVerifier = () => this.#verifier;

  /** Logs in and consents, as a person would in the pages of the issuer. */
  async redirectToAuthorization(url: URL): Promise<void> {
    this.asked = url;
    const jar = new Map<string, string>();
    const go = async (to: URL, form?: Readonly<Record<string, string>>): Promise<URL> => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(to, {
        redirect: 'manual',
        headers: { cookie },
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${to.pathname} leads nowhere: ${await response.text()}`);
      return new URL(location, to);
    };
    let at = await go(url);
    const pages = [{ prompt: 'login', login: this.#name, password: 'x' }, { prompt: 'consent' }];
    for (let step = 0; step < 10 && !at.href.startsWith(REDIRECT); step += 1)
      at = await go(at, at.pathname.startsWith('/interaction/') ? pages.shift() : undefined);
    this.code = at.searchParams.get('code') ?? '';
    if (this.code === '') throw new Error(`No code came back: ${at.search}`);
  }
}
