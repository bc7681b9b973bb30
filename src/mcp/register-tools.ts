import type { McpServer, ToolCallback } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  type CallToolResult,
  type Tool as ListedTool,
  ListToolsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import definitions from '../tools/definitions.json' with { type: 'json' };
import { perAccounts, reportFailure, type ServerContext } from './request-context.ts';

/** What a handler is told about the request beside its arguments. */
export type RequestExtra = Parameters<ToolCallback<z.ZodTypeAny>>[1];

/** The part of the work that tools need. */
export interface ToolHandlers {
  /** @throws ApiError or anything else that went wrong; nothing of it is redacted yet */
  call(tool: string, args: unknown, extra: RequestExtra): Promise<CallToolResult>;
}

/** What every tool only reads, and says so. */
const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };

/**
 * Registers every tool from what `npm run docs` wrote of it: hosts wait for the list, and making it from the schemas
 * would mean loading everything that answers.
 * @param work loads what answers calls
 * @param afterList runs when the host knows the tools
 */
export function registerTools(
  server: McpServer,
  front: ServerContext,
  work: () => Promise<ToolHandlers>,
  afterList: () => void,
): void {
  // The arguments are judged where they are used, so that every message leaves by the one door that redacts.
  const anything = z.object({}).passthrough();
  for (const { name, title, description } of definitions) {
    server.registerTool(
      name,
      { title, description, inputSchema: anything, annotations },
      async (args, extra) => {
        try {
          const { call } = await work();
          return await call(name, args, extra);
        } catch (error) {
          return {
            isError: true,
            content: [{ type: 'text', text: reportFailure(front.secrets, error, extra.signal) }],
          };
        }
      },
    );
  }
  const listed = perAccounts(front, () => definitionsFor(front));
  server.server.setRequestHandler(ListToolsRequestSchema, () => {
    setImmediate(afterList);
    return { tools: listed() };
  });
}

/** Every tool would repeat longer ones; list_accounts and the message about a wrong name have them too. */
const LONGEST_NAMES = 40;

/** What `tools/list` says: `account` is an argument only where there is a choice. */
function definitionsFor({ accounts, inlineCredentials }: ServerContext): ListedTool[] {
  const names = [...accounts.byName.keys()];
  const hasChoice = names.length > 1;
  const isShort = names.join().length <= LONGEST_NAMES;
  const named = isShort ? { type: 'string', enum: names } : { type: 'string' };
  const one = {
    account: {
      ...named,
      description: `${isShort ? '' : 'See list_accounts. '}Default ${accounts.defaultName}.`,
    },
  };
  const some = {
    accounts: { type: 'array', items: named, minItems: 1, description: 'Default all.' },
  };
  return definitions
    .filter(({ fleet }) => hasChoice || !fleet)
    .map(({ fleet, inputSchema, outputSchema, ...words }) => {
      const own = Object.entries(inputSchema.properties).filter(
        ([argument]) => inlineCredentials || !['cookie', 'proxy'].includes(argument),
      );
      return {
        ...words,
        inputSchema: {
          ...inputSchema,
          type: 'object' as const,
          properties: { ...(hasChoice ? (fleet ? some : one) : {}), ...Object.fromEntries(own) },
        },
        outputSchema: { ...outputSchema, type: 'object' as const },
        annotations,
      };
    });
}
