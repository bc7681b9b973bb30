/** Which of TikTok's two opposite scores an account is on (upstream-api.md 7.11). */
type ScaleKind = 'points' | 'rating' | 'unclear';

/** A scale with the reason for choosing it. */
interface Scale {
  readonly kind: ScaleKind;
  readonly reason: string;
}

interface Penalty {
  readonly measure: string;
  readonly duration: string;
}

/** Where the next measure applies and, on the points scale, which one. */
interface Threshold {
  readonly at: number;
  readonly distance: number;
  readonly measure?: string | undefined;
  readonly duration?: string | undefined;
}

/** The vendor's table of violation points: from how many points on which measure applies. */
const PENALTIES: readonly (Penalty & { readonly at: number })[] = [
  { at: 9, measure: 'Warning', duration: 'none' },
  { at: 12, measure: 'E-commerce suspended (videos, LIVE, showcase)', duration: '24 hours' },
  { at: 15, measure: 'E-commerce suspended (videos, LIVE, showcase)', duration: '48 hours' },
  { at: 18, measure: 'E-commerce suspended (videos, LIVE, showcase)', duration: '72 hours' },
  { at: 21, measure: 'E-commerce suspended (videos, LIVE, showcase)', duration: '1 week' },
  { at: 24, measure: 'E-commerce removed, Shop creator account banned', duration: 'permanent' },
];

/** Where the Creator Health Rating brings enforcement; which one, TikTok decides and says in its notice. */
const MILESTONES = [150, 100, 50, 0] as const;

/** What a score means on its scale. On an unclear scale, both meanings. */
export interface ScoreMeaning {
  readonly scale: Scale;
  /** The measure in force on the points scale; null when there is none or the scale is not points. */
  readonly penalty: Penalty | null;
  readonly next_threshold: Threshold | null;
  /** On the rating scale. */
  readonly band?: string | undefined;
  readonly milestones_passed?: number[] | undefined;
  /** On an unclear scale. */
  readonly readings?: { readonly scale: 'points' | 'rating'; readonly meaning: string }[] | undefined;
}

/**
 * Reads a score.
 * @param level the level as the vendor words it
 * @param setting the scale set in the account's configuration, if any
 */
export function readScore(
  score: number | undefined,
  level: string | undefined,
  setting?: 'points' | 'rating',
): ScoreMeaning {
  const scale = scaleOf(score, level, setting);
  const nothing = { scale, penalty: null, next_threshold: null };
  // A score that is unclear is on both scales or on neither.
  if (score === undefined || !isOn(scale.kind === 'unclear' ? 'points' : scale.kind, score)) return nothing;
  if (scale.kind === 'points') return { scale, ...onPoints(score) };
  if (scale.kind === 'rating') return { scale, penalty: null, ...onRating(score) };
  return {
    ...nothing,
    readings: [
      { scale: 'points', meaning: pointsMeaning(score) },
      { scale: 'rating', meaning: ratingMeaning(score) },
    ],
  };
}

/** The highest score that is read as points: a rating above it is certain, and no account has so many points. */
const MAX_POINTS = 150;
const MAX_RATING = 1000;

/** Whether a scale has such a score. */
const isOn = (kind: 'points' | 'rating', score: number): boolean =>
  score >= 0 && score <= (kind === 'points' ? MAX_POINTS : MAX_RATING);

/** Level texts that say healthy and nothing else; one more word may reverse the meaning. */
const HEALTHY = /^\W*(your )?(account )?(is )?healthy( account)?\W*$/i;

function scaleOf(
  score: number | undefined,
  level: string | undefined,
  setting: 'points' | 'rating' | undefined,
): Scale {
  if (setting !== undefined) {
    const isOutside = score !== undefined && !isOn(setting, score);
    return {
      kind: setting,
      reason: isOutside
        ? `The account's score_scale setting says so, but ${score} is not a score on that scale.`
        : "The account's score_scale setting says so.",
    };
  }
  if (score === undefined) return { kind: 'unclear', reason: 'The reply has no score.' };
  if (score < 0 || score > MAX_RATING) {
    return { kind: 'unclear', reason: `${score} is not a score on either scale, so it is not interpreted.` };
  }
  if (score > MAX_POINTS) return { kind: 'rating', reason: 'A score above 150 can only be a health rating.' };
  if (score <= 8 && level !== undefined && HEALTHY.test(level)) {
    return {
      kind: 'points',
      reason: `The level is "${level}"; this would not be possible with so low a health rating, so the score is read as violation points.`,
    };
  }
  return {
    kind: 'unclear',
    reason:
      'A score from 0 to 150 can be violation points or a health rating, and the vendor does not say which.',
  };
}

function onPoints(score: number): Pick<ScoreMeaning, 'penalty' | 'next_threshold'> {
  const current = PENALTIES.filter(({ at }) => score >= at).at(-1);
  const next = PENALTIES.find(({ at }) => score < at);
  return {
    penalty: current === undefined ? null : { measure: current.measure, duration: current.duration },
    next_threshold:
      next === undefined
        ? null
        : { at: next.at, distance: next.at - score, measure: next.measure, duration: next.duration },
  };
}

function onRating(score: number): {
  next_threshold: Threshold | null;
  band: string;
  milestones_passed: number[];
} {
  const next = MILESTONES.find((milestone) => milestone < score);
  return {
    band: score >= 200 ? 'healthy' : score > 150 ? 'careful' : 'unhealthy',
    milestones_passed: MILESTONES.filter((milestone) => score <= milestone),
    next_threshold: next === undefined ? null : { at: next, distance: score - next },
  };
}

function pointsMeaning(score: number): string {
  const { penalty, next_threshold: next } = onPoints(score);
  if (penalty === null) return `${score} points: no measure below ${PENALTIES[0]?.at}.`;
  const until = next === null ? '' : `; next at ${next.at}`;
  return `${score} points: ${penalty.measure}${penalty.duration === 'none' ? '' : `, ${penalty.duration}`}${until}.`;
}

/** Of a score that is unclear, so that it is at the first milestone or below it. */
function ratingMeaning(score: number): string {
  const { band, milestones_passed: passed, next_threshold: next } = onRating(score);
  const below = `at or below the milestone${passed.length > 1 ? 's' : ''} ${passed.join(', ')}`;
  return `Rating ${score} of 1000: ${band}, ${below}${next === null ? '' : `; next milestone ${next.at}`}.`;
}
