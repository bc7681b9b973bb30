import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectForViews } from '../support/browser/results.ts';

let server: Awaited<ReturnType<typeof connectForViews>>;
beforeAll(async () => {
  server = await connectForViews();
});
afterAll(() => server.close());

test('tools name their views under both keys', async () => {
  const { tools } = await server.host.listTools();
  const named = tools.filter(({ _meta }) => _meta !== undefined);
  expect(named.map(({ name }) => name)).toEqual([
    'summarize_period',
    'review_videos',
    'find_posting_times',
    'attribute_sales',
    'summarize_month',
    'summarize_account_health',
    'compare_accounts',
  ]);
  for (const { _meta } of named) {
    const uri = _meta?.['ui/resourceUri'];
    expect(_meta).toEqual({ ui: { resourceUri: uri }, 'ui/resourceUri': uri });
  }
});

test('a page comes as an app that needs no domain', async () => {
  for (const uri of server.views.values()) {
    const { contents } = await server.host.readResource({ uri });
    expect(contents).toEqual([
      {
        uri,
        mimeType: 'text/html;profile=mcp-app',
        text: expect.stringMatching(/^<!doctype html>/),
        _meta: { ui: { csp: {}, prefersBorder: true } },
      },
    ]);
  }
});

test('an older URI gets the page of today', async () => {
  const today = await server.read(server.views.get('summarize_month') ?? '');
  expect(await server.read('ui://tiktok-creator-mcp/month-0123456789ab.html')).toBe(today);
});

test('pages are not listed: tools name them', async () => {
  const { resources } = await server.host.listResources();
  expect(resources.filter(({ uri }) => uri.startsWith('ui:'))).toEqual([]);
});

test.each(['ui://tiktok-creator-mcp/weather-0123456789ab.html', 'ui://tiktok-creator-mcp/__proto__'])(
  'there is nothing under %s',
  async (uri) => {
    await expect(server.read(uri)).rejects.toThrow('There is no view under this URI.');
  },
);
