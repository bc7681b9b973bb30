import { z } from 'zod';
import data from './data/creators.json' with { type: 'json' };
import { digits } from './random.ts';

/** Ways in which the same endpoint has been seen, or must be expected, to answer differently. */
const habits = z.object({
  doubleEnvelope: z.boolean(),
  coarse: z.enum(['months', 'weeks']),
  coarseFirst: z.boolean(),
  /** Whether buckets carry local text beside their timestamps. */
  bucketText: z.enum(['always', 'never', 'alternating']),
  creatorIdInList: z.boolean(),
  /** Counters that arrive as numeric strings. */
  textCounters: z.array(z.string()),
  /** Answers the video list with the latest seven days, whatever month was asked for. */
  videoListIgnoresMonth: z.boolean(),
  boundShopInSegment: z.boolean(),
  productsMap: z.enum(['entries', 'keyed', 'renamed']),
  showcaseTotal: z.boolean(),
  videoInfosAsObject: z.boolean(),
  textTimes: z.boolean(),
});

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
  /** upstream-api.md 6.21 */
  userType: z.number(),
  standing: z.object({ score: z.number(), level: z.string(), color: z.string() }),
  /** Multiplies the views of every video. */
  reach: z.number(),
  /** Impressions a day of each product in the showcase; 0 for a creator who sells nothing there (upstream-api.md 7.13). */
  showcaseVisits: z.number(),
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
