import { Writable } from 'node:stream';

type Stream = NodeJS.WriteStream & { fd: 1 | 2 };

/** The ways out of the process once they are claimed. */
export interface GuardedStreams {
  /** What the protocol writes to stdout. */
  readonly out: Writable;
  /** Shows something on stdout at once: a question on stderr must not come before what it is about. */
  readonly print: (text: string) => void;
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
