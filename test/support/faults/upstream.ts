import { createServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** One request as it arrived, whole. */
interface Arrival {
  /** When its last byte was there, on the monotonic clock. */
  readonly at: number;
  /** Which of the accepted connections brought it, from 1. */
  readonly connection: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the upstream does with one request. It owns the socket and need not answer. */
export type Act = (socket: Socket, request: Arrival) => void;

/** What it does with a connection before reading from it. */
type Greeting = 'read' | 'close' | 'reset' | 'ignore';

/** An upstream on the loopback interface, made to misbehave. */
export interface FaultUpstream {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Every request that arrived whole, in order. */
  readonly arrivals: readonly Arrival[];
  /** Connections accepted so far, those still open, and those of them with a request that has no answer yet. */
  readonly connections: { readonly accepted: number; readonly open: number; readonly busy: number };
  /** Requests that were being answered at once, at most. */
  readonly crowd: number;
  /** Sets what the next requests get, one each; the last one goes on for ever. */
  play(...acts: readonly Act[]): void;
  /** Sets what the next connections meet, one each; the last one goes on for ever. */
  greet(...greetings: readonly Greeting[]): void;
  /** Stops listening, so that a connection is refused. */
  refuse(): Promise<void>;
  /** Listens again, at the same place. */
  heal(): Promise<void>;
  /** Drops every connection that is idle between two requests, as servers do with old ones. */
  dropIdle(): void;
  close(): Promise<void>;
}

/**
 * Starts it on a free port; until told otherwise it answers every request with `{}`.
 * @param keep how many arrivals it remembers; the oldest are forgotten
 */
export async function startFaultUpstream(keep = Number.POSITIVE_INFINITY): Promise<FaultUpstream> {
  const arrivals: Arrival[] = [];
  const sockets = new Set<Socket>();
  const busy = new Set<Socket>();
  let accepted = 0;
  let crowd = 0;
  let acts: readonly Act[] = [json({})];
  let greetings: readonly Greeting[] = ['read'];
  const next = <T>(queue: readonly T[]): readonly [now: T | undefined, rest: readonly T[]] =>
    queue.length > 1 ? [queue[0], queue.slice(1)] : [queue[0], queue];

  const server = createServer((socket) => {
    accepted += 1;
    const connection = accepted;
    const [greeting, others] = next(greetings);
    greetings = others;
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      busy.delete(socket);
    });
    socket.on('error', () => {});
    socket.setNoDelay(true);
    if (greeting === 'close') socket.end();
    else if (greeting === 'reset') socket.resetAndDestroy();
    else if (greeting === 'read') read(socket, connection);
    else socket.pause();
  });

  function read(socket: Socket, connection: number): void {
    let received = Buffer.alloc(0);
    // An answered request makes room for the next one on the same connection.
    socket.on('answered', () => busy.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      // A TLS handshake finds nobody here who knows TLS.
      if (received[0] === 0x16) socket.destroy();
      for (;;) {
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) return;
        const [line = '', ...fields] = received.subarray(0, end).toString('latin1').split('\r\n');
        const headers = Object.fromEntries(
          fields.map((field) => {
            const cut = field.indexOf(':');
            return [field.slice(0, cut).toLowerCase(), field.slice(cut + 1).trim()];
          }),
        );
        const whole = end + 4 + Number(headers['content-length'] ?? 0);
        if (received.length < whole) return;
        const body = received.subarray(end + 4, whole).toString('utf8');
        received = received.subarray(whole);
        const arrival = { at: performance.now(), connection, path: line.split(' ')[1] ?? '', headers, body };
        arrivals.push(arrival);
        if (arrivals.length > keep) arrivals.shift();
        busy.add(socket);
        crowd = Math.max(crowd, busy.size);
        const [act, rest] = next(acts);
        acts = rest;
        act?.(socket, arrival);
      }
    });
  }

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  await listen(0);
  const port = portOf(server);
  return {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    get connections() {
      return { accepted, open: sockets.size, busy: busy.size };
    },
    get crowd() {
      return crowd;
    },
    play(...wanted) {
      acts = wanted;
    },
    greet(...wanted) {
      greetings = wanted;
    },
    refuse: stop,
    heal: () => listen(port),
    dropIdle() {
      for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
    },
    close: stop,
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the upstream has no port');
  return address.port;
}

