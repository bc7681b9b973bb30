import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Reader } from './reader.ts';
import { oneLine, StdioTransport } from './stdio-transport.ts';

/** What this transport needs from the process. */
export interface StdioHost {
  readonly stdin: Readable;
  /** Where protocol messages go. */
  readonly out: Writable;
  readonly reader: Reader;
  /** Whether the process that started this one has ended. */
  isOrphan(): boolean;
  /** Calls back when the process is told to end, or the host has closed stdout. */
  onEnd(end: () => void): void;
  exit(code: number): void;
  /** Writes a line to the log. */
  log(line: string): void;
  /** Removes secrets from a text. */
  redact(text: string): string;
}

/** How long the process may take to end. */
const GRACE_MS = 800;

/** How long requests may take after stdin has ended while stdout is still read, as in `printf … | server`. */
const LAST_ANSWERS_MS = 10_000;

/** How often to check whether the host is gone; ending may take one second in all. */
const LOOK_FOR_HOST_MS = 500;

/**
 * Connects a server to the host that started this process.
 * @param createServer makes the servers of requests that belong to no session
 */
export async function connectStdio(
  server: McpServer,
  { stdin, out, log, redact, createServer }: StdioHost & { createServer(): McpServer },
): Promise<StdioTransport> {
  const transport = new StdioTransport(stdin, { out, log, redact, createServer });
  server.server.onerror = ({ message }) => {
    // The rest of the text repeats the message.
    log(`A message was not used: ${oneLine(message.replace(/: \{.*/s, ''))}`);
  };
  await server.connect(transport);
  return transport;
}

/**
 * Ends the process when the host is gone, so that no orphan remains. If only stdin has ended, the requests that were
 * read get a limited time for their responses.
 * @param close releases resources; it has less than a second
 */
export function endWithHost(
  { stdin, out, reader, isOrphan, onEnd, exit }: StdioHost,
  transport: StdioTransport,
  close: () => Promise<unknown>,
): void {
  let isEnding = false;
  const end = (): void => {
    // Already ending.
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => exit(0), GRACE_MS);
    close().finally(() => exit(0));
  };
  const endAfterAnswers = async (): Promise<void> => {
    const look = setInterval(() => {
      if (isOrphan()) end();
      else if (reader.isFoundByWriting) transport.probe();
    }, LOOK_FOR_HOST_MS / 2);
    await Promise.race([transport.answered(), delay(LAST_ANSWERS_MS)]);
    clearInterval(look);
    if (!isEnding) await transport.refuseOpen(`stdin ended ${LAST_ANSWERS_MS / 1000} s ago.`);
    end();
  };
  setInterval(() => reader.isGone() && end(), LOOK_FOR_HOST_MS);
  stdin.on('end', endAfterAnswers).on('error', end);
  out.on('error', end);
  onEnd(end);
}
