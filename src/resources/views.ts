import { defineViewResource } from '../mcp/define-view-resource.ts';
import { lazyImport } from '../mcp/lazy-import.ts';

export const viewResource = defineViewResource({
  template: 'ui://tiktok-creator-mcp/{page}',
  title: 'Views',
  description: 'Interactive pages for the results of tools, for hosts that show MCP Apps.',
  async html(page) {
    const { viewHtml } = await lazyImport(import('../views/pages.ts'));
    // A host that has kept an older URI gets the current page, which can show current results.
    return viewHtml(page.replace(/-[0-9a-f]+\.html$/, ''));
  },
});
