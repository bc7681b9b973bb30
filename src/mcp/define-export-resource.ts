import { ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ExportedFile } from '../shared-state/export-store.ts';
import { type Resource, type ResourceContent, readByServeReads } from './define-resource.ts';

/** Where exported files are read. */
const TEMPLATE = 'tiktok-creator://exports/{id}';

/** The URI of an exported file. */
export const exportUri = (id: string): string => TEMPLATE.replace('{id}', id);

/** The template of their URIs, and how to list the files, if they are listed. */
export const exportTemplate = (list?: () => { readonly resources: ListedResource[] }): ResourceTemplate =>
  new ResourceTemplate(TEMPLATE, { list });

interface ListedResource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  readonly size: number;
}

/** Exported files as resources. They are not listed: the result of the export names them. */
export function defineExportResource(words: {
  readonly title: string;
  readonly description: string;
}): Resource<never> {
  return {
    register(server, { handlers }) {
      const template = exportTemplate();
      server.registerResource('exports', template, words, readByServeReads);
      return exportReading(template, async (id, signal) => (await handlers()).exported(id, signal));
    },
  };
}

/** Reads URIs of exported files. */
export function exportReading(
  { uriTemplate }: ResourceTemplate,
  fileOf: (id: string, signal: AbortSignal) => Promise<ExportedFile>,
) {
  const readFile = async (id: string, signal: AbortSignal): Promise<ResourceContent> => {
    const { mimeType, bytes } = await fileOf(id, signal);
    const buffer = Buffer.from(bytes);
    return mimeType.startsWith('text/')
      ? { mimeType, text: buffer.toString('utf8') }
      : { mimeType, blob: buffer.toString('base64') };
  };
  return (uri: string, signal: AbortSignal) => {
    const id = uriTemplate.match(uri)?.['id'];
    return id === undefined ? undefined : readFile(String(id), signal);
  };
}
