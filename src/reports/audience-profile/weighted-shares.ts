import type { Audience } from '../../metrics/audience.ts';
import { sixDigits } from '../../metrics/denomination.ts';

/** The divisions of an audience. */
export const DIVISIONS = ['genders', 'ages', 'regions'] as const;

export type Division = (typeof DIVISIONS)[number];

/** An audience with its number of views. */
export interface WeightedAudience {
  readonly views: number;
  readonly audience: Pick<Audience, Division>;
}

/** The rounding of the vendor's shares: half a percent each. */
const SHARE_ROUNDING = 0.005;

/**
 * Combines the shares of several audiences, weighted by views. What a video's shares do not add up to is unknown; if
 * they add up to more than rounding allows, all of them are unknown.
 */
export function weightedShares(audiences: readonly WeightedAudience[], division: Division) {
  const all = audiences.reduce((sum, { views }) => sum + views, 0);
  const viewsByKey = new Map<string, number>();
  for (const { views, audience } of audiences) {
    const shares = audience[division];
    const sum = shares.reduce((total, { share }) => total + share, 0);
    if (sum > 1 + SHARE_ROUNDING * Math.max(1, shares.length)) continue;
    for (const { key, share } of shares)
      viewsByKey.set(key, (viewsByKey.get(key) ?? 0) + (views * share) / Math.max(1, sum));
  }
  const parts = [...viewsByKey]
    .map(([key, views]) => ({ key, share: views / all }))
    .sort((a, b) => b.share - a.share || (a.key < b.key ? -1 : 1));
  const known = parts.reduce((sum, { share }) => sum + share, 0);
  return {
    parts: parts.map(({ key, share }) => ({ key, share: sixDigits(share) })),
    unknown: sixDigits(Math.max(0, 1 - known)),
  };
}
