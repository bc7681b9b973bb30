import { fstatSync, writeSync } from 'node:fs';

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
export function readerOf({ fd }: { readonly fd: number }): Reader {
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
