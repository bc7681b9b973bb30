import { Transform } from 'node:stream';

/** Far more than any request needs. */
const MAX_LINE_BYTES = 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * Passes lines on and drops those over 1 MiB: without it one huge line would close the transport, and a long one
 * would cost quadratic time.
 * @param onDrop is told once for each dropped line
 */
export function limitLines(onDrop: () => void): Transform {
  let line: Buffer[] = [];
  let size = 0;
  let isDropping = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let rest = chunk;
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        keep(rest.subarray(0, end + 1));
        if (!isDropping) this.push(Buffer.concat(line));
        line = [];
        size = 0;
        isDropping = false;
        rest = rest.subarray(end + 1);
      }
      keep(rest);
      done();
    },
  });

  function keep(part: Buffer): void {
    size += part.length;
    if (size <= MAX_LINE_BYTES) line.push(part);
    else if (!isDropping) {
      isDropping = true;
      line = [];
      onDrop();
    }
  }
}
