import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

type Stream = NodeJS.WriteStream & { fd: 1 | 2 };

/** The ways out of the process once they are claimed. */
export interface GuardedStreams {
  /** What the protocol, or a command for people, writes to stdout. */
  readonly out: Writable;
  /** Says something on stderr. */
  readonly log: (text: string) => void;
}

/**
 * Takes stdout for the protocol alone: whatever anything else writes to it, a console from before included, goes to
 * stderr, and nothing goes there with a secret in it.
 */
export function guardStdout(
  stdout: Stream,
  stderr: Stream,
  redact: (text: string) => string,
): GuardedStreams {
  const writeOut = stdout.write.bind(stdout);
  const writeLog = stderr.write.bind(stderr);
  const log = (text: string): void => void writeLog(redact(text));
  for (const stream of [stdout, stderr]) {
    Object.defineProperty(stream, 'write', {
      value(chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean {
        const done = rest.find((argument) => typeof argument === 'function');
        log(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
        if (typeof done === 'function') queueMicrotask(() => done());
        return true;
      },
    });
  }
  // A host that closes stderr loses the log, not the server.
  stderr.on('error', () => {});
  const out = new Writable({
    write(chunk, _encoding, done) {
      writeOut(chunk, done);
    },
  });
  return { out, log };
}

/** Whoever reads a stream. */
export interface Reader {
  /** Whether nobody reads any more, as far as that can be seen without writing. */
  isGone(): boolean;
  /** Whether only something that is written brings that to light: pipes of shells, and all pipes of Windows. */
  readonly isFoundByWriting: boolean;
}

/**
 * The reader of a stream. Writing nothing fails on a socket whose other end is closed, and hosts built on Node use
 * sockets; on a pipe it succeeds, and on Windows readers would take it for the end.
 */
export function readerOf({ fd }: Stream): Reader {
  const kind = fstatSync(fd);
  return { isGone: () => kind.isSocket() && !takesNothing(fd), isFoundByWriting: kind.isFIFO() };
}

function takesNothing(fd: number): boolean {
  try {
    writeSync(fd, '');
    return true;
  } catch (error) {
    // A reader that is slow at the moment has not gone away.
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
  }
}
