import { setTimeout as delay } from 'node:timers/promises';
import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult, GetPromptResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { HttpService } from '../../src/transports/http/http-service.ts';

/** One red pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** A sound without a sample. */
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' };
const say = (text: string) => ({ type: 'text' as const, text });
const embed = (uri: string, mimeType: string, text: string) => ({
  type: 'resource' as const,
  resource: { uri, mimeType, text },
});

type Content = CallToolResult['content'];
type Messages = GetPromptResult['messages'];

/** The tools that take nothing, by the names that the suite calls, with what they return. */
const TOOLS: Readonly<Record<string, Content>> = {
  test_simple_text: [say('This is a simple text response for testing.')],
  test_image_content: [image],
  test_audio_content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }],
  test_embedded_resource: [embed('test://embedded-resource', 'text/plain', 'An embedded resource.')],
  test_multiple_content_types: [
    say('Multiple content types test:'),
    image,
    embed('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  ],
};

const fromUser = (...contents: Messages[number]['content'][]): GetPromptResult => ({
  messages: contents.map((content) => ({ role: 'user', content })),
});

/** What the conformance suite asks any server for. */
function createFixture(): McpServer {
  const server = new McpServer({ name: 'conformance-fixture', version: '1' });
  for (const [name, content] of Object.entries(TOOLS))
    server.registerTool(name, { description: name }, () => ({ content }));
  server.registerTool('test_error_handling', { description: 'Fails.' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  server.registerTool('test_tool_with_progress', { description: 'Takes a while.' }, async (extra) => {
    const progressToken = extra._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined)
        await extra.sendNotification({
          method: 'notifications/progress',
          params: { progressToken, progress, total: 100 },
        });
      await delay(20);
    }
    return { content: [say('Done.')] };
  });
  registerResources(server);
  registerPrompts(server);
  return server;
}

function registerResources(server: McpServer): void {
  const text = { uri: 'test://static-text', mimeType: 'text/plain', text: 'The content of a static text.' };
  const binary = { uri: 'test://static-binary', mimeType: 'image/png', blob: PNG };
  for (const { uri, ...content } of [text, binary])
    server.registerResource(uri, uri, { mimeType: content.mimeType }, () => ({
      contents: [{ uri, ...content }],
    }));
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined });
  server.registerResource('template', template, { mimeType: 'application/json' }, ({ href }, { id }) => ({
    contents: [
      { uri: href, mimeType: 'application/json', text: JSON.stringify({ id, data: `Data of ${id}` }) },
    ],
  }));
}

function registerPrompts(server: McpServer): void {
  server.registerPrompt('test_simple_prompt', { description: 'One text.' }, () =>
    fromUser(say('This is a simple prompt for testing.')),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'A picture.' }, () =>
    fromUser(image, say('Please analyze the image above.')),
  );
  const argsSchema = {
    arg1: completable(z.string(), (start) => ['test', 'testing'].filter((one) => one.startsWith(start))),
    arg2: z.string(),
  };
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Two arguments.', argsSchema },
    ({ arg1, arg2 }) => fromUser(say(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A resource.', argsSchema: { resourceUri: z.string() } },
    ({ resourceUri }) =>
      fromUser(
        embed(resourceUri, 'text/plain', 'Embedded resource content for testing.'),
        say('Please process the embedded resource above.'),
      ),
  );
}

/** Serves the fixture through the server's own HTTP layer. */
export async function startFixture(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const service = new HttpService({
    address: { host: '127.0.0.1', port: 0 },
    hosts: [],
    origins: [],
    tls: undefined,
    maxHeaderBytes: 16 * 1024,
    document: () => undefined,
    identify: async () => ({ client: { name: 'suite', createServer: createFixture } }),
    refused: () => {},
    log: () => {},
    redact: (text) => text,
  });
  return { url: await service.listen(), close: () => service.drain() };
}
