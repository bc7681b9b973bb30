import { z } from 'zod';
import { type OutsideClient, runClient, SERVER, textOf, toolResult } from './client.ts';

const METHODS = { tools: 'tools/list', resources: 'resources/list', templates: 'resources/templates/list' };
const lists = z
  .object({ tools: z.unknown(), resources: z.unknown(), resourceTemplates: z.unknown() })
  .partial();

/** The Inspector's command line: each request starts the server anew. */
export async function inspector(home: string): Promise<OutsideClient> {
  const ask = (method: string, ...options: string[]): Promise<unknown> =>
    runClient('mcp-inspector', ['--cli', process.execPath, ...SERVER, '--method', method, ...options], home);
  return {
    async list(what) {
      const { tools, resources, resourceTemplates } = lists.parse(await ask(METHODS[what]));
      return tools ?? resources ?? resourceTemplates;
    },
    async call(tool, args = {}) {
      const pairs = Object.entries(args).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      const options = pairs.length > 0 ? ['--tool-arg', ...pairs] : [];
      return toolResult.parse(await ask('tools/call', '--tool-name', tool, ...options));
    },
    read: async (uri) => textOf(await ask('resources/read', '--uri', uri)),
    close: () => Promise.resolve(),
  };
}
