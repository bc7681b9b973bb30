import { ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type Resource, type ResourceContent, readByServeReads } from './define-resource.ts';

/** Where exported files are read. */
const TEMPLATE = 'tiktok-creator://exports/{id}';

/** The URI of an exported file. */
export const exportUri = (id: string): string => TEMPLATE.replace('{id}', id);

/** Exported files as resources. They are not listed: the result of the export names them. */
export function defineExportResource(words: {
  readonly title: string;
  readonly description: string;
}): Resource<never> {
  return {
    register(server, { handlers }) {
      const template = new ResourceTemplate(TEMPLATE, { list: undefined });
      server.registerResource('exports', template, words, readByServeReads);
      const readFile = async (id: string): Promise<ResourceContent> => {
        const { mimeType, bytes } = (await handlers()).exported(id);
        const buffer = Buffer.from(bytes);
        return mimeType.startsWith('text/')
          ? { mimeType, text: buffer.toString('utf8') }
          : { mimeType, blob: buffer.toString('base64') };
      };
      return (uri) => {
        const id = template.uriTemplate.match(uri)?.['id'];
        return id === undefined ? undefined : readFile(String(id));
      };
    },
  };
}
