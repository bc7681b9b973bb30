import { fstatSync, writeSync } from 'node:fs';

/** The reader of a stream. */
export interface Reader {
  /** Whether the reader is gone, as far as that shows without a write. */
  isGone(): boolean;
  /** Whether only a write shows that the reader is gone, as with shell pipes and all pipes on Windows. */
  readonly isFoundByWriting: boolean;
}

/**
 * Observes the reader of a stream. An empty write fails on a socket whose other end is closed, and hosts built on Node
 * use sockets. On a pipe it succeeds, and on Windows readers would take it for the end.
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
    // The reader is only slow.
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
  }
}
