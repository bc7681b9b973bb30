import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hasBrowser } from '../support/browser/host.ts';
import { startViews } from '../support/browser/views.ts';
import { NOW } from '../support/connect.ts';

describe.skipIf(!hasBrowser())('a view in a real host', { timeout: 30_000 }, () => {
  let views: Awaited<ReturnType<typeof startViews>>;
  beforeAll(async () => {
    views = await startViews();
  }, 180_000);
  afterAll(() => views.close());

  /** Of 4 October, a day with a LIVE. */
  const revenueOfFourth = (): number => {
    const { days } = z
      .object({ days: z.array(z.object({ date: z.string(), revenue: z.number().optional() })) })
      .parse(views.resultOf('month').result.structuredContent);
    return days.find(({ date }) => date === '2026-10-04')?.revenue ?? 0;
  };

  test('tells the figures of a mark to pointer and keyboard', async () => {
    const { view, page, close } = await views.open('month');
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
    const { view, close } = await views.open('open month');
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
    const { view, close } = await views.open('videos');
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
    const { view, page, close } = await views.open('posting times');
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
      .parse(views.resultOf('posting times').result.structuredContent);
    const [best] = times;
    const shownViews = (best?.median_views ?? 0).toLocaleString('en-US');
    const label = `${best?.weekday}, Evening 18–24: Median views ${shownViews} · `;
    const cell = view.locator(`[aria-label^="${label}"]`);
    await cell.focus();
    expect(await view.locator('.readout').textContent()).toContain(`Posts ${best?.posts}`);
    await page.keyboard.press('Home');
    expect(await view.locator('.readout').textContent()).toBe('under 3 posts: counted with the others');
    await close();
  });

  test('says so where there is nothing to draw, and offers more months', async () => {
    const few = await views.server.viewOf('find_posting_times', { account: 'us' });
    const { view, asked, close } = await views.host.open({ ...few });
    await view.getByText('0 posts are too few to tell times apart.').waitFor();
    expect(await view.locator('.toolbar').first().textContent()).toContain('up to 30 billed calls');
    await view.getByRole('button', { name: '6 months' }).click();
    await expect
      .poll(() => asked[0]?.params)
      .toEqual({ name: 'find_posting_times', arguments: { months: 6 } });
    await close();
  });

  test('puts each pair of a video and a product into its cell, and hatches one that came back for other days', async () => {
    const { result, ...rest } = views.resultOf('attribution');
    const { pairs } = z
      .object({ pairs: z.array(z.object({ video_id: z.string(), product_id: z.string() })) })
      .parse(result.structuredContent);
    // Of another video, so there is no such pair in the result.
    const part = `pair ${pairs[0]?.video_id} ${pairs[1]?.product_id}`;
    const structuredContent = { ...result.structuredContent, verdicts: [{ part, verdict: 'elsewhere' }] };
    const { view, close } = await views.host.open({ ...rest, result: { ...result, structuredContent } });
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
    const { html, result } = await views.server.viewOf('compare_accounts', {});
    const appeal = {
      account: 'br',
      kind: 'appeal_lapsing',
      fact: 'An appeal lapses within 72 hours.',
      until: new Date(NOW.getTime() + 15.5 * 3_600_000).toISOString(),
    };
    const structuredContent = { ...result.structuredContent, exceptions: [appeal] };
    const opened = await views.host.open({
      html,
      result: { ...result, structuredContent },
      context: { locale },
    });
    await opened.view.locator('h1').waitFor();
    return opened;
  };

  test('draws the alerts, with the time that is left', async () => {
    const { view, close } = await openWithAppeal('en-US');
    const alert = view.locator('li', { hasText: 'Appeal within 72 hours' });
    expect(await alert.textContent()).toBe('br Appeal within 72 hours15 hr');
    expect(await alert.locator('.urgent').count()).toBe(1);
    expect(await view.getByText('is no longer valid').count()).toBe(1);
    await close();
  });

  test('shows the alerts, and the parts of a verdict, in Chinese', async () => {
    const { view, close } = await openWithAppeal('zh-CN');
    expect(await view.locator('li', { hasText: '申诉即将到期' }).textContent()).toBe('br 申诉即将到期15小时');
    expect(await view.locator('.verdicts').textContent()).toBe('数据未齐: us 收益, sg 收益, br 收益');
    await close();
  });

  test('shows a plan as a plan', async () => {
    const plan = await views.server.viewOf('attribute_sales', { account: 'us', dry_run: true });
    const { view, close } = await views.host.open(plan);
    await view.getByText('Planned calls: 20').waitFor();
    expect(await view.locator('.figure').count()).toBe(0);
    await close();
  });

  test('holds each month of a longer period against as many average days before', async () => {
    const { view, close } = await views.open('period by month');
    const line = await view.locator('polyline').getAttribute('points');
    const heights = (line ?? '').split(' ').map((point) => point.split(',')[1]);
    expect(heights).toHaveLength(2 * 6);
    // May and July have 31 days, June has 30.
    expect(heights[0]).toBe(heights[4]);
    expect(Number(heights[2])).toBeGreaterThan(Number(heights[0]));
    await close();
  });

  test('asks the server for another month, and says what that costs before and after', async () => {
    const { view, asked, close } = await views.open('month', {
      input: { month: '2026-10', account: 'us' },
      answers: { call: async () => views.resultOf('open month').result },
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
    const { view, asked, close } = await views.open('period', { input: { period: 'last_7_days' } });
    await view.getByRole('button', { name: '← Nov 13' }).click();
    await expect.poll(() => asked.length).toBe(1);
    const args = { from: '2026-11-07', to: '2026-11-13' };
    expect(asked[0]?.params).toEqual({ name: 'summarize_period', arguments: args });
    const result = await views.server.host.callTool({ name: 'summarize_period', arguments: args });
    expect(result.isError).not.toBe(true);
    await close();
  });

  test('says at most as many calls as any step then makes', async () => {
    for (const [tool, args] of [
      ['summarize_period', { account: 'us', period: 'last_7_days' }],
      ['attribute_sales', { account: 'us', from: '2026-10-02', to: '2026-10-31' }],
    ] as const) {
      const opening = await views.server.viewOf(tool, args);
      const made: number[] = [];
      const call = async (params: unknown): Promise<object> => {
        const { arguments: wanted } = z.object({ arguments: z.record(z.unknown()) }).parse(params);
        const { result } = await views.server.viewOf(tool, { ...wanted, fresh: true });
        made.push(z.object({ calls: z.number() }).parse(result.structuredContent).calls);
        return result;
      };
      const { view, close } = await views.host.open({ ...opening, input: args, answers: { call } });
      for (const arrow of ['←', '←', '→', '→']) {
        const said = await view.locator('.toolbar').first().textContent();
        const before = made.length;
        await view.getByRole('button', { name: arrow }).click();
        await expect.poll(() => view.getByRole('status').textContent()).toMatch(/^Billed calls made/);
        expect(made).toHaveLength(before + 1);
        expect(made.at(-1)).toBeLessThanOrEqual(Number(/up to (\d+)/.exec(said ?? '')?.[1]));
      }
      await close();
    }
  });

  test('leads to another month from one that was named in any way', async () => {
    for (const input of [{ period: 'last_month' }, { from: '2026-10-01', to: '2026-10-31' }]) {
      const opening = await views.server.viewOf('compare_accounts', input);
      const { view, asked, close } = await views.host.open({ ...opening, input });
      await view.getByRole('button', { name: '← Sep' }).click();
      await expect.poll(() => asked.length).toBe(1);
      expect(asked[0]?.params).toEqual({ name: 'compare_accounts', arguments: { month: '2026-09' } });
      await close();
    }
  });

  test('makes one call at a time, even when the page is drawn anew meanwhile', async () => {
    let answer = (): void => {};
    const call = (): Promise<object> =>
      new Promise((resolve) => {
        answer = () => resolve(views.resultOf('month').result);
      });
    const { view, page, asked, inHost, inView, close } = await views.open('month', { answers: { call } });
    const earlier = view.getByRole('button', { name: '← Sep' });
    await earlier.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => asked.length).toBe(1);
    await inHost("changeContext({ theme: 'dark' })");
    await expect.poll(() => inView('document.documentElement.style.colorScheme')).toBe('dark');
    await page.keyboard.press('Enter');
    await view.getByRole('button', { name: 'Nov →' }).click({ force: true });
    answer();
    await expect.poll(() => view.getByRole('status').textContent()).toMatch(/^Billed calls made/);
    expect(asked).toHaveLength(1);
    await close();
  });

  test('switches the account', async () => {
    const call = async (params: unknown): Promise<object> => {
      const { name, arguments: args } = z
        .object({ name: z.string(), arguments: z.record(z.unknown()) })
        .parse(params);
      return views.server.host.callTool({ name, arguments: args });
    };
    const { view, asked, close } = await views.open('health', { answers: { call } });
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
    const { view, asked, close } = await views.open('month');
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
    const { view, close } = await views.open('month', {
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
    const { view, inView, errors, close } = await views.open('month', { answers });
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
    const { view, close } = await views.open('month', {
      answers: { call: async () => ({ isError: true, content: [{ type: 'text', text }] }) },
    });
    await view.getByRole('button', { name: '← Sep' }).click();
    await expect.poll(() => view.getByRole('alert').textContent()).toBe(text);
    expect(await view.locator('h1').textContent()).toBe('October 2026');
    await close();
  });

  test("speaks the host's language", async () => {
    const chinese = await views.open('month', { context: { locale: 'zh-CN' } });
    expect(await chinese.view.locator('h1').textContent()).toBe('2026年10月');
    expect(await chinese.view.locator('.figure').first().textContent()).toContain('销售额');
    await chinese.close();
    const german = await views.open('month', { context: { locale: 'de-DE' } });
    await german.view.locator('.mark').nth(3).hover();
    expect(await german.view.locator('.readout').textContent()).toContain(
      String(revenueOfFourth()).replace('.', ','),
    );
    await german.close();
  });

  test('follows the theme and answers before it is taken away', async () => {
    const { inHost, inView, close } = await views.open('month');
    const colour = 'getComputedStyle(document.querySelector("main")).backgroundColor';
    const light = await inView(colour);
    await inHost('changeContext({ theme: "dark" })');
    await expect.poll(() => inView(colour)).not.toBe(light);
    expect(await inHost('teardown()')).toEqual({});
    await close();
  });
});