/** A reply in the parts that can be got wrong one by one. */
export interface Written {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** What the body really is; `content-encoding` says the same unless the headers say otherwise. */
  readonly packed?: keyof typeof packers;
}

const packers = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  'raw deflate': deflateRawSync,
} as const;

/** The bytes of a reply. A header of the caller's replaces the right one of the same name; an empty one removes it. */
function bytesOf({ status = 200, headers = {}, body = '', packed }: Written): Buffer {
  const content = Buffer.from(body);
  const payload = packed === undefined ? content : packers[packed](content);
  const fields = new Map<string, string | readonly string[]>([
    ['content-type', 'application/json'],
    ['content-length', String(payload.length)],
  ]);
  if (packed !== undefined) fields.set('content-encoding', packed === 'raw deflate' ? 'deflate' : packed);
  for (const [name, value] of Object.entries(headers)) fields.set(name.toLowerCase(), value);
  const lines = [...fields]
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Said\r\n${lines.join('\r\n')}\r\n\r\n`), payload]);
}

/** Answers properly, whatever the answer is; the connection stays. */
export const answer =
  (written: Written): Act =>
  (socket) => {
    socket.write(bytesOf(written), () => socket.emit('answered'));
  };

/** A success of HTTP with a JSON body. */
export const json = (body: unknown): Act => answer({ body: JSON.stringify(body) });

/** Answers later. */
export const after =
  (ms: number, act: Act): Act =>
  (socket, request) => {
    setTimeout(() => {
      if (!socket.destroyed) act(socket, request);
    }, ms);
  };

/** Never says a word. */
export const silence: Act = () => {};

/** Closes the connection without an answer. */
export const hangUp: Act = (socket) => {
  socket.end();
};

/** Resets the connection without an answer. */
export const reset: Act = (socket) => {
  socket.resetAndDestroy();
};

/** Sends exactly these bytes, then closes, resets or hangs. */
export const say =
  (bytes: string | Buffer, then: 'close' | 'reset' | 'hang' = 'close'): Act =>
  (socket) => {
    socket.write(bytes, () => {
      if (then === 'close') socket.end();
      // The bytes have to get there before the reset overtakes them.
      if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), 30);
    });
  };

/** The first part of a proper reply, up to so many bytes of its body, then closes, resets or hangs. */
export function part(written: Written, bodyBytes: number, then: 'close' | 'reset' | 'hang'): Act {
  const bytes = bytesOf(written);
  return say(bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 4 + bodyBytes), then);
}

/** Half of a packed body, with a length that is right for that half. */
export function half(packed: NonNullable<Written['packed']>, body: string): Act {
  const bytes = packers[packed](Buffer.from(body));
  const headers = { 'content-encoding': packed === 'raw deflate' ? 'deflate' : packed };
  return answer({ headers, body: bytes.subarray(0, Math.floor(bytes.length / 2)) });
}

/** A proper reply in pieces of so many bytes, one each so many milliseconds (0: one each turn of the loop). */
export const drip =
  (written: Written, size: number, everyMs: number): Act =>
  (socket) => {
    const bytes = bytesOf(written);
    const send = (from: number): void => {
      if (socket.destroyed) return;
      socket.write(bytes.subarray(from, from + size), () => {
        if (from + size >= bytes.length) socket.emit('answered');
        else if (everyMs === 0) setImmediate(send, from + size);
        else setTimeout(send, everyMs, from + size);
      });
    };
    send(0);
  };

/** A body that never ends, as fast as the reader takes it. */
export const endless =
  (chunk: Buffer): Act =>
  (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n');
    const pour = (): void => {
      while (!socket.destroyed) {
        const written = socket.write(
          Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
        );
        if (!written) {
          socket.once('drain', pour);
          return;
        }
      }
    };
    pour();
  };
