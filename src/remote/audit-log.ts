import { createWriteStream, openSync } from 'node:fs';
import { HTTP_SETTINGS } from '../config/http-settings.ts';
import type { AuditEntry } from '../mcp/server-context.ts';

/** What the log says about a request. */
export type AuditLine = { readonly principal: string } & Partial<AuditEntry> & Pick<AuditEntry, 'outcome'>;

export interface AuditLog {
  write(line: AuditLine): void;
  close(): Promise<void>;
}

interface AuditOptions {
  readonly now: () => Date;
  /** Writes a line to stderr. */
  log(line: string): void;
  redact(text: string): string;
}

/** Says why the file cannot be written. */
export class AuditLogError extends Error {
  override readonly name = 'AuditLogError';
}

/** Opened before anything is served, so that a wrong path stops the start. */
function openedFor(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AuditLogError(
      `${HTTP_SETTINGS.auditLog.env} names a file that cannot be written (${code}): ${path}.`,
    );
  }
}

/**
 * Writes a line of JSON for each request.
 * @param where `stderr`, `off` or the path of a file, which only its owner can read
 * @throws AuditLogError when the file cannot be written
 */
export function openAuditLog(where: string, { now, log, redact }: AuditOptions): AuditLog {
  if (where === 'off') return { write: () => {}, close: async () => {} };
  const lineOf = (line: AuditLine): string =>
    escaped(redact(JSON.stringify({ time: now().toISOString(), ...line })));
  if (where === 'stderr') return { write: (line) => log(lineOf(line)), close: async () => {} };
  const file = createWriteStream(where, { fd: openedFor(where) });
  let isFailing = false;
  file.on('error', ({ message }) => {
    if (!isFailing) log(redact(`TIKTOK_CREATOR_AUDIT_LOG cannot be written: ${message}.`));
    isFailing = true;
  });
  return {
    write(line) {
      if (isFailing) log(lineOf(line));
      else {
        const text = lineOf(line);
        // What cannot be written to the file goes to stderr.
        file.write(`${text}\n`, (error) => error && log(text));
      }
    },
    close: () => new Promise((resolve) => (isFailing ? resolve() : file.end(resolve))),
  };
}

/**
 * As JSON, a text cannot start a new line. In ASCII, it contains neither Unicode line breaks nor terminal control
 * characters.
 */
const escaped = (json: string): string =>
  json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
