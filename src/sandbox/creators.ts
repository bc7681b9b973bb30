import { z } from 'zod';
import data from './data/creators.json' with { type: 'json' };
import { digits } from './random.ts';

/** Ways in which replies of the same endpoint differ, or may differ. */
const habits = z.object({
  doubleEnvelope: z.boolean(),
  coarse: z.enum(['months', 'weeks', 'rolling']),
  coarseFirst: z.boolean(),
  /** Whether buckets carry local text beside their timestamps. */
  bucketText: z.enum(['always', 'never', 'alternating']),
  creatorIdInList: z.boolean(),
  /** Counters that arrive as numeric strings. */
  textCounters: z.array(z.string()),
  /** The video list returns the latest seven days, whatever month was requested. */
  videoListIgnoresMonth: z.boolean(),
  boundShopInSegment: z.boolean(),
  productsMap: z.enum(['entries', 'keyed', 'renamed']),
  showcaseTotal: z.boolean(),
  videoInfosAsObject: z.boolean(),
  textTimes: z.boolean(),
  /** Whose codes appeal states are sent in; they disagree (upstream-api.md 6.15). */
  appealCodes: z.enum(['vendor', 'governance']),
});

const weekPatterns = z.array(z.array(z.number()));

const creatorEntry = z.object({
  name: z.enum(['us', 'sg', 'br']),
  label: z.string(),
  userName: z.string(),
  nickName: z.string(),
  region: z.string(),
  locale: z.string(),
  /** Seconds east of Greenwich, all year: the platform knows no summer time (upstream-api.md 7.1). */
  offset: z.number(),
  /** How amounts of the currency are written for people; `gap` stands between the symbol and the digits. */
  currency: z.object({
    code: z.string(),
    symbol: z.string(),
    gap: z.string(),
    thousands: z.string(),
    decimal: z.string(),
  }),
  shopOwner: z.boolean(),
  /** 1 a merchant's account, 3 a creator's (upstream-api.md 6.21). */
  userType: z.number(),
  permissions: z.array(z.number()),
  standing: z.object({ score: z.number(), level: z.string(), color: z.string() }),
  /** Multiplies the views of every video. */
  reach: z.number(),
  posting: z.object({
    /** On which days of a week videos appear, Sunday being 0; each week is one of these. */
    weeks: weekPatterns,
    /** Calendar months, January being 1, in which fewer appear. */
    quiet: z.object({ months: z.array(z.number()), weeks: weekPatterns }).optional(),
    /** When a video draws `pull` times the views: local hours, `to` excluded, on some weekdays. */
    goodHours: z.object({
      weekdays: z.array(z.number()),
      from: z.number(),
      to: z.number(),
      pull: z.number(),
    }),
  }),
  /** Calendar months in which viewers click less. */
  slowClicks: z.object({ months: z.array(z.number()), factor: z.number() }).optional(),
  /** Chance that a day has visitors in the showcase who buy neither from a video nor from a LIVE. */
  showcaseChance: z.number(),
  audienceRegions: z.array(z.string()),
  habits,
});

/** An invented creator. */
export type Creator = Readonly<z.output<typeof creatorEntry>> & { readonly creatorId: string };

/** The creators with data, in the order in which they are shown. */
export const CREATORS: readonly Creator[] = z
  .array(creatorEntry)
  .parse(data)
  .map((entry) => ({ ...entry, creatorId: `74${digits(17, 'creator', entry.name)}` }));
