/** A minimal HTTP server on the same SDK, without sessions like this one: one tool. */
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

const http = createServer(async (request, response) => {
  const server = new McpServer({ name: 'hello', version: '1' });
  server.registerTool('hello', { description: 'Greets.', inputSchema: { name: z.string() } }, ({ name }) => ({
    content: [{ type: 'text', text: `Hello, ${name}!` }],
  }));
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.once('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
});
http.listen(0, '127.0.0.1', () => {
  process.stderr.write(`Serving MCP at http://127.0.0.1:${http.address().port}/mcp. \n`);
});
