import { dayAt, startOfDay } from './calendar.ts';
import type { Product } from './catalogue.ts';
import { priceText } from './figures.ts';
import { imageUrl } from './media.ts';
import { digits, draws } from './random.ts';
import type { Answer, Session } from './segments.ts';
import { VIOLATIONS, type Violation } from './violations.ts';

/** The standing of the account. Which of the platform's two scales the score is on, the reply does not say. */
export const health: Answer = ({ creator }) => {
  const { score, level, color } = creator.standing;
  return {
    risk_info: {
      risk_level_text: level,
      light_color: `rgba(${color}, 1)`,
      dark_color: `rgba(${color}, 0.8)`,
    },
    vio_score_rule_learn_url: 'https://policy.sandbox.invalid/creator-health',
    is_show_score: true,
    violation_score: score,
    creator_status: 0,
  };
};

const VIOLATION_PAGE = 10;
const VIOLATION_HISTORY_DAYS = 180;
const ACTIVE_DAYS = 90;

function violationRecord({ creator, now }: Session, violation: Violation, index: number): object {
  const day = dayAt(now, creator.offset) - violation.daysAgo;
  const time = startOfDay(day, creator.offset) + 36_000 + index * 1380;
  const deadline = startOfDay(day + violation.appealDays, creator.offset);
  return {
    record_id: `73${digits(17, creator.name, 'violation', index)}`,
    violation_time: creator.habits.textTimes ? String(time) : time,
    violation_info: {
      violation_reason: violation.reason,
      violation_detail: violation.detail,
      violation_suggestion: violation.suggestion,
      policy_url: 'https://policy.sandbox.invalid/content',
      violation_type: violation.type,
    },
    record_status: violation.daysAgo <= ACTIVE_DAYS ? 1 : 2,
    appeal_status: violation.appealed ? 1 : 0,
    enforcement_title: violation.enforcement,
    appeal_valid_time: deadline,
    can_appeal: !violation.appealed && deadline * 1000 > now.getTime(),
  };
}

/** Notices of the last half year; pages count from 1, and page 0 is page 1 again. */
export const violations: Answer = (session, asked) => {
  const { creator, now } = session;
  const from = (Math.max(1, asked.page) - 1) * VIOLATION_PAGE;
  const all = VIOLATIONS[creator.name].map((violation, index) => violationRecord(session, violation, index));
  const today = dayAt(now, creator.offset);
  return {
    records: all.slice(from, from + VIOLATION_PAGE),
    total: all.length,
    has_more: from + VIOLATION_PAGE < all.length,
    start_time: startOfDay(today - VIOLATION_HISTORY_DAYS, creator.offset),
    end_time: Math.floor(now.getTime() / 1000),
    creator_status: 0,
  };
};

/** Who the creator is. */
export const accountInfo: Answer = ({ creator, now }) => ({
  user_id: creator.creatorId,
  user_type: creator.shopOwner ? 4 : 2,
  register_region_id: creator.region,
  user_name: creator.userName,
  nick_name: creator.nickName,
  avatar: { uri: `avatar/${creator.name}`, url_list: [imageUrl(`avatar/${creator.name}`, now)] },
  permission_list: [1, 4, 9],
  partner_id: '',
  partner_name: '',
  shop_account_official: creator.shopOwner,
  // An object as text: the vendor passes on what it got.
  switch_info: JSON.stringify({ live_event_switch: true, showcase_switch: 1 }),
  tt_uid: `69${digits(17, 'tt-uid', creator.name)}`,
  live_streamer_menu_experiment: '',
  experiment_variants: { showcase_layout: 'v2' },
});

const SHOWCASE_PAGE_LIMIT = 50;

function showcaseProduct({ creator, now }: Session, product: Product, index: number): object {
  const draw = draws(creator.name, 'showcase', product.id);
  const soldOut = index % 11 === 6;
  const image = (name: string): object => ({ url_list: [imageUrl(`product/${product.id}/${name}`, now)] });
  const commission = Math.round((product.price * product.commissionBasisPoints) / 10_000);
  return {
    product_id: product.id,
    title: product.name,
    format_available_price: priceText(creator, product.price),
    seller_info: { seller_id: `74${digits(17, 'shop', product.shop)}`, shop_name: product.shop },
    cover: image('cover'),
    images: [image('1'), image('2')],
    source: creator.shopOwner ? 'Shop' : 'Affiliate',
    stock_status: soldOut ? 2 : 1,
    stock_num: soldOut ? 0 : 5 + Math.floor(draw() * 900),
    review_status: index % 13 === 9 ? 4 : 1,
    affiliate_info: {
      commission_with_currency: priceText(creator, commission),
      commission_rate: product.commissionBasisPoints,
    },
    category_info: { name: product.category },
    can_added: !soldOut,
    labels: draw() < 0.2 ? ['Free shipping'] : [],
  };
}

/** The creator's shop window. */
export const showcase: Answer = (session, asked) => {
  const { creator, ledger } = session;
  const from = Math.max(0, asked.offset);
  const count = Math.min(SHOWCASE_PAGE_LIMIT, Math.max(0, asked.count));
  const products = ledger.products.map((product, index) => showcaseProduct(session, product, index));
  return {
    products: products.slice(from, from + count),
    ...(creator.habits.showcaseTotal ? { total: products.length } : {}),
  };
};
