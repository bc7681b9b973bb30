import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { tools } from '../../src/tools/index.ts';
import type { OutsideClient } from './client.ts';
import { inspector } from './inspector.ts';
import { mcpc } from './mcpc.ts';

const named = z.array(z.object({ name: z.string() }).passthrough());

describe.each([
  ['the Inspector', inspector],
  ['mcpc', mcpc],
])('%s', (_name, connect) => {
  let home = '';
  let client: OutsideClient;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tiktok-creator-mcp-client-'));
    client = await connect(home);
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await rm(home, { recursive: true, force: true });
  }, 60_000);

  test('lists the tools with their schemas', async () => {
    const listed = named.parse(await client.list('tools'));
    expect(listed.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    for (const tool of listed) {
      expect(tool).toMatchObject({
        title: expect.stringMatching(/\w/),
        description: expect.stringMatching(/\w/),
        inputSchema: { type: 'object', additionalProperties: false },
        outputSchema: { type: 'object' },
        annotations: { readOnlyHint: true },
      });
    }
  });

  test('lists the resources and their templates, and reads one', async () => {
    const resources = z.array(z.object({ uri: z.string() })).parse(await client.list('resources'));
    expect(resources.map(({ uri }) => uri)).toContain('tiktok-creator://br/health');
    const templates = z.array(z.object({ uriTemplate: z.string() })).parse(await client.list('templates'));
    expect(templates.map(({ uriTemplate }) => uriTemplate)).toContain('tiktok-creator://{account}/health');
    expect(await client.read('tiktok-creator://br/health')).toMatch(/^Account health · account br · sandbox/);
  });

  test('calls a summary', async () => {
    const { isError, structuredContent, content } = await client.call('summarize_month', {
      month: '2026-01',
      account: 'sg',
    });
    expect(isError, content[0]?.text).not.toBe(true);
    expect(structuredContent).toMatchObject({ account: 'sg', sandbox: true, month: '2026-01' });
    expect(content[0]?.text).toMatch(/^January 2026 · account sg/);
  });

  test('calls a list with arguments, and asks on with an id from it', async () => {
    const list = await client.call('get_video_list_analytics', { page: 2 });
    expect(list.structuredContent).toMatchObject({ account: 'us', page: { shown: expect.any(Number) } });
    const videos = z.array(z.object({ video_id: z.string() })).parse(list.structuredContent?.['videos']);
    const id = videos[0]?.video_id;
    const products = await client.call('get_video_associated_product_list', { item_ids: [id] });
    expect(products.isError, products.content[0]?.text).not.toBe(true);
    const audience = await client.call('get_video_audience_stats', { item_id: id });
    expect(audience.structuredContent).toHaveProperty('genders');
  });

  test('reads why a call failed', async () => {
    const dead = await client.call('get_account_health_status', { account: 'expired' });
    expect(dead.isError).toBe(true);
    expect(dead.content[0]?.text).toMatch(/^The session of account "expired" is no longer valid/);
    const unknown = await client.call('get_account_health_status', { accuont: 'us' });
    expect(unknown.isError).toBe(true);
    expect(unknown.content[0]?.text).toContain('accuont');
  });

  test('is told to quote an id that became a number', async () => {
    const result = await client.call('get_video_audience_stats', { item_id: Number('7694485617777805691') });
    expect(result.isError).toBe(true);
    expect(result.content[0]?.text).toContain('Send the id in quotes.');
  });
});
