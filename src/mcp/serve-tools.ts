import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  type Tool as ListedTool,
  ListToolsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { ApiError } from '../errors.ts';
import { servedSentences, switchedOffSetOf } from '../toolsets.ts';
import { cleanText } from '../untrusted-text.ts';
import { perAccounts } from './account-lookup.ts';
import { accountArguments } from './added-arguments.ts';
import { unknownNameEntry } from './audit-unknown.ts';
import { failureResult } from './failure.ts';
import { TOOL_ICON } from './icons.ts';
import type { RequestExtra, ServerContext } from './server-context.ts';
import { objectSchemaOf, type ToolDefinition } from './tool-definition.ts';

/** Handles the calls of one tool. */
export type ToolHandler = (args: unknown, extra: RequestExtra) => Promise<CallToolResult>;

/** The handlers of tool calls; loaded with the first call. */
export interface ToolHandlers {
  /** Loads the handler of a tool; undefined if there is no tool of this name. */
  tool(name: string): Promise<ToolHandler | undefined>;
}

/** Tools only read, and all of them say so. */
const READS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };

interface ToolServing {
  /** The definitions to list. */
  definitions(): Promise<readonly ToolDefinition[]>;
  /** Loads the handlers. */
  handlers(): Promise<ToolHandlers>;
  /** Runs right after the list was returned. */
  afterList(): void;
}

/**
 * Serves `tools/list` and `tools/call`. Arguments are validated by the handlers, which are loaded with the first call:
 * a host waits for the list, which does not need them.
 * @returns a function that registers both with a server; all servers share the list
 */
export function toolServing(
  context: ServerContext,
  { definitions, handlers, afterList }: ToolServing,
): (server: McpServer) => void {
  const listed = perAccounts(context, async () => listFor(context, await definitions()));
  return ({ server }) => {
    server.registerCapabilities({ tools: { listChanged: true } });
    server.setRequestHandler(ListToolsRequestSchema, async () => {
      const tools = await listed();
      setImmediate(afterList);
      return { tools };
    });
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
      try {
        const { tool } = await handlers();
        const handle = await tool(params.name);
        const isServed = switchedOffSetOf(params.name, context.toolsets) === undefined;
        if (handle === undefined || !isServed) {
          context.audit?.(unknownNameEntry('unknown tool'));
          throw unknownTool(params.name);
        }
        return await handle(params.arguments, extra);
      } catch (error) {
        return failureResult(context, error, extra.signal);
      }
    });
  };
}

const unknownTool = (name: string): ApiError =>
  new ApiError('invalid_request', `There is no tool "${cleanText(name, 60)}".`, {
    next: 'Use a name from the list of tools.',
  });

/** A tool that writes files only adds new ones: called again, it writes another. */
const WRITES = { ...READS, readOnlyHint: false, idempotentHint: false };

/** One icon for all tools: it shows whose tool it is where a host shows a single call. */
const ICONS = { icons: [TOOL_ICON] };

/** What `tools/list` returns: the definitions, with the arguments that depend on the accounts. */
function listFor(context: ServerContext, definitions: readonly ToolDefinition[]): ListedTool[] {
  const { size } = context.accounts.byName;
  const forOne = accountProperties(context, false);
  const forSeveral = accountProperties(context, true);
  return definitions
    .filter(({ name }) => switchedOffSetOf(name, context.toolsets) === undefined)
    .filter(({ multiAccount, isForSetup }) => !multiAccount || size > 1 || (size === 0 && isForSetup))
    .map(({ multiAccount, isForSetup: _, writesFiles, inputSchema, outputSchema, ...tool }) => {
      const { first, last } = multiAccount ? forSeveral : forOne;
      const properties = { ...first, ...inputSchema.properties, ...last };
      const annotations = writesFiles && context.exportDirectory !== undefined ? WRITES : READS;
      const description = servedSentences(tool.description, context.toolsets);
      const input = { ...inputSchema, properties };
      return { ...tool, ...ICONS, description, inputSchema: input, outputSchema, annotations };
    });
}

/** The arguments that depend on the accounts, as JSON Schema. */
function accountProperties(context: ServerContext, multiAccount: boolean) {
  const { first, last } = accountArguments(context, multiAccount);
  return { first: objectSchemaOf(first).properties, last: objectSchemaOf(last).properties };
}
