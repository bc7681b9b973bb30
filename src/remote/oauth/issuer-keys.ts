import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { IssuerError, type IssuerRequests } from './issuer-requests.ts';

const metadata = z.object({ issuer: z.string(), jwks_uri: z.string().url() });

/** How long the metadata of an issuer and its keys are cached. */
const PLACE_MS = 60 * 60_000;
const KEYS_MS = 10 * 60_000;
/** The shortest time between two reloads that tokens with an unknown key cause. */
const COOLDOWN_MS = 30_000;

/**
 * The keys that an issuer signs with, loaded with the first token.
 * @param issuer the issuer as named in its tokens
 */
export function issuerKeys(issuer: string, requests: IssuerRequests): () => Promise<JWTVerifyGetKey> {
  let known: { readonly keys: JWTVerifyGetKey; readonly uri: string; readonly at: number } | undefined;
  let looking: Promise<JWTVerifyGetKey> | undefined;
  const look = async (): Promise<JWTVerifyGetKey> => {
    const uri = await placeOfKeys(issuer, requests);
    const keys =
      known?.uri === uri
        ? known.keys
        : createRemoteJWKSet(new URL(uri), {
            cooldownDuration: COOLDOWN_MS,
            cacheMaxAge: KEYS_MS,
            [customFetch]: requests.get,
          });
    known = { keys, uri, at: performance.now() };
    return keys;
  };
  return () => {
    if (known !== undefined && performance.now() - known.at < PLACE_MS) return Promise.resolve(known.keys);
    looking ??= look().finally(() => {
      looking = undefined;
    });
    const before = known?.keys;
    return before === undefined ? looking : looking.catch(() => before);
  };
}

async function placeOfKeys(issuer: string, requests: IssuerRequests): Promise<string> {
  for (const url of metadataUrls(issuer)) {
    const response = await requests.get(url);
    if (response.status !== 200) continue;
    const read = metadata.safeParse(await response.json().catch(() => undefined));
    if (!read.success) throw new IssuerError('its metadata is invalid');
    if (read.data.issuer !== issuer) throw new IssuerError('its metadata names another issuer');
    return read.data.jwks_uri;
  }
  throw new IssuerError('it has no metadata');
}

/** The URLs of an issuer's metadata (RFC 8414, 3.1 and 5; OpenID Connect Discovery, 4). */
export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ];
}
