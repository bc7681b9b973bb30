// The SDK's own client, of either version, in a process of its own: it is told what to do by its argument, and says what came of it.
import { once } from 'node:events';

const { task, sdk, mode, url, server } = JSON.parse(process.argv[2] ?? '{}');

/** What the two versions call differently. */
const versions = {
  async v1() {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
    const http = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const client = new Client({ name: 'sdk-v1', version: '1' });
    return {
      client,
      StdioClientTransport,
      StreamableHTTPClientTransport: http.StreamableHTTPClientTransport,
      call: (params, options) => client.callTool(params, undefined, options),
      version: () => undefined,
    };
  },
  async v2() {
    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
    const client = new Client({ name: 'sdk-v2', version: '2' }, { versionNegotiation: { mode } });
    return {
      client,
      StdioClientTransport,
      StreamableHTTPClientTransport,
      call: (params, options) => client.callTool(params, options),
      version: () => client.getNegotiatedProtocolVersion(),
    };
  },
};

const { client, call, version, ...transports } = await versions[sdk]();
const transport =
  url === undefined
    ? new transports.StdioClientTransport({ ...server, stderr: 'ignore' })
    : new transports.StreamableHTTPClientTransport(new URL(url));
await client.connect(transport);

/** What it gets from a server with invented data. */
async function use() {
  const steps = [];
  const { tools } = await client.listTools();
  const month = { name: 'summarize_month', arguments: { month: '2026-01' } };
  const result = await call(month, { onprogress: ({ progress }) => steps.push(progress) });
  const { contents } = await client.readResource({ uri: 'tiktok-creator://usage' });
  const refused = await client.readResource({ uri: 'tiktok-creator://no/such' }).catch(({ code }) => code);
  return {
    name: client.getServerVersion()?.name,
    instructions: client.getInstructions(),
    tools: tools.map(({ name }) => name),
    result,
    steps,
    text: contents[0]?.text,
    refused,
  };
}

/** Gives up a call when it is told to, and asks for something else. */
async function cancel() {
  const giving = new AbortController();
  const waiting = call({ name: 'get_creator_account_info', arguments: {} }, { signal: giving.signal });
  const ended = waiting.then(
    () => 'answered',
    () => 'given up',
  );
  await once(process.stdin, 'data');
  giving.abort('enough');
  return { ended: await ended, tools: (await client.listTools()).tools.length };
}

const said = { version: version(), ...(await (task === 'use' ? use() : cancel())) };
process.stdout.write(JSON.stringify(said));
await client.close();
process.stdin.destroy();
