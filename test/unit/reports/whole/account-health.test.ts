import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { summarizeAccountHealth } from '../../../../src/tools/summarize_account_health.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import { daily } from '../../../support/written-replies.ts';

/** An account's health from the request to the text, on 24 November 2026 at noon. */

const HOUR = 3600;
const NOON = Date.parse('2026-11-24T12:00:00Z') / 1000;

const STATUS: JsonObject = {
  violation_score: 850,
  is_show_score: true,
  risk_info: { risk_level: 1, risk_level_text: 'Healthy' },
};
/** A violation that can be appealed for some hours more. */
const violation = (id: number, hours: number): JsonObject => ({
  record_id: String(id),
  violation_time: NOON - 240 * HOUR,
  violation_info: { violation_reason: 'Misleading', violation_type: 'Content' },
  record_status: 1,
  appeal_status: 0,
  can_appeal: true,
  appeal_valid_time: NOON + hours * HOUR,
});
const pageOf = (body: string): number => Number(/"page":(\d+)/.exec(body)?.[1]);
const REPLIES: Replies = {
  health_status: () => STATUS,
  violation_list: () => ({
    records: [violation(1, 60), violation(2, 71), violation(3, 73)],
    has_more: false,
  }),
  video_analytics_summary: () => daily('2026-10-25', '2026-11-21', () => ({ vv_cnt: 10 })),
};

describe('the calls', () => {
  it('are three, and two once the midnight of the account is known', async () => {
    const run = runnerOf(REPLIES);
    const first = await run(summarizeAccountHealth);
    expect(first.sent).toEqual([
      'get_account_health_status {}',
      'get_video_analytics_summary {}',
      'get_account_violation_list {"page":1}',
    ]);
    expect(first.progress).toEqual(['1/3 The health status', '2/3 The offset', '3/3 The violation list']);
    expect(first.text).toMatchInlineSnapshot(`
      "Account health · account main · UTC+0 · level "Healthy" · score 850 · health rating (0-1000) · 3 upstream calls
      Alerts
      - 2 appeals lapse within 72 hours, the first at 2026-11-27T00:00:00+00:00.

      A score above 150 can only be a health rating.

      Band: healthy · next milestone down 150, 700 away

      Violations: 3 on record (read 3), 3 active. "Misleading" 3 times in 90 days.

      By reason
      |reason|type|count|active|
      |-|-|-:|-:|
      |Misleading|Content|3|3|

      Appeals: 3 open, 0 submitted or unclear, 0 lapsed

      Open, nearest deadline first
      all rows: reason Misleading · type Content
      |record|deadline|left|
      |-|-|-|
      |1|2026-11-27 00:00|2 d 12 h|
      |2|2026-11-27 11:00|2 d 23 h|
      |3|2026-11-27 13:00|3 d 1 h|

      What is open to the creator
      - 3 violations can still be appealed in TikTok Shop; the first deadline is in 2 d 12 h."
    `);
    const second = await run(summarizeAccountHealth);
    expect(second.sent).toHaveLength(2);
    expect(second.progress.at(-1)).toMatch(/^2\/2 /);
  });

  it('do not need the offset', async () => {
    const { text } = await runnerOf({ ...REPLIES, video_analytics_summary: () => 500 })(
      summarizeAccountHealth,
    );
    expect(text).toContain('2 appeals lapse');
    expect(text).toContain("Times are in UTC: the account's own offset is not known.");
  });

  it('are one more for each page that has new records, up to five', async () => {
    const pages = (last: number): Replies => ({
      ...REPLIES,
      violation_list: (body) => ({
        records: [violation(Math.min(pageOf(body), last), 100)],
        has_more: true,
      }),
    });
    const notesOf = async (replies: Replies) => {
      const { sent, structured } = await runnerOf(replies)(summarizeAccountHealth);
      return [sent.filter((call) => call.includes('violation')).length, structured['notes']];
    };
    const [toEnd, notes] = await notesOf(pages(9));
    expect(toEnd).toBe(5);
    expect(notes).toMatchInlineSnapshot(`
      [
        "5 violations were read and there are more; the vendor does not say how many.",
      ]
    `);
    expect(await notesOf(pages(2))).toEqual([
      3,
      expect.arrayContaining(['Page 3 of the violations had no new record, so no further page was read.']),
    ]);
    const failing: Replies = {
      ...REPLIES,
      violation_list: (body) =>
        pageOf(body) === 3 ? 402 : { records: [violation(pageOf(body), 100)], has_more: true },
    };
    expect(await notesOf(failing)).toEqual([
      3,
      expect.arrayContaining([
        expect.stringMatching(/^Page 3 of the violations is missing\. The vendor refused the call/),
      ]),
    ]);
  });
});

describe('a part that fails', () => {
  it('is named, and both are an error', async () => {
    const notesOf = async (replies: Replies) =>
      JSON.stringify(
        (await runnerOf({ ...REPLIES, ...replies })(summarizeAccountHealth)).structured['notes'],
      );
    expect(await notesOf({ health_status: () => 402 })).toContain('The health status is missing.');
    expect(await notesOf({ violation_list: () => 402 })).toContain('The violation list is missing.');
    const both = await runnerOf({ health_status: () => 402, violation_list: () => 402 })(
      summarizeAccountHealth,
    );
    expect(both.text).toMatch(/^The vendor refused the call/);
  });
});

it('tells how many appeals lapse within three days, and when the first does', async () => {
  const alertsOf = async (...hours: readonly number[]) => {
    const records = hours.map((one, index) => violation(index + 1, one));
    const replies = { ...REPLIES, violation_list: () => ({ records, has_more: false }) };
    return (await runnerOf(replies)(summarizeAccountHealth)).structured['alerts'];
  };
  expect(await alertsOf(73, 71, 60)).toEqual([
    {
      kind: 'appeal_lapsing',
      fact: '2 appeals lapse within 72 hours, the first at 2026-11-27T00:00:00+00:00.',
      until: '2026-11-27T00:00:00+00:00',
    },
  ]);
  expect(await alertsOf(71)).toEqual([
    expect.objectContaining({
      fact: 'An appeal lapses within 72 hours, the first at 2026-11-27T11:00:00+00:00.',
    }),
  ]);
  expect(await alertsOf(72)).toEqual([]);
});
