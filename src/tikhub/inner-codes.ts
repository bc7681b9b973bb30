import { ApiError, type ErrorKind } from '../errors.ts';

/** What one of TikTok's own codes says; they come under HTTP 200, so each of these calls was billed. */
interface InnerCode {
  readonly kind: ErrorKind;
  /** The sentence about the account, as the end of `TikTok …`. */
  readonly says: string;
  readonly next?: string;
}

const APP = 'Open the TikTok app as this creator';

/** The codes that are known (upstream-api.md 3.13). */
const INNER_CODES: ReadonlyMap<number, InnerCode> = new Map([
  [16501010, { kind: 'session', says: 'asks for a login' }],
  [98001002, { kind: 'session', says: 'asks for a login' }],
  [98001008, { kind: 'session', says: 'asks for a login' }],
  [
    16501011,
    {
      kind: 'permission',
      says: 'says that this account has no e-commerce permission: it is not a TikTok Shop creator',
      next: `The session works. ${APP} and join TikTok Shop, or use another account.`,
    },
  ],
  [
    16501043,
    {
      kind: 'permission',
      says: 'says that the identity of this creator is not verified',
      next: `The session works. ${APP} and finish the identity check, then try again.`,
    },
  ],
  [
    16501045,
    {
      kind: 'permission',
      says: 'says that this account is not authorised for this LIVE',
      next: 'Request a LIVE of the account itself.',
    },
  ],
  [
    16501046,
    {
      kind: 'permission',
      says: 'says that the creator is delegated to an agency',
      next: 'Either the creator first ends the delegation in the app, or the agency makes the request.',
    },
  ],
  [
    16501003,
    {
      kind: 'permission',
      says: 'says that this account is banned for good',
      next: 'Trying again does not help.',
    },
  ],
  [
    16501004,
    {
      kind: 'permission',
      says: 'says that this account is banned for a time',
      next: `${APP} to see until when. Trying again before that does not help.`,
    },
  ],
  [
    16501021,
    {
      kind: 'permission',
      says: 'says that this account is banned from affiliate sales',
      next: `${APP} to see why. Trying again does not help.`,
    },
  ],
  [
    16019006,
    {
      kind: 'permission',
      says: 'requires its terms to be accepted first',
      next: `${APP}, accept the terms that it shows, and try again.`,
    },
  ],
  [16501001, { kind: 'upstream', says: 'had an internal error' }],
  [98001021, { kind: 'upstream', says: 'had an internal error' }],
  [
    16032001,
    {
      kind: 'upstream',
      says: 'stopped the request',
      next: 'Trying again at once does not help; wait a while.',
    },
  ],
]);

/**
 * The error of a known inner code; undefined for any other.
 * @param quoted the vendor's words, in brackets
 * @param details of the failed call; it was billed
 */
export function innerCodeError(
  code: number,
  who: string,
  quoted: string,
  details: { readonly requestId: string | undefined; readonly next: string },
): ApiError | undefined {
  const known = INNER_CODES.get(code);
  if (known === undefined) return undefined;
  const { kind, says } = known;
  const billed = { requestId: details.requestId, billed: 'yes' as const };
  if (kind === 'session') {
    return new ApiError(
      kind,
      `The session of account "${who}" is no longer valid: TikTok ${says}${quoted}.`,
      billed,
    );
  }
  return new ApiError(kind, `TikTok ${says} (account "${who}", code ${code})${quoted}.`, {
    ...billed,
    next: known.next ?? details.next,
  });
}
