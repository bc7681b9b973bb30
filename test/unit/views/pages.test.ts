import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { VIEW_NAMES, viewHtml, viewUri } from '../../../src/views/pages.ts';

describe.each(VIEW_NAMES)('the page %s', (name) => {
  test('is small and complete', async () => {
    const html = (await viewHtml(name)) ?? '';
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(30_000);
    expect(gzipSync(html, { level: 9 }).length).toBeLessThanOrEqual(10_000);
    // One script and one style, both inside, and nothing that is loaded or kept.
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script/g)).toHaveLength(1);
    expect(html).not.toMatch(
      /\bsrc=|<link|@import|url\((?!#)|localStorage|sessionStorage|indexedDB|window\.open|innerHTML|eval\(/,
    );
  });

  test('has a URI that changes with it', async () => {
    expect(await viewUri(name)).toMatch(new RegExp(`^ui://tiktok-creator-mcp/${name}-[0-9a-f]{12}\\.html$`));
    expect(await viewUri(name)).toBe(await viewUri(name));
  });
});

test('there is no page of another name', async () => {
  expect(await viewHtml('__proto__')).toBeUndefined();
  expect(await viewHtml('style')).toBeUndefined();
});
