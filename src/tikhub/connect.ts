import { type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectEncrypted } from 'node:tls';
import type { ForwardProxy } from './forward-proxy.ts';
import { connectError, proxyError, proxyStatusError, proxyTimeout } from './network-errors.ts';

/** Where a connection leads. */
interface Destination {
  readonly isEncrypted: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
}

/** Opens a connection, or fails with an ApiError `network` that says that nothing was sent. */
export type Connect = (destination: Destination, signal: AbortSignal) => Promise<Socket>;

/** Limit of each step of a connection, in milliseconds. */
const STEP_MS = 10_000;

const SOCKET_OPTIONS = {
  noDelay: true,
  keepAlive: true,
  // Node's own 250 ms for each address are too short for slow lines and far hosts.
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: 3000,
} as const;

/**
 * One attempt for each connection, and never a second: undici 7.30's own proxy agent tries again without end when a
 * proxy closes the connection.
 * @param proxy the way to all destinations; undefined for none
 * @param stepMs limit of each step: to the first host, through the proxy, and of the TLS handshake
 */
export function createConnect(proxy: ForwardProxy | undefined, stepMs = STEP_MS): Connect {
  /** Lets a later handshake with the same host be shorter. */
  let session: Buffer | undefined;
  return async (destination, signal) => {
    const { hostname, port, isEncrypted } = destination;
    const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
    const target = `${host}:${port}`;
    const tunnel = proxy === undefined ? undefined : await openTunnel(proxy, target, stepMs, signal);
    if (!isEncrypted && tunnel !== undefined) return tunnel;
    const options = { ...SOCKET_OPTIONS, host: hostname, port };
    const socket = isEncrypted
      ? connectEncrypted({
          ...options,
          ...(tunnel === undefined ? {} : { socket: tunnel }),
          ...(session === undefined ? {} : { session }),
          servername: isIP(hostname) === 0 ? hostname : '',
          ALPNProtocols: ['http/1.1'],
        }).on('session', (latest) => {
          session = latest;
        })
      : connectPlain(options);
    try {
      return await connected(socket, isEncrypted ? 'secureConnect' : 'connect', stepMs, signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw proxy === undefined
        ? connectError(port === (isEncrypted ? 443 : 80) ? host : target, cause)
        : proxyError(proxy, 'handshake', target, cause);
    }
  };
}

/** Waits until a socket is connected; one that fails, takes too long or is no longer wanted is destroyed. */
function connected(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  stepMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
    const fail = (cause: unknown): void => {
      end();
      socket.destroy();
      reject(cause);
    };
    const giveUp = (): void => fail(signal.reason);
    const timer = setTimeout(fail, stepMs, Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' }));
    signal.addEventListener('abort', giveUp);
    // This listener stays: an error after the connection is up concerns its user, and must not end the process.
    socket.on('error', fail);
    socket.once(event, () => {
      end();
      resolve(socket);
    });
    if (signal.aborted) giveUp();
  });
}

/**
 * Asks a proxy for a connection to a host.
 * @param target `host:port`
 */
function openTunnel(
  proxy: ForwardProxy,
  target: string,
  stepMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  const { url } = proxy;
  const options: RequestOptions = {
    ...SOCKET_OPTIONS,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? undefined : Number(url.port),
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...credentialsOf(url) },
    agent: false,
  };
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const request = url.protocol === 'https:' ? requestEncrypted(options) : requestPlain(options);
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
    const fail = (error: unknown): void => {
      end();
      request.destroy();
      reject(error);
    };
    const giveUp = (): void => fail(signal.reason);
    const timer = setTimeout(() => fail(proxyTimeout(proxy, target, stepMs)), stepMs);
    signal.addEventListener('abort', giveUp);
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        isConnected = true;
      });
    });
    request.on('error', (cause) =>
      fail(proxyError(proxy, isConnected ? 'tunnel' : 'connect', target, cause)),
    );
    request.on('connect', ({ statusCode = 0 }, socket, rest) => {
      socket.on('error', () => {});
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        return fail(proxyStatusError(proxy, statusCode, target));
      }
      end();
      if (rest.length > 0) socket.unshift(rest);
      resolve(socket);
    });
    request.end();
    if (signal.aborted) giveUp();
  });
}

/** What the user and password of a proxy's URL are sent as. */
function credentialsOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
