import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hasBrowser, type Opening, startViewHost, type ViewHost } from '../support/browser/host.ts';
import { connectForViews, type ViewResult } from '../support/browser/results.ts';
import { NOW } from '../support/connect.ts';

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
    'x'.repeat(5000),
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

describe.skipIf(!hasBrowser())('a view in a real host', { timeout: 30_000 }, () => {
  let host: ViewHost;
  let server: Awaited<ReturnType<typeof connectForViews>>;
  const results = new Map<string, ViewResult>();
  const questions: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
    ['month', 'summarize_month', { month: '2026-10' }],
    ['open month', 'summarize_month', { month: '2026-11' }],
    ['period', 'summarize_period', { period: 'last_7_days' }],
    ['period by month', 'summarize_period', { period: 'last_6_months' }],
    ['health', 'summarize_account_health', { account: 'us' }],
    ['health at risk', 'summarize_account_health', { account: 'br' }],
    ['accounts', 'compare_accounts', { month: '2026-10' }],
    ['videos', 'review_videos', { account: 'us', month: '2026-11' }],
    ['posting times', 'find_posting_times', { account: 'sg', months: 6 }],
    ['attribution', 'attribute_sales', { account: 'us' }],
  ];
  const names = questions.map(([name]) => name);

  beforeAll(async () => {
    [host, server] = await Promise.all([startViewHost(), connectForViews()]);
    for (const [name, tool, args] of questions) results.set(name, await server.viewOf(tool, args));
  }, 180_000);
  afterAll(async () => {
    await Promise.all([host.close(), server.close()]);
  });

  const resultOf = (name: string): ViewResult => {
    const found = results.get(name);
    if (found === undefined) throw new Error(`no result ${name}`);
    return found;
  };
  const open = async (name: string, opening: Partial<Opening> = {}) => {
    const { html, result } = resultOf(name);
    const opened = await host.open({ html, result, ...opening });
    await opened.view.locator('h1').waitFor();
    return opened;
  };

  /** Of 4 October, a day with a LIVE. */
  const revenueOfFourth = (): number => {
    const { days } = z
      .object({ days: z.array(z.object({ date: z.string(), revenue: z.number().optional() })) })
      .parse(resultOf('month').result.structuredContent);
    return days.find(({ date }) => date === '2026-10-04')?.revenue ?? 0;
  };

  /** One page for each: to open it costs more than to look at it. */
  describe.each(names)('of %s', (name) => {
    let opened: Awaited<ReturnType<ViewHost['open']>>;

    beforeAll(async () => {
      opened = await open(name);
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
      const shared = await open(name, { sameOrigin: true });
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
        expect(await inView('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
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
      const { result } = resultOf(name);
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

  test('tells the figures of a mark to pointer and keyboard', async () => {
    const { view, page, close } = await open('month');
    const readout = view.locator('.readout');
    await view.locator('.mark').nth(3).hover();
    expect(await readout.textContent()).toContain(`Oct 4: $${revenueOfFourth()} (LIVE $`);
    await view.locator('.mark').first().focus();
    expect(await readout.textContent()).toContain('Oct 1:');
    await page.keyboard.press('ArrowRight');
    expect(await readout.textContent()).toContain('Oct 2:');
    await page.keyboard.press('End');
    expect(await readout.textContent()).toContain('Oct 31:');
    // All marks together are one stop of the Tab key.
    await page.keyboard.press('Tab');
    expect(await view.locator('.mark:focus').count()).toBe(0);
    await close();
  });

  test('hatches and names the days that are not in yet', async () => {
    const { view, close } = await open('open month');
    expect(await view.locator('header').textContent()).toContain('data until Nov 20');
    expect(await view.locator('.mark').count()).toBe(30);
    expect(await view.locator('.mark [fill="url(#hatch)"]').count()).toBe(10);
    expect(await view.locator('.mark').last().getAttribute('aria-label')).toBe('Nov 30: no data');
    const verdicts = await view.locator('.verdicts').textContent();
    expect(verdicts).toContain('not all in yet: earnings, LIVE, video');
    expect(verdicts).toMatch(/only some of the days \(Nov 14\s–\s20\): video list/);
    await close();
  });

  test('names the striking videos, and says the rest of each by pointer and keyboard', async () => {
    const { view, close } = await open('videos');
    const marks = view.locator('.mark');
    expect(await view.locator('.ranking li').first().textContent()).toBe(
      '1 Ripplemat Dish Drying Pad: worth it or not?views without clicks',
    );
    expect(await view.locator('svg > text').allTextContents()).toContain('1');
    // From the left to the right: the most viewed comes last.
    expect(await marks.last().getAttribute('aria-label')).toBe(
      'Views 12,109 · GMV per 1,000 views $0.00 · views without clicks · Ripplemat Dish Drying Pad: worth it or not?',
    );
    expect(await marks.count()).toBe(21);
    await close();
  });

  test('tells the median and the posts of a time, and hatches those with too few', async () => {
    const { view, page, close } = await open('posting times');
    const cells = view.locator('.heat .mark');
    expect(await cells.count()).toBe(7 * 4 + 3);
    expect(await view.locator('.heat .hatched').count()).toBeGreaterThan(0);
    const { times } = z
      .object({
        times: z.array(
          z.object({
            weekday: z.string().optional(),
            posts: z.number(),
            median_views: z.number().optional(),
          }),
        ),
      })
      .parse(resultOf('posting times').result.structuredContent);
    const [best] = times;
    const views = (best?.median_views ?? 0).toLocaleString('en-US');
    const label = `${best?.weekday}, Evening 18–24: Median views ${views} · `;
    const cell = view.locator(`[aria-label^="${label}"]`);
    await cell.focus();
    expect(await view.locator('.readout').textContent()).toContain(`Posts ${best?.posts}`);
    await page.keyboard.press('Home');
    expect(await view.locator('.readout').textContent()).toBe('under 3 posts: with the others');
    await close();
  });

  test('says so where there is nothing to draw, and offers more months', async () => {
    const few = await server.viewOf('find_posting_times', { account: 'us' });
    const { view, asked, close } = await host.open({ ...few });
    await view.getByText('0 posts are too few to tell times apart.').waitFor();
    expect(await view.locator('.toolbar').first().textContent()).toContain('up to 30 billed calls');
    await view.getByRole('button', { name: '6 months' }).click();
    await expect
      .poll(() => asked[0]?.params)
      .toEqual({ name: 'find_posting_times', arguments: { months: 6 } });
    await close();
  });

  test('puts each pair of a video and a product into its cell, and hatches one that came back for other days', async () => {
    const { result, ...rest } = resultOf('attribution');
    const { pairs } = z
      .object({ pairs: z.array(z.object({ video_id: z.string(), product_id: z.string() })) })
      .parse(result.structuredContent);
    // Of another video, so there is no such pair in the result.
    const part = `pair ${pairs[0]?.video_id} ${pairs[1]?.product_id}`;
    const structuredContent = { ...result.structuredContent, verdicts: [{ part, verdict: 'elsewhere' }] };
    const { view, close } = await host.open({ ...rest, result: { ...result, structuredContent } });
    const cells = view.locator('.heat .mark');
    expect(await cells.first().textContent()).toBe('$319 (11)');
    expect(await cells.first().getAttribute('aria-label')).toContain('Starling `Mini` Label Printer');
    expect(await cells.nth(1).getAttribute('class')).toContain('hatched');
    expect(await cells.nth(1).getAttribute('aria-label')).toBe('other days');
    expect(await view.locator('.verdicts').textContent()).toBe('other days: pairs');
    await close();
  });

  /** The accounts, with an appeal that lapses in fifteen hours. */
  const openWithAppeal = async (locale: string) => {
    const { html, result } = await server.viewOf('compare_accounts', {});
    const appeal = {
      account: 'br',
      kind: 'appeal_lapsing',
      fact: 'An appeal lapses within 72 hours.',
      until: new Date(NOW.getTime() + 15.5 * 3_600_000).toISOString(),
    };
    const structuredContent = { ...result.structuredContent, exceptions: [appeal] };
    const opened = await host.open({ html, result: { ...result, structuredContent }, context: { locale } });
    await opened.view.locator('h1').waitFor();
    return opened;
  };

  test('draws what cannot wait, with the time that is left', async () => {
    const { view, close } = await openWithAppeal('en-US');
    const alert = view.locator('li', { hasText: 'To appeal within 72 hours' });
    expect(await alert.textContent()).toBe('br To appeal within 72 hours15 hr');
    expect(await alert.locator('.urgent').count()).toBe(1);
    expect(await view.getByText('is no longer valid').count()).toBe(1);
    await close();
  });

  test('says what cannot wait, and the parts of a verdict, in Chinese', async () => {
    const { view, close } = await openWithAppeal('zh-CN');
    expect(await view.locator('li', { hasText: '申诉即将到期' }).textContent()).toBe('br 申诉即将到期15小时');
    expect(await view.locator('.verdicts').textContent()).toBe('数据未齐: us 收益, sg 收益, br 收益');
    await close();
  });

  test('shows a plan as a plan', async () => {
    const plan = await server.viewOf('attribute_sales', { account: 'us', dry_run: true });
    const { view, close } = await host.open(plan);
    await view.getByText('Planned calls: 20').waitFor();
    expect(await view.locator('.figure').count()).toBe(0);
    await close();
  });

  test('holds each month of a longer period against as many average days before', async () => {
    const { view, close } = await open('period by month');
    const line = await view.locator('polyline').getAttribute('points');
    const heights = (line ?? '').split(' ').map((point) => point.split(',')[1]);
    expect(heights).toHaveLength(2 * 6);
    // May and July have 31 days, June has 30.
    expect(heights[0]).toBe(heights[4]);
    expect(Number(heights[2])).toBeGreaterThan(Number(heights[0]));
    await close();
  });

  test('asks the server for another month, and says what that costs before and after', async () => {
    const { view, asked, close } = await open('month', {
      input: { month: '2026-10', account: 'us' },
      answers: { call: async () => resultOf('open month').result },
    });
    expect(await view.locator('.toolbar').first().textContent()).toContain('up to 7 billed calls');
    await view.getByRole('button', { name: 'Nov →' }).click();
    await expect.poll(() => view.locator('h1').textContent()).toBe('November 2026');
    expect(asked).toEqual([
      { kind: 'call', params: { name: 'summarize_month', arguments: { month: '2026-11', account: 'us' } } },
    ]);
    expect(await view.getByRole('status').textContent()).toMatch(/^Billed calls made: \d$/);
    expect(await view.getByRole('button', { name: '→' }).count()).toBe(0);
    await close();
  });

  test('asks for as many days before, in place of the named period', async () => {
    const { view, asked, close } = await open('period', { input: { period: 'last_7_days' } });
    await view.getByRole('button', { name: '← Nov 13' }).click();
    await expect.poll(() => asked.length).toBe(1);
    const args = { period: null, from: '2026-11-07', to: '2026-11-13' };
    expect(asked[0]?.params).toEqual({ name: 'summarize_period', arguments: args });
    const result = await server.host.callTool({ name: 'summarize_period', arguments: args });
    expect(result.isError).not.toBe(true);
    await close();
  });

  test('switches the account', async () => {
    const call = async (params: unknown): Promise<object> => {
      const { name, arguments: args } = z
        .object({ name: z.string(), arguments: z.record(z.unknown()) })
        .parse(params);
      return server.host.callTool({ name, arguments: args });
    };
    const { view, asked, close } = await open('health', { answers: { call } });
    await view.getByRole('button', { name: 'Other account…' }).click();
    await view.getByRole('button', { name: 'br', exact: true }).click();
    await expect.poll(() => view.locator('h1').textContent()).toBe('Account health: At risk');
    expect(asked.map(({ params }) => params)).toEqual([
      { name: 'list_accounts', arguments: {} },
      { name: 'summarize_account_health', arguments: { account: 'br' } },
    ]);
    await close();
  });

  test('goes to full screen, hands over the table and asks a question where the host offers it', async () => {
    const { view, asked, close } = await open('month');
    await view.getByRole('button', { name: 'Download' }).click();
    await expect.poll(() => view.getByRole('status').textContent()).toBe('Handed to the host.');
    await view.getByRole('button', { name: 'Ask about this' }).click();
    await expect.poll(() => view.getByRole('status').textContent()).toBe('Handed to the host.');
    await view.getByRole('button', { name: 'Full screen' }).click();
    await expect.poll(() => view.getByRole('button', { name: 'Full screen' }).count()).toBe(0);
    const [download, message, display] = asked.map(({ params }) => JSON.stringify(params));
    expect(download).toContain('"mimeType":"text/csv"');
    expect(download).toContain(`2026-10-04,${revenueOfFourth()},`);
    expect(message).toContain('October 2026 of account us');
    expect(display).toBe('"fullscreen"');
    await close();
  });

  test('has no button for what the host does not offer', async () => {
    const { view, close } = await open('month', {
      capabilities: {},
      context: { availableDisplayModes: ['inline'] },
    });
    expect(await view.getByRole('button').count()).toBe(0);
    await close();
  });

  test('says quietly that the host refused', async () => {
    const refuse = async (): Promise<never> => {
      throw new Error('no');
    };
    const answers = {
      call: refuse,
      message: async () => ({ isError: true }),
      download: async () => ({ isError: true }),
      display: refuse,
    };
    const { view, inView, errors, close } = await open('month', { answers });
    for (const name of ['← Sep', 'Other account…', 'Full screen', 'Download', 'Ask about this']) {
      await view.getByRole('button', { name }).click();
      await expect.poll(() => view.getByRole('status').textContent()).toBe('The host did not allow this.');
      await inView('document.querySelector("[role=status]").replaceChildren()');
    }
    expect(await view.locator('h1').textContent()).toBe('October 2026');
    expect(errors).toEqual([]);
    await close();
  });

  test("shows a tool's error as its sentence and keeps the figures", async () => {
    const text = 'TikHub answered 402. Top up the balance.';
    const { view, close } = await open('month', {
      answers: { call: async () => ({ isError: true, content: [{ type: 'text', text }] }) },
    });
    await view.getByRole('button', { name: '← Sep' }).click();
    await expect.poll(() => view.getByRole('alert').textContent()).toBe(text);
    expect(await view.locator('h1').textContent()).toBe('October 2026');
    await close();
  });

  test("speaks the host's language", async () => {
    const chinese = await open('month', { context: { locale: 'zh-CN' } });
    expect(await chinese.view.locator('h1').textContent()).toBe('2026年10月');
    expect(await chinese.view.locator('.figure').first().textContent()).toContain('销售额');
    await chinese.close();
    const german = await open('month', { context: { locale: 'de-DE' } });
    await german.view.locator('.mark').nth(3).hover();
    expect(await german.view.locator('.readout').textContent()).toContain(
      String(revenueOfFourth()).replace('.', ','),
    );
    await german.close();
  });

  test('follows the theme and answers before it is taken away', async () => {
    const { inHost, inView, close } = await open('month');
    const colour = 'getComputedStyle(document.querySelector("main")).backgroundColor';
    const light = await inView(colour);
    await inHost('changeContext({ theme: "dark" })');
    await expect.poll(() => inView(colour)).not.toBe(light);
    expect(await inHost('teardown()')).toEqual({});
    await close();
  });
});
