import type { ForwardProxy } from '../tikhub/forward-proxy.ts';
import { LOOPBACK } from './parse-address.ts';

/** The settings of our own proxy as they were read; not of the vendor's proxy towards TikTok. */
export interface ProxySettings {
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
}

/**
 * Whether calls to a host go through the proxy, if there is one: not to this machine, nor to hosts that are excepted.
 */
export function isProxied({ hostname }: URL, noProxy = ''): boolean {
  const excepted = noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const isExcepted = excepted.some((entry) => {
    const host = entry.replace(/:\d+$/, '').replace(/^\*?\./, '');
    return entry === '*' || hostname === host || hostname.endsWith(`.${host}`);
  });
  return !isExcepted && !LOOPBACK.test(hostname);
}

/** The proxy for a base URL; undefined when calls go to the vendor directly. */
export function forwardProxyFor(
  baseUrl: URL,
  { httpProxy, httpsProxy, noProxy }: ProxySettings,
): ForwardProxy | undefined {
  const isPlain = baseUrl.protocol === 'http:';
  const written = isPlain ? httpProxy : httpsProxy;
  if (written === undefined || !isProxied(baseUrl, noProxy)) return undefined;
  return { url: new URL(written), setting: isPlain ? 'HTTP_PROXY' : 'HTTPS_PROXY' };
}
