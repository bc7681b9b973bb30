import { Writable } from 'node:stream';

type Stream = NodeJS.WriteStream & { fd: 1 | 2 };

/** The output streams of the process. */
export interface GuardedStreams {
  /** Writes protocol messages to stdout. */
  readonly out: Writable;
  /** Writes to stdout at once, so that a question on stderr does not appear before the text that it is about. */
  readonly print: (text: string) => void;
  /** Writes a line to stderr. */
  readonly log: (text: string) => void;
}

/**
 * Reserves stdout for the protocol. Anything else that is written to it, by the console too, goes to stderr, and
 * secrets are removed from what goes there.
 */
export function guardStdout(
  stdout: Stream,
  stderr: Stream,
  redact: (text: string) => string,
): GuardedStreams {
  const writeOut = stdout.write.bind(stdout);
  const writeLog = stderr.write.bind(stderr);
  const log = (text: string): void => void writeLog(redact(text));
  const print = (text: string): void => void writeOut(redact(text));
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
  return { out, print, log };
}
