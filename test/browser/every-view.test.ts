import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, type ViewHost } from '../support/browser/host.ts';
import { RESULT_NAMES, startViews } from '../support/browser/views.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One that a URL would run, and all others one after another. */
const attacks = [
  'javascript:window.hacked=1',
  [
    '<script>parent.postMessage("x","*");window.hacked=1</script>',
    '<img src="https://evil.invalid/x.png" onerror="window.hacked=1">',
    '</script><script>window.hacked=1</script>',
    '</style><style>*{background:url(https://evil.invalid/css)}</style>',
    '"><svg onload="window.hacked=1">',
    '\u202Eevil\u2066 \u200F right to left',
    'x'.repeat(1500),
  ].join(' '),
];

/** Every text of a value replaced, but for those that `keeps` names. */
function poison(value: unknown, attack: string, keeps: readonly string[]): unknown {
  if (typeof value === 'string') return attack;
  if (Array.isArray(value)) return value.map((entry) => poison(entry, attack, keeps));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      keeps.includes(key) ? entry : poison(entry, attack, keeps),
    ]),
  );
}

describe.skipIf(!hasBrowser())('every view in a real host', { timeout: 30_000 }, () => {
  let views: Awaited<ReturnType<typeof startViews>>;
  beforeAll(async () => {
    views = await startViews();
  }, 180_000);
  afterAll(() => views.close());

  /** One page for each: to open it costs more than to look at it. */
  describe.each(RESULT_NAMES)('of %s', (name) => {
    let opened: Awaited<ReturnType<ViewHost['open']>>;

    beforeAll(async () => {
      opened = await views.open(name);
    });
    afterAll(() => opened.close());

    const shows = async ({ view, errors, strayRequests }: typeof opened): Promise<void> => {
      expect(await view.locator('h1').textContent()).not.toBe('');
      expect(await view.locator('tbody tr').count()).toBeGreaterThan(0);
      expect(errors).toEqual([]);
      expect(strayRequests).toEqual([]);
    };

    test('shows it in an origin of its own', () => shows(opened));

    test('shows it in an origin that it shares', async () => {
      const shared = await views.open(name, { sameOrigin: true });
      await shows(shared);
      await shared.close();
    });

    test('stays within 500 pixels inline, and inside its width', async () => {
      const { page, view, inView } = opened;
      const height = async (): Promise<number> =>
        Number(await page.locator('#sandbox').getAttribute('height'));
      for (const width of [320, 360, 480, 760]) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(() => inView('innerWidth')).toBe(width);
        await expect.poll(height).toBeGreaterThan(100);
        expect(await height()).toBeLessThanOrEqual(500);
        await expect.poll(() => inView('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        // Nor does anything scroll in it on a page as wide as a telephone's.
        if (width > 320)
          await expect.poll(() => inView('document.documentElement.scrollHeight')).toBeLessThanOrEqual(500);
      }
      await view.locator('summary').first().click();
      await view.locator('details table').waitFor();
      expect(await height()).toBeLessThanOrEqual(500);
    });

    test('has no violation of WCAG A or AA in either theme, its table open', async () => {
      const { inHost, inView } = opened;
      await inView(axeSource);
      for (const theme of ['light', 'dark']) {
        await inHost(`changeContext({ theme: '${theme}' })`);
        await expect.poll(() => inView('document.documentElement.style.colorScheme')).toBe(theme);
        const found = await inView(
          "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))",
        );
        expect(found).toEqual([]);
      }
    });

    test('runs and requests nothing of hostile text', async () => {
      const { result } = views.resultOf(name);
      const keys = ['month', 'date', 'from', 'to', 'currency', 'kind', 'deadline'];
      const { inHost, inView, view, errors, strayRequests } = opened;
      const elements =
        'document.querySelectorAll("script, img, style, iframe, object, link, [onload], [onerror]").length';
      const before = await inView(elements);
      for (const attack of attacks) {
        for (const keeps of [keys, []]) {
          const structuredContent = poison(result.structuredContent, attack, keeps);
          await inHost(`sendResult(${JSON.stringify({ content: [], structuredContent })})`);
          await view.locator('h1').waitFor();
          await inHost(
            `sendResult(${JSON.stringify({ isError: true, content: [{ type: 'text', text: attack }] })})`,
          );
          expect(await inView('window.hacked')).toBe(undefined);
          expect(await inView(elements)).toBe(before);
        }
      }
      expect(await view.locator('.problem').textContent()).toContain('xxx');
      expect(errors).toEqual([]);
      expect(strayRequests).toEqual([]);
    });
  });
});
