import type { ToolDefinition } from '../mcp/tool-definition.ts';

/**
 * The definitions of all tools for `tools/list`. The build replaces this module with one that has them as JSON, so the
 * built program lists its tools without loading their schemas.
 */
export function toolDefinitions(): Promise<readonly ToolDefinition[]> {
  computed ??= computeDefinitions();
  return computed;
}

let computed: Promise<readonly ToolDefinition[]> | undefined;

async function computeDefinitions(): Promise<readonly ToolDefinition[]> {
  const [{ definitionOf }, { tools }, { viewUri }] = await Promise.all([
    import('../mcp/tool-definition.ts'),
    import('./index.ts'),
    import('../views/pages.ts'),
  ]);
  return Promise.all(
    tools.map(async (tool) =>
      definitionOf(tool, tool.view === undefined ? undefined : await viewUri(tool.view)),
    ),
  );
}
