/** One cookie as it was written down. */
export interface CookieEntry {
  readonly name: string;
  readonly value: string;
  /** The host it is for, where the form says so. */
  readonly domain?: string | undefined;
  readonly expires?: Date | undefined;
}

/** The bare host in `.tiktok.com`, `https://www.tiktok.com/` or `tiktok.com:443`. */
export function hostOf(written: string | undefined): string | undefined {
  const host = written
    ?.trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/:].*$/, '')
    .replace(/^\.+|\.+$/g, '');
  return host || undefined;
}

/** Larger than any time of this century in seconds, smaller than any in milliseconds. */
const LAST_EXPIRY_SECOND = 100_000_000_000;

/** A moment as seconds, milliseconds or a date; undefined for 0, a negative number and words such as "Session". */
export function readTime(written: string | number | undefined): Date | undefined {
  if (written === undefined || written === '') return undefined;
  const number = Number(written);
  if (number <= 0) return undefined;
  const time = Number.isNaN(number)
    ? Date.parse(String(written))
    : number * (number > LAST_EXPIRY_SECOND ? 1 : 1000);
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
