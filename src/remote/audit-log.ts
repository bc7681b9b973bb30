import { createWriteStream } from 'node:fs';
import type { AuditEntry } from '../mcp/server-context.ts';

/** What is written of a request. */
type AuditLine = { readonly principal: string } & Partial<AuditEntry> & Pick<AuditEntry, 'outcome'>;

export interface AuditLog {
  write(line: AuditLine): void;
  close(): Promise<void>;
}

interface AuditOptions {
  readonly now: () => Date;
  /** Takes a line for stderr. */
  log(line: string): void;
  redact(text: string): string;
}

/**
 * Writes a line of JSON for each request.
 * @param where `stderr`, `off` or the path of a file, which only its owner can read
 */
export function openAuditLog(where: string, { now, log, redact }: AuditOptions): AuditLog {
  if (where === 'off') return { write: () => {}, close: async () => {} };
  // As JSON a text cannot begin a line of its own.
  const lineOf = (line: AuditLine): string => redact(JSON.stringify({ time: now().toISOString(), ...line }));
  if (where === 'stderr') return { write: (line) => log(lineOf(line)), close: async () => {} };
  const file = createWriteStream(where, { flags: 'a', mode: 0o600 });
  let isFailing = false;
  file.on('error', ({ message }) => {
    if (!isFailing) log(redact(`TIKTOK_CREATOR_AUDIT_LOG cannot be written: ${message}.`));
    isFailing = true;
  });
  return {
    write(line) {
      if (isFailing) log(lineOf(line));
      else file.write(`${lineOf(line)}\n`);
    },
    close: () => new Promise((resolve) => (isFailing ? resolve() : file.end(resolve))),
  };
}
