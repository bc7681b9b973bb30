import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';

/** What the developer of this project has stored with `setup` is not for tests. */
const HOMELESS = join(tmpdir(), 'tiktok-creator-mcp-no-home');
export const NO_HOME = { HOME: HOMELESS, USERPROFILE: HOMELESS, APPDATA: HOMELESS };

/** How a host starts a server. */
interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** All that the server gets, beside what the SDK's host passes on: PATH and the like. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** The SDK's own host on a server in a process of its own, which ends with the test. */
export function startHost({ command, args, env, ...where }: Launch) {
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    env: { ...NO_HOME, ...env },
    ...where,
    stderr: 'pipe',
  });
  let log = '';
  transport.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  const client = new Client({ name: 'tests', version: '1' });
  onTestFinished(() => client.close());
  const connected = client.connect(transport);
  // A test that expects the start to fail looks at it later.
  connected.catch(() => {});
  return {
    client,
    connected,
    /** What the server has said on stderr so far. */
    log: () => log,
    async call(name: string, args: Readonly<Record<string, unknown>> = {}) {
      await connected;
      const result = CallToolResultSchema.parse(await client.callTool({ name, arguments: { ...args } }));
      const [block] = result.content;
      return { ...result, text: block?.type === 'text' ? block.text : '' };
    },
  };
}
