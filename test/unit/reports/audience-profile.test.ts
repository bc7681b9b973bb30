import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Audience } from '../../../src/metrics/audience.ts';
import { withOwnDates } from '../../../src/metrics/reading.ts';
import { gateAudience, gateVideoDetail } from '../../../src/metrics/replies.ts';
import { computeAudienceProfile } from '../../../src/reports/audience-profile/compute.ts';
import type { AudienceProfileData } from '../../../src/reports/audience-profile/plan.ts';
import { audienceProfileText } from '../../../src/reports/audience-profile/text.ts';
import { weightedShares } from '../../../src/reports/audience-profile/weighted-shares.ts';
import { bucket, segment } from '../../support/month-reply.ts';
import { videoListReading } from '../../support/video-list-reply.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const CLOCK = { now: NOW, offset: 0 };
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const [A, B, C] = ['7400000000000000001', '7400000000000000002', '7400000000000000003'];

const parts = (shares: Readonly<Record<string, string>>) =>
  Object.entries(shares).map(([key, value]) => ({ key, value }));

interface Told {
  readonly genders?: Readonly<Record<string, string>>;
  readonly ages?: Readonly<Record<string, string>>;
  readonly days?: { readonly from: string; readonly to: string };
  readonly told?: string;
}

/** The audience of a video as the gate lets it through. */
function audienceOf(id: string, { genders = {}, ages = {}, days = OCTOBER, told = id }: Told) {
  const stats = { follower_genders: parts(genders), follower_ages: parts(ages) };
  const reply = segment(days.from, days.to, 0, [bucket(days.from, days.to, 0, stats)], 'timed_profile');
  const payload = { segments: [{ ...reply, filter: { item_id: told } }] };
  return gateAudience(payload, { period: OCTOBER, item_id: id }, CLOCK);
}

/** The interactions of a video in October, all on one day of which the others have none. */
const detailOf = (id: string, stats: Readonly<Record<string, number>>) =>
  gateVideoDetail(
    { segments: [segment(OCTOBER.from, OCTOBER.to, 0, [bucket(OCTOBER.from, OCTOBER.to, 0, stats)])] },
    { period: OCTOBER, item_id: id },
    CLOCK,
  );

const listOf = (views: Readonly<Record<string, number>>, asked = '2026-10') =>
  videoListReading(
    '2026-10',
    Object.entries(views).map(([id, count]) => ({
      id,
      published: '2026-10-05T12:00',
      views: count,
      gmv: '1.00',
    })),
    { now: NOW, asked },
  );

function profile(
  views: Readonly<Record<string, number>>,
  audiences: Readonly<Record<string, ReturnType<typeof audienceOf> | undefined>>,
  rest: Partial<AudienceProfileData> & {
    readonly details?: Record<string, ReturnType<typeof detailOf>>;
  } = {},
) {
  const { details = {}, ...data } = rest;
  const list = data.list ?? listOf(views);
  const videos = withOwnDates(list).rows.map((row) => ({
    row,
    audience: audiences[row.id],
    detail: details[row.id],
  }));
  return computeAudienceProfile(
    {
      month: '2026-10',
      list,
      videos,
      notFound: [],
      leftOut: 0,
      recent: { lists: [], failures: [] },
      today: '2026-11-22',
      failures: [],
      ...data,
    },
    { clock: CLOCK, calls: 5 },
  );
}

