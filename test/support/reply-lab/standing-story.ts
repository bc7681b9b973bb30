import fc from 'fast-check';
import { basisPoints, counts, flags, ids, instants, numbers, type Told, texts, valuesOf } from './told.ts';

/** Replies without days, with what they say: a profile, a health status, violations, a showcase. */

type StoryOf<A> = A extends fc.Arbitrary<infer T> ? T : never;

export const profiles = fc.record({
  user_id: ids(3),
  tiktok_uid: ids(3),
  user_name: texts,
  nick_name: texts,
  region: texts,
  user_type: numbers({ min: 0, max: 4 }),
  shop_owner: flags,
  partner_id: ids(3),
  partner_name: texts,
});

export const permissionLists = fc.array(numbers({ min: 1, max: 9 }), { maxLength: 4 });

export const writeProfile = (
  profile: StoryOf<typeof profiles>,
  permissions: StoryOf<typeof permissionLists>,
) => ({
  user_id: profile.user_id.written ?? null,
  tt_uid: profile.tiktok_uid.written,
  user_name: profile.user_name.written,
  nick_name: profile.nick_name.written,
  register_region_id: profile.region.written,
  user_type: profile.user_type.written,
  shop_account_official: profile.shop_owner.written,
  partner_id: profile.partner_id.written,
  partner_name: profile.partner_name.written,
  permission_list: permissions.map(({ written }) => written),
});

export const statuses = fc.record({
  level: texts,
  score: numbers({ min: -10, max: 1100 }),
  score_shown: flags,
  creator_status: numbers({ min: 0, max: 3 }),
});

export const writeStatus = ({ level, score, score_shown, creator_status }: StoryOf<typeof statuses>) => ({
  risk_info: { risk_level_text: level.written },
  violation_score: score.written,
  is_show_score: score_shown.written,
  creator_status: creator_status.written,
});

export const showcases = fc.record({
  products: fc.array(
    fc.record({
      product_id: ids(6),
      title: texts,
      commission_rate: basisPoints,
      stock: numbers({ min: 0, max: 3 }),
      stock_count: counts,
      review: numbers({ min: 1, max: 8 }),
      can_be_added: flags,
    }),
    { maxLength: 8 },
  ),
  others: fc.array(fc.constantFrom(null, 'none', 7), { maxLength: 2 }),
  total: counts,
});

export const writeShowcase = ({ products, others, total }: StoryOf<typeof showcases>) => ({
  products: [
    ...others,
    ...products.map((product) => ({
      product_id: product.product_id.written,
      title: product.title.written,
      stock_status: product.stock.written,
      stock_num: product.stock_count.written,
      review_status: product.review.written,
      can_added: product.can_be_added.written,
      affiliate_info: { commission_rate: product.commission_rate.written },
    })),
  ],
  total: total.written,
});

/** The showcase's totals, counted from what its products say; a product that recurs counts once. */
export function showcaseTotals({ products }: StoryOf<typeof showcases>) {
  const once = firstOfEach(products, ({ product_id }) => product_id.value);
  const rates = once.flatMap(({ commission_rate }) => commission_rate.value ?? []);
  return {
    ids: once.map(({ product_id }) => product_id.value),
    totals: {
      out_of_stock: once.filter(({ stock }) => stock.value === 2).length,
      not_approved: once.filter(({ review }) => (review.value ?? 1) !== 1).length,
      ...(rates.length > 0 ? { highest_commission_rate: Math.max(...rates) } : {}),
    },
  };
}

/** Pages of violations, around a moment. */
export const violationPages = (now: number) =>
  fc.array(
    fc.record({
      records: fc.array(
        fc.record({
          record_id: ids(8),
          occurred_at: instants(now),
          reason: texts,
          active: numbers({ min: 0, max: 2 }),
          appeal_state: numbers({ min: 0, max: 6 }),
          can_appeal: flags,
          appeal_deadline: instants(now),
        }),
        { maxLength: 6 },
      ),
      others: fc.array(fc.constantFrom(null, 'none', 7), { maxLength: 1 }),
      total: counts,
      has_more: flags,
    }),
    { minLength: 1, maxLength: 3 },
  );

type ViolationPage = StoryOf<ReturnType<typeof violationPages>>[number];
type ViolationStory = ViolationPage['records'][number];

export const writeViolationPage = ({ records, others, total, has_more }: ViolationPage) => ({
  records: [
    ...others,
    ...records.map((record) => ({
      record_id: record.record_id.written,
      violation_time: record.occurred_at.written,
      violation_info: { violation_reason: record.reason.written },
      record_status: record.active.written,
      appeal_status: record.appeal_state.written,
      can_appeal: record.can_appeal.written,
      appeal_valid_time: record.appeal_deadline.written,
    })),
  ],
  total: total.written,
  has_more: has_more.written,
});

/** What the pages hold together, read until one promises no more or has nothing new. */
export function violationsIn(pages: readonly ViolationPage[], now: number) {
  let records: readonly ViolationStory[] = [];
  let total: number | undefined;
  let read = 0;
  let isMore = true;
  for (const page of pages) {
    if (!isMore) break;
    read += 1;
    const known = new Set(records.map(identityOf));
    const added = firstOfEach(page.records, ({ record_id }) => record_id.value).filter(
      (record) => !known.has(identityOf(record)),
    );
    // A page without anything new ends the list and adds nothing to it.
    const isNews = read === 1 || added.length > 0;
    isMore = isNews && page.has_more.value === true;
    if (isNews) total = page.total.value ?? total;
    records = [...records, ...added];
  }
  const deadlineOf = ({ appeal_deadline }: ViolationStory): number =>
    appeal_deadline.value ?? Number.POSITIVE_INFINITY;
  const open = records.filter((one) => one.can_appeal.value === true && deadlineOf(one) > now);
  const soonest = Math.min(...open.map(deadlineOf));
  return {
    records,
    read: pages.slice(0, read),
    page: { shown: records.length, total, isMore },
    active: records.filter(({ active }) => active.value === 1).length,
    open,
    next_deadline: Number.isFinite(soonest) ? soonest : undefined,
  };
}

/** By its id, or by all that it says. */
const identityOf = (record: ViolationStory): string =>
  record.record_id.value ?? JSON.stringify(valuesOf(record));

function firstOfEach<R>(rows: readonly R[], idOf: (row: R) => string | undefined): readonly R[] {
  return rows.filter((row, index) => {
    const id = idOf(row);
    return id === undefined || rows.findIndex((one) => idOf(one) === id) === index;
  });
}

/** What could not be read of several objects, by name. */
export const unreadableIn = (objects: readonly Readonly<Record<string, Told<unknown>>>[]) =>
  objects.flatMap((one) =>
    Object.entries(one).flatMap(([name, { isUnreadable }]) => (isUnreadable ? [name] : [])),
  );
