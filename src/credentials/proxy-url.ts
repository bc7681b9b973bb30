/**
 * Whether a text is a proxy the vendor can use: `http://user:pass@host:port`. Without a scheme, its password would not
 * be recognised.
 */
export const isProxyUrl = (written: string): boolean =>
  /^https?:\/\//i.test(written) && URL.canParse(written) && new URL(written).hostname !== '';
