import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { issuerKeys } from './issuer-keys.ts';
import { IssuerRequests } from './issuer-requests.ts';

/** What is found out about an access token. */
export type TokenVerdict =
  | { readonly subject: string; readonly claims: JWTPayload }
  /** It cannot be used, and why, as a sentence. */
  | { readonly invalid: string }
  /** Its issuer cannot be asked, and why, as the end of a sentence. */
  | { readonly unknown: string };

interface AccessTokenOptions {
  /** As the tokens name it. */
  readonly issuer: string;
  /** Whom they have to be for. */
  audience(): string;
  now(): Date;
  warn(line: string): void;
}

/** With a key of its own the issuer signs, and nobody else can: neither `none` nor what is signed with a shared secret. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** Two clocks never agree. */
const CLOCK_TOLERANCE_S = 5;

const NOT_OURS = 'The access token is none of the issuer that this server takes tokens of.';

/** @returns what judges access tokens */
export function accessTokens({ issuer, audience, now, warn }: AccessTokenOptions) {
  const keys = issuerKeys(issuer, new IssuerRequests(warn));
  return async (token: string): Promise<TokenVerdict> => {
    // Whatever claims to be of somebody else is worth no request.
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

/** What an issuer does wrong: the token may be right. */
const OF_THE_ISSUER = [errors.JWKSInvalid, errors.JWKSTimeout];
/** What is wrong with a token. */
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
