import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { allVideos, ask, NOW, start } from '../../support/sandbox-calls.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());

describe('the audience', () => {
  it('is made of fractions that add up to one', async () => {
    const share = z.array(z.object({ key: z.string(), value: z.string() }));
    const profile = z.object({ follower_genders: share, follower_ages: share, follower_regions: share });
    const reply = z.object({
      segments: z
        .array(z.object({ timed_profile: z.array(z.object({ stats: profile })).length(1) }))
        .length(1),
    });
    for (const account of ['us', 'sg', 'br']) {
      const start_date = '11-01-2026';
      const [item_id] = (await allVideos(sandbox, account, start_date)).keys();
      const { segments } = reply.parse(
        await ask(sandbox, account, 'get_video_audience_stats', { start_date, item_id }),
      );
      for (const shares of Object.values(segments[0]?.timed_profile[0]?.stats ?? {})) {
        const points = shares.reduce((sum, { value: text }) => sum + Math.round(Number(text) * 10_000), 0);
        expect(points).toBe(10_000);
      }
    }
  });
});

describe('the account', () => {
  it('has a score on either scale', async () => {
    const scores = { us: [6, 'Healthy'], sg: [187, 'Needs attention'], br: [17, 'At risk'] };
    for (const [account, [score, level]] of Object.entries(scores)) {
      expect(await ask(sandbox, account, 'get_account_health_status')).toMatchObject({
        violation_score: score,
        risk_info: { risk_level_text: level },
        creator_status: 0,
      });
    }
  });

  it('has its switches as JSON in text', async () => {
    const info = await ask(sandbox, 'br', 'get_creator_account_info');
    expect(info).toMatchObject({ shop_account_official: true, register_region_id: 'br' });
    const { switch_info } = z.object({ switch_info: z.string() }).parse(info);
    expect(JSON.parse(switch_info)).toEqual({ live_event_switch: true, showcase_switch: 1 });
  });

  it('has violations on pages from 1, page 0 being page 1', async () => {
    const record = z.object({
      record_id: z.string(),
      violation_time: z.coerce.number(),
      violation_info: z.object({ violation_reason: z.string() }).passthrough(),
      appeal_status: z.number(),
      enforcement_title: z.union([z.string(), z.array(z.string())]),
      appeal_valid_time: z.number(),
      can_appeal: z.boolean(),
    });
    const reply = z.object({ records: z.array(record), total: z.number(), has_more: z.boolean() });
    const page = async (account: string, number: number) =>
      reply.parse(await ask(sandbox, account, 'get_account_violation_list', { page: number }));
    const first = await page('br', 1);
    const second = await page('br', 2);
    expect(await page('br', 0)).toEqual(first);
    expect([first.records.length, first.has_more, first.total]).toEqual([10, true, 12]);
    expect([second.records.length, second.has_more]).toEqual([2, false]);

    const all = [...first.records, ...second.records];
    const now = NOW.getTime() / 1000;
    const recent = all.filter(({ violation_time }) => violation_time > now - 90 * 86_400);
    const reasons = recent.map(({ violation_info }) => violation_info.violation_reason);
    expect(reasons.filter((reason) => reason === 'Undisclosed promotion').length).toBeGreaterThanOrEqual(3);
    const open = all.filter(({ can_appeal }) => can_appeal);
    expect(new Set(open.map(({ appeal_valid_time }) => appeal_valid_time)).size).toBe(open.length);
    expect(open.length).toBeGreaterThan(2);
    expect(open.every(({ appeal_valid_time }) => appeal_valid_time > now)).toBe(true);
    expect(all.some(({ appeal_status }) => appeal_status === 1)).toBe(true);
    expect(new Set(all.map(({ enforcement_title }) => typeof enforcement_title)).size).toBe(2);
    expect((await page('us', 1)).records.filter(({ can_appeal }) => can_appeal)).toHaveLength(1);
    const sg = await page('sg', 1);
    expect(sg.records.map(({ appeal_status, can_appeal }) => [appeal_status, can_appeal])).toEqual([
      [1, true],
      [2, false],
      [5, false],
      [3, false],
      [4, false],
    ]);
  });
});
