import { CERTIFICATE_CODE } from '../../errors.ts';

/** A code, or the code that an error of Redis begins with; its words may repeat what was stored. */
export function redisReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /^[A-Z]{3,}/.exec(error.message)?.[0];
}

/** What to do about it, with a space behind it; nothing for what passes by itself. */
export function redisAdvice(reason: string): string {
  if (CERTIFICATE_CODE.test(reason))
    return 'Set NODE_EXTRA_CA_CERTS to the file with the root certificate (PEM) of the one that Redis has, which must be valid for the host in TIKTOK_CREATOR_REDIS_URL, and restart. ';
  if (reason === 'WRONGPASS' || reason === 'NOAUTH')
    return 'Correct the user and the password in TIKTOK_CREATOR_REDIS_URL, percent-encoded, and restart. ';
  if (reason === 'NOPERM')
    return 'Allow its user the keys tiktok-creator-mcp:* and the commands +@read +@write +@scripting +time. ';
  return '';
}
