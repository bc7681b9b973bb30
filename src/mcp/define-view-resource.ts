import { ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ApiError } from '../errors.ts';
import {
  type ReadResource,
  type Resource,
  type ResourceContent,
  readByServeReads,
} from './define-resource.ts';

/** The MIME type of a view for MCP Apps hosts (specification 2026-01-26). */
const VIEW_MIME_TYPE = 'text/html;profile=mcp-app';

interface ViewResource {
  /** The URIs of all views, with the variable `page`. */
  readonly template: string;
  readonly title: string;
  readonly description: string;
  /** The HTML of a page; undefined when there is none of that name. */
  html(page: string): Promise<string | undefined>;
}

/** The views of tools as resources. They are not listed: hosts read them when a tool names one. */
export function defineViewResource({ title, description, html, ...spec }: ViewResource): Resource<never> {
  const readPage = async (page: string): Promise<ResourceContent> => {
    const text = await html(page);
    if (text === undefined) throw noSuchView();
    // A view loads nothing from elsewhere, so it requests no domain.
    return { mimeType: VIEW_MIME_TYPE, text, _meta: { ui: { csp: {}, prefersBorder: true } } };
  };
  return {
    register(server) {
      const template = new ResourceTemplate(spec.template, { list: undefined });
      server.registerResource(
        'views',
        template,
        { title, description, mimeType: VIEW_MIME_TYPE },
        readByServeReads,
      );
      const read: ReadResource = (uri) => {
        const page = template.uriTemplate.match(uri)?.['page'];
        return page === undefined ? undefined : readPage(String(page));
      };
      return read;
    },
  };
}

const noSuchView = (): ApiError =>
  new ApiError('invalid_request', 'There is no view under this URI.', {
    next: 'Read the URI that the tool names in _meta.ui.resourceUri.',
  });
