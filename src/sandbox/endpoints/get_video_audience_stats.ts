import { publishedVideo } from '../account-view.ts';
import type { Creator } from '../creators.ts';
import { requestedMonth, requireIds } from '../parameters.ts';
import { draws } from '../random.ts';
import { bucketSegment } from '../segments.ts';
import { FOR_ONE_VIDEO, type SandboxEndpoint } from './endpoint.ts';

const GENDERS = ['female', 'male'];
const AGES = ['18-24', '25-34', '35-44', '45-54', '55+'];

/** Fractions in text that add up to exactly one. */
function audienceShares(keys: readonly string[], draw: () => number): { key: string; value: string }[] {
  const weights = keys.map((_, index) => (1 + draw()) / 2 ** index);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = 10_000;
  return keys.map((key, index) => {
    const share = index === keys.length - 1 ? left : Math.round((10_000 * (weights[index] ?? 0)) / total);
    left -= share;
    return { key, value: (share / 10_000).toFixed(4) };
  });
}

function audienceProfile(creator: Creator, videoId: string): object {
  const draw = draws(creator.name, 'audience', videoId);
  return {
    follower_genders: audienceShares(GENDERS, draw),
    follower_ages: audienceShares(AGES, draw),
    follower_regions: audienceShares(creator.audienceRegions, draw),
    profile_type: 2,
  };
}

/** Who watched a video, for the month as one bucket. */
export const audienceStats: SandboxEndpoint = {
  fields: FOR_ONE_VIDEO,
  respond(view, body) {
    const { creator, ledger } = view;
    const { item_id } = body;
    requireIds(item_id);
    const isKnown = publishedVideo(view, item_id) !== undefined;
    const segment = bucketSegment(view, 'timed_profile', [requestedMonth(body)], { item_id }, (days) => {
      const isWatched = isKnown && ledger.video(item_id, days).reach.views > 0;
      return isWatched ? audienceProfile(creator, item_id) : {};
    });
    return { segments: [segment] };
  },
};
