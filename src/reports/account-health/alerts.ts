import { span } from '../../metrics/calendar.ts';
import type { ScoreMeaning } from '../../metrics/score-scale.ts';
import type { LostProducts } from '../product-review/lost-products.ts';

/** The kinds of alerts, the most urgent first. */
export const HEALTH_ALERTS = ['appeal_lapsing', 'score_near_threshold', 'product_unavailable'] as const;

/** Something that needs attention now. */
export interface HealthAlert {
  readonly kind: (typeof HEALTH_ALERTS)[number];
  readonly fact: string;
  /** The deadline. */
  readonly until?: string | undefined;
}

/** The deadline of an appeal that can still be made. */
interface AppealDeadline {
  readonly deadline?: string | undefined;
  readonly hours_left?: number | undefined;
}

/** How many hours before its deadline an appeal needs attention now. */
const HOURS_TO_APPEAL = 72;

/** The most products to name. */
const IDS_NAMED = 3;

/** The distance of the thresholds of each scale (upstream-api.md 7.11); within it, the next one is one step away. */
const STEP = { points: 3, rating: 50 } as const;

/** Whether an appeal needs attention now. */
export const isLapsing = ({ hours_left: left }: AppealDeadline): boolean =>
  left !== undefined && left < HOURS_TO_APPEAL;

/** Appeals that lapse within 72 hours, a score one step from its next threshold, products that no longer can earn. */
export function healthAlerts(
  { scale, next_threshold: next }: Pick<ScoreMeaning, 'scale' | 'next_threshold'>,
  appeals: { readonly open: readonly AppealDeadline[] } | undefined,
  lost: LostProducts | undefined,
): HealthAlert[] {
  const lapsing = (appeals?.open ?? []).filter(isLapsing);
  const [first] = lapsing;
  const isNear = next !== null && scale.kind !== 'unclear' && next.distance <= STEP[scale.kind];
  return [
    ...(first === undefined
      ? []
      : [
          {
            kind: 'appeal_lapsing' as const,
            fact: `${lapsing.length === 1 ? 'An appeal lapses' : `${lapsing.length} appeals lapse`} within 72 hours, the first at ${first.deadline}.`,
            until: first.deadline,
          },
        ]),
    ...(isNear
      ? [
          {
            kind: 'score_near_threshold' as const,
            fact: `The score is ${next.distance} from ${next.at}, the next threshold${next.measure === undefined ? '' : ` (${next.measure})`}.`,
          },
        ]
      : []),
    ...(lost === undefined
      ? []
      : [
          {
            kind: 'product_unavailable' as const,
            fact: `${lost.product_ids.length === 1 ? 'A product' : `${lost.product_ids.length} products`} with revenue in ${span(lost)} ${lost.product_ids.length === 1 ? 'was' : 'were'} unavailable when the showcase was last reviewed, ${lost.seen}: ${lost.product_ids.slice(0, IDS_NAMED).join(', ')}.`,
          },
        ]),
  ];
}
