import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Implementation } from '@modelcontextprotocol/sdk/types.js';
import type { Budget } from '../shared-state/call-limits.ts';
import type { ExportedFile, ListedExport } from '../shared-state/export-store.ts';
import { exportReading, exportTemplate, exportUri } from './define-export-resource.ts';
import { readByServeReads, serveReads } from './define-resource.ts';
import { readExport } from './read-export.ts';
import type { ServerContext } from './server-context.ts';

/** The exported files that may be read. */
export interface ReadableExports {
  read(id: string): ExportedFile | undefined;
  list(): readonly ListedExport[];
}

const INSTRUCTIONS =
  'Exported tables of TikTok Shop accounts, as files. List the resources and read them: each is kept for an hour. There are no tools here, and nothing is billed.';

/** Makes servers for one principal who may read exported files and nothing else. */
export function exportsServerFactory(
  info: Implementation,
  context: ServerContext & { readonly budget: Budget; readonly exports: ReadableExports },
): () => McpServer {
  const listed = () => ({
    resources: context.exports.list().map(({ id, file, expiresAt }) => ({
      uri: exportUri(id),
      name: file.name,
      title: file.name,
      description: `Accounts: ${file.accounts.join(', ')}. Kept until ${expiresAt.toISOString()}.`,
      mimeType: file.mimeType,
      size: file.bytes.byteLength,
    })),
  });
  const template = exportTemplate(listed);
  const read = exportReading(template, (id, signal) => readExport(context, id, signal));
  return () => {
    const server = new McpServer(info, { instructions: INSTRUCTIONS });
    const words = { title: 'Exported tables', description: 'Tables exported as files, for an hour.' };
    server.registerResource('exports', template, words, readByServeReads);
    serveReads(server, context, [read]);
    return server;
  };
}
