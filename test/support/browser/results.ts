import { z } from 'zod';
import { connectToSandbox } from '../connect.ts';

/** A result as a view gets it, with the page that the tool names. */
export interface ViewResult {
  readonly tool: string;
  readonly html: string;
  readonly result: {
    readonly content: readonly object[];
    readonly structuredContent: Record<string, unknown>;
  };
}

const tool = z.object({
  name: z.string(),
  _meta: z.object({ ui: z.object({ resourceUri: z.string() }), 'ui/resourceUri': z.string() }).optional(),
});

/** The server over the sandbox, as a host that shows views uses it. */
export async function connectForViews() {
  const connection = await connectToSandbox();
  const { tools } = await connection.host.listTools();
  const uris = new Map(
    tools.map((listed) => {
      const { name, _meta } = tool.parse(listed);
      return [name, _meta?.ui.resourceUri];
    }),
  );
  return {
    ...connection,
    /** Tools with a view, and its URI. */
    views: new Map([...uris].flatMap(([name, uri]) => (uri === undefined ? [] : [[name, uri] as const]))),
    async viewOf(name: string, args: Readonly<Record<string, unknown>>): Promise<ViewResult> {
      const { structured, text } = await connection.call(name, args);
      if (structured === undefined) throw new Error(text);
      const html = await connection.read(uris.get(name) ?? '');
      return {
        tool: name,
        html,
        result: { content: [{ type: 'text', text }], structuredContent: structuredClone(structured) },
      };
    },
  };
}