describe('an audience profile', () => {
  // 3,000 of 4,000 views are of A: female (0.8 × 3,000 + 0.4 × 1,000) ÷ 4,000 = 0.7, male (0.2 × 3,000 + 0.5 × 1,000) ÷ 4,000
  // = 0.275, and B leaves 0.1 × 1,000 ÷ 4,000 = 0.025 open. B tells no ages: a quarter is unknown.
  const two = {
    [A]: audienceOf(A, { genders: { female: '0.8', male: '0.2' }, ages: { '18-24': '0.6', '25-34': '0.4' } }),
    [B]: audienceOf(B, { genders: { male: '0.5', female: '0.4' } }),
  };

  it('weighs the shares of each video by its views, and shows what is unknown', () => {
    expect(profile({ [A]: 3000, [B]: 1000 }, two)).toMatchObject({
      views: 4000,
      genders: {
        parts: [
          { key: 'female', share: 0.7 },
          { key: 'male', share: 0.275 },
        ],
        unknown: 0.025,
      },
      ages: {
        parts: [
          { key: '18-24', share: 0.45 },
          { key: '25-34', share: 0.3 },
        ],
        unknown: 0.25,
      },
      regions: { parts: [], unknown: 1 },
      videos: [
        { video_id: A, views: 3000, share_of_views: 0.75 },
        { video_id: B, views: 1000, share_of_views: 0.25 },
      ],
    });
  });

  it('leaves out audiences of other days, by name, and those that are missing or empty', () => {
    const other = audienceOf(C, { genders: { female: '1' }, days: { from: '2026-11-01', to: '2026-11-20' } });
    const result = profile(
      { [A]: 3000, [B]: 1000, [C]: 9000 },
      { [A]: two[A], [B]: audienceOf(B, {}), [C]: other },
    );
    expect(result.genders).toEqual({
      parts: [
        { key: 'female', share: 0.8 },
        { key: 'male', share: 0.2 },
      ],
      unknown: 0,
    });
    expect(result.videos.map(({ share_of_views, left_out }) => [share_of_views, left_out])).toEqual([
      [1, undefined],
      [undefined, 'no_audience'],
      [undefined, 'other_days'],
    ]);
    expect(result.notes).toContain(
      `The audience of video ${C} is left out: it is about 2026-11-01 to 2026-11-20.`,
    );
    expect(result.verdicts).toContainEqual(
      expect.objectContaining({ part: `audience of ${C}`, verdict: 'elsewhere' }),
    );
    const none = profile({ [A]: 0 }, two);
    expect([none.genders, none.videos[0]?.left_out]).toEqual([undefined, 'no_views']);
  });

  it('has no audience of another video: the gate refuses it', () => {
    expect(() => audienceOf(A, { genders: { female: '1' }, told: B })).toThrow(
      `The vendor returned video ${B}, not ${A}.`,
    );
  });

  it('has the likes, comments and shares per view, of the videos that have them all', () => {
    // (90 + 6 + 4 + 30 + 10 + 10) ÷ (1,000 + 500) = 0.1
    const details = {
      [A]: detailOf(A, { like_cnt: 90, comment_cnt: 6, share_cnt: 4 }),
      [B]: detailOf(B, { like_cnt: 30, comment_cnt: 10, share_cnt: 10 }),
      [C]: detailOf(C, { like_cnt: 5000, comment_cnt: 1 }),
    };
    const views = { [A]: 1000, [B]: 500, [C]: 800 };
    expect(profile(views, {}, { details })).toMatchObject({ engagement_rate: 0.1, engagement_videos: 2 });
    const elsewhere = profile(views, {}, { details, list: listOf(views, '2026-09') });
    expect(elsewhere).toMatchObject({ engagement_rate: undefined, engagement_videos: 0 });
    expect(elsewhere.notes.join('\n')).toContain('The views are those of 2026-10-01 to 2026-10-31');
  });

  const recent = (count: number, day = '10') => ({
    lists: [
      {
        month: '2026-11',
        list: videoListReading(
          '2026-11',
          Array.from({ length: count }, (_, index) => ({
            id: `75000000000000000${10 + index}`,
            published: `2026-11-${day}T${10 + index}:00`,
            views: (index + 1) * 100,
            gmv: '1.00',
          })),
          { now: NOW },
        ),
      },
    ],
    failures: [],
  });

  it.each([
    // The newest ten of twelve have 300 to 1,200 views.
    [12, '10', 750, 10],
    [5, '10', 300, 5],
    [4, '10', undefined, 4],
    // On 22 November those of the 15th are a week old, those of the 16th are not.
    [5, '15', 300, 5],
    [5, '16', undefined, 0],
  ])('tells what %i posts of the %sth have in the middle', (count, day, typical, posts) => {
    expect(profile({ [A]: 1 }, {}, { recent: recent(count, day) })).toMatchObject({
      typical_views: typical,
      typical_posts: posts,
    });
  });

  it('says what was not found, left out or not read', () => {
    const { notes } = profile({ [A]: 1 }, two, { notFound: [C], leftOut: 3, recent: undefined });
    expect(notes).toEqual(
      expect.arrayContaining([
        `Not among the videos of 2026-10 that were read: ${C}.`,
        'The limit of calls left out 3 videos; max_calls raises it.',
        'Typical views were not read.',
      ]),
    );
  });
});

