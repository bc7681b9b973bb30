import type { Readable, Writable } from 'node:stream';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { limitLines } from './line-limit.ts';

/** The process as this transport sees it. */
export interface StdioHost {
  readonly stdin: Readable;
  /** Where protocol messages go. */
  readonly out: Writable;
  /** Calls back when the process is told to end, or the host has stopped reading. */
  onEnd(end: () => void): void;
  exit(code: number): void;
  /** Takes a line for the log. */
  log(line: string): void;
}

/** A process that is told to end has one second. */
const GRACE_MS = 800;

/** Connects a server to the host that started this process. */
export async function connectStdio(server: McpServer, { stdin, out, log }: StdioHost): Promise<void> {
  const lines = limitLines(() => log('A request line over 1 MiB was dropped.'));
  await server.connect(new StdioServerTransport(stdin.pipe(lines), out));
}

/**
 * Ends the process as soon as the host is gone: a server that nobody reads must not stay behind.
 * @param close releases what has to be released, for which there is less than a second
 */
export function endWithHost({ stdin, out, onEnd, exit }: StdioHost, close: () => Promise<unknown>): void {
  let isEnding = false;
  const end = (): void => {
    // Asked for again, it is still on its way.
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => exit(0), GRACE_MS);
    close().finally(() => exit(0));
  };
  stdin.on('end', end).on('close', end);
  out.on('error', end);
  onEnd(end);
}
