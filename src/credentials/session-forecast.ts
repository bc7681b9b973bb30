/** Sessions last for months; an end that is years away was misread. */
const MAX_AGE_S = 5 * 366 * 86_400;

/**
 * When a session probably ends, from TikTok's `sid_guard` cookie: session, time of issue, maximum age in seconds and
 * expiry as text, separated by `|` and percent-encoded (upstream-api.md 1.11). TikTok can end a session earlier.
 * @returns undefined when the value has no end, or is about another session
 */
export function forecastEnd(sidGuard: string, sessionId: string): Date | undefined {
  const [session = '', issued = '', maxAge = '', expiry = ''] = decodeGuard(sidGuard).split('|');
  if (session !== '' && sessionId !== '' && session !== sessionId) return undefined;
  const [from, seconds] = [Number(issued), Number(maxAge)];
  if (from > 1e9 && from < 1e10 && seconds > 0 && seconds <= MAX_AGE_S) {
    return new Date((from + seconds) * 1000);
  }
  const time = Date.parse(expiry);
  return Number.isNaN(time) || time < 1e12 ? undefined : new Date(time);
}

function decodeGuard(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}