describe('the text of a profile', () => {
  it('names six shares, what the others have together, and what is unknown', () => {
    const ages = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`a${index}`, '0.1']));
    const computed = profile({ [A]: 3001 }, { [A]: audienceOf(A, { ages }) });
    const text = audienceProfileText({
      account: 'us',
      ...computed,
      typical_views: 1234.5,
      typical_posts: 10,
    });
    expect(text).toContain('Age: a0 10%, a1 10%, a2 10%, a3 10%, a4 10%, a5 10%, 2 others 20%, unknown 20%');
    expect(text).toContain('Gender: unknown 100%');
    expect(text).toContain(
      '1 of 1 video of 2026-10, 3,001 views · typical views 1,235 (median of 10 recent posts)',
    );
  });
});

describe('weighted shares', () => {
  const share = fc.integer({ min: 0, max: 10_000 }).map((part) => part / 10_000);
  const audiences = fc.array(
    fc.record({
      views: fc.integer({ min: 1, max: 1_000_000 }),
      audience: fc.record({
        genders: fc.array(fc.record({ key: fc.constantFrom('female', 'male', 'other'), share }), {
          maxLength: 4,
        }),
        ages: fc.constant<Audience['ages']>([]),
        regions: fc.constant<Audience['regions']>([]),
      }),
    }),
    { minLength: 1, maxLength: 10 },
  );

  it('are 100 % with what is unknown, and none is outside of 0 to 1', () => {
    fc.assert(
      fc.property(audiences, (some) => {
        const { parts: all, unknown } = weightedShares(some, 'genders');
        expect(all.reduce((sum, one) => sum + one.share, unknown)).toBeCloseTo(1, 4);
        for (const value of [unknown, ...all.map((one) => one.share)]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('do not depend on order, nor on the scale of the views, and lie between those of the videos', () => {
    fc.assert(
      fc.property(audiences, fc.integer({ min: 2, max: 9 }), (some, scale) => {
        const whole = weightedShares(some, 'genders');
        const scaled = some.map(({ views, audience }) => ({ views: views * scale, audience })).reverse();
        for (const { key, share: value } of weightedShares(scaled, 'genders').parts)
          expect(value).toBeCloseTo(whole.parts.find((one) => one.key === key)?.share ?? -1, 5);
        const alone = some.map((one) => weightedShares([one], 'genders'));
        for (const { key, share: value } of whole.parts) {
          const own = alone.map(({ parts: all }) => all.find((one) => one.key === key)?.share ?? 0);
          expect(value).toBeGreaterThanOrEqual(Math.min(...own) - 1e-5);
          expect(value).toBeLessThanOrEqual(Math.max(...own) + 1e-5);
        }
      }),
    );
  });

  const only = (...shares: readonly number[]) => [
    {
      views: 10,
      audience: {
        genders: shares.map((value, index) => ({ key: `${index}`, share: value })),
        ages: [],
        regions: [],
      },
    },
  ];

  it.each([
    // Two shares may be half a percent too much each.
    [[0.6, 0.41], [0.594059, 0.405941], 0],
    [[0.6, 0.42], [], 1],
    [[], [], 1],
  ] as const)('of %j are %j with %s unknown', (shares, written, unknown) => {
    const result = weightedShares(only(...shares), 'genders');
    expect(result.parts.map((one) => one.share)).toEqual(written);
    expect(result.unknown).toBe(unknown);
  });
});
