import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';

/** A forward proxy on the loopback interface: a real one, except that every name in the world leads to one place. */
export interface ForwardProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Tunnels that were asked for, `host:port`, and the credentials that came with each. */
  readonly tunnels: readonly { readonly to: string; readonly credentials: string | undefined }[];
  /** Requests that came to be forwarded without a tunnel. */
  readonly forwarded: readonly string[];
  /** What it answers to a tunnel; 200 opens it. */
  status: number;
  close(): Promise<void>;
}

/** @param target where all names lead */
export async function startForwardProxy(target: { readonly url: string }): Promise<ForwardProxy> {
  const { port: targetPort } = new URL(target.url);
  const tunnels: { to: string; credentials: string | undefined }[] = [];
  const forwarded: string[] = [];
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((request, response) => {
    forwarded.push(request.url ?? '');
    response.writeHead(501).end();
  });
  const proxy = { status: 200 };
  server.on('connect', (request, client) => {
    const credentials = /^Basic (.*)$/.exec(request.headers['proxy-authorization'] ?? '')?.[1];
    tunnels.push({
      to: request.url ?? '',
      credentials: credentials && Buffer.from(credentials, 'base64').toString(),
    });
    client.on('error', () => {});
    if (proxy.status !== 200) {
      client.end(`HTTP/1.1 ${proxy.status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(Number(targetPort), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    sockets.add(client).add(onward);
    onward.on('error', () => client.destroy());
    client.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${address.port}`,
    tunnels,
    forwarded,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** What a proxy does that is out of order. A text is what it says to a request for a tunnel, before it hangs up. */
export type ProxyFault =
  | 'close on accept'
  | 'reset on accept'
  | 'close'
  | 'close after 200'
  | 'silence'
  | { readonly says: string };

/** A tunnel to a port of this machine, whatever was asked for, and for how long it is open. */
export interface BriefTunnel {
  readonly port: number;
  readonly ms: number;
}

/** A proxy on the loopback interface that is out of order, always or now and then. */
export interface FaultProxy {
  readonly url: string;
  /** Connections accepted so far, and those still open. */
  readonly connections: { readonly accepted: number; readonly open: number };
  close(): Promise<void>;
}

/** @param next what each connection meets */
export async function startFaultProxy(
  next: ProxyFault | (() => ProxyFault | BriefTunnel),
): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createTcpServer((socket) => {
    const fault = typeof next === 'function' ? next() : next;
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    // One that is not read never notices that the other side has gone.
    socket.resume();
    if (fault === 'close on accept') socket.end();
    else if (fault === 'reset on accept') socket.resetAndDestroy();
    else
      socket.once('data', () => {
        if (fault === 'close') socket.end();
        else if (fault === 'close after 200') socket.end('HTTP/1.1 200 Connection established\r\n\r\n');
        else if (typeof fault === 'object' && 'ms' in fault) openTunnel(socket, fault);
        else if (fault !== 'silence') socket.end(fault.says);
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get connections() {
      return { accepted, open: sockets.size };
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function openTunnel(client: Socket, { port, ms }: BriefTunnel): void {
  const onward = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    client.pipe(onward).pipe(client);
  });
  const cut = setTimeout(() => client.destroy(), ms);
  onward.on('error', () => {}).on('close', () => client.destroy());
  client.on('close', () => {
    clearTimeout(cut);
    onward.destroy();
  });
}

const answerOf = (line: string): ProxyFault => ({ says: `HTTP/1.1 ${line}\r\ncontent-length: 0\r\n\r\n` });

/** All that a proxy may do wrong. */
const PROXY_FAULTS: readonly ProxyFault[] = [
  'close on accept',
  'reset on accept',
  'close',
  'close after 200',
  'silence',
  answerOf('407 Proxy Authentication Required'),
  answerOf('403 Forbidden'),
  answerOf('502 Bad Gateway'),
  { says: 'SSH-2.0-OpenSSH_9.6\r\n' },
];

/**
 * A proxy that now works and now does not: a share of its connections meets a fault, and the others are cut after up to
 * three seconds.
 * @param random from 0 to 1
 */
export function startFlappingProxy(
  target: { readonly url: string },
  share: number,
  random: () => number,
): Promise<FaultProxy> {
  const port = Number(new URL(target.url).port);
  return startFaultProxy(() => {
    const fault = PROXY_FAULTS[Math.floor(random() * PROXY_FAULTS.length)];
    return fault !== undefined && random() < share ? fault : { port, ms: random() * 3000 };
  });
}
