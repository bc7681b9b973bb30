import type { Tool } from '../mcp/define-tool.ts';
import { endpointTools } from './endpoint-tools.ts';
import { reportTools } from './report-tools.ts';

/** All tools, the reports first: they answer most questions. */
export const tools: readonly Tool[] = [...reportTools, ...endpointTools];
