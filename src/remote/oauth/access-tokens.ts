import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { issuerKeys } from './issuer-keys.ts';
import { IssuerRequests } from './issuer-requests.ts';

/** The result of checking an access token. */
export type TokenVerdict =
  | { readonly subject: string; readonly claims: JWTPayload }
  /** Why it is not valid, as a sentence. */
  | { readonly invalid: string }
  /** Why its issuer cannot be reached, as the end of a sentence. */
  | { readonly unknown: string };

interface AccessTokenOptions {
  /** The issuer as named in its tokens. */
  readonly issuer: string;
  /** The audience that tokens must have. */
  audience(): string;
  now(): Date;
  warn(line: string): void;
}

/** Only algorithms with a private key, which nobody but the issuer has: neither `none` nor shared secrets. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** The allowed difference of two clocks. */
const CLOCK_TOLERANCE_S = 5;

const NOT_OURS = 'The access token is not from the issuer that this server trusts.';

/** @returns a function that checks access tokens */
export function accessTokens({ issuer, audience, now, warn }: AccessTokenOptions) {
  const keys = issuerKeys(issuer, new IssuerRequests(warn));
  return async (token: string): Promise<TokenVerdict> => {
    // A token that names another issuer needs no request.
    if (issuerIn(token) !== issuer) return { invalid: NOT_OURS };
    try {
      const { payload } = await jwtVerify(token, async (header, input) => (await keys())(header, input), {
        algorithms: ALGORITHMS,
        issuer,
        audience: audience(),
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: now(),
        requiredClaims: ['exp', 'sub'],
      });
      const { sub: subject = '' } = payload;
      return subject === '' ? { invalid: NOT_OURS } : { subject, claims: payload };
    } catch (error) {
      return verdictOfFailure(error);
    }
  };
}

function issuerIn(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Errors of the issuer; the token may be valid. */
const OF_THE_ISSUER = [errors.JWKSInvalid, errors.JWKSTimeout];
/** Errors of the token. */
const OF_THE_TOKEN = [
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWTInvalid,
  errors.JWTClaimValidationFailed,
];

function verdictOfFailure(error: unknown): TokenVerdict {
  if (error instanceof errors.JWTExpired) return { invalid: 'The access token has expired.' };
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
    return { invalid: 'The access token is for another server.' };
  if (OF_THE_TOKEN.some((kind) => error instanceof kind)) return { invalid: NOT_OURS };
  const isKnown = error instanceof Error && !OF_THE_ISSUER.some((kind) => error instanceof kind);
  return { unknown: isKnown ? error.message : 'its keys cannot be used' };
}
