import { digits, hex } from './random.ts';

/** How amounts of a currency are written for people. */
interface Currency {
  readonly code: string;
  readonly symbol: string;
  /** Between the symbol and the digits. */
  readonly gap: string;
  readonly thousands: string;
  readonly decimal: string;
}

/** GuardedStreams in which the same endpoint has been seen, or must be expected, to answer differently. */
interface Habits {
  readonly doubleEnvelope: boolean;
  readonly coarse: 'months' | 'weeks';
  readonly coarseFirst: boolean;
  /** Whether buckets carry local text beside their timestamps. */
  readonly bucketText: 'always' | 'never' | 'alternating';
  readonly creatorIdInList: boolean;
  /** Counters that arrive as numeric strings. */
  readonly textCounters: ReadonlySet<string>;
  /** Answers the video list with the latest seven days, whatever month was asked. */
  readonly videoListIgnoresMonth: boolean;
  readonly boundShopInSegment: boolean;
  readonly productsMap: 'entries' | 'keyed' | 'renamed';
  readonly showcaseTotal: boolean;
  readonly videoInfosAsObject: boolean;
  readonly textTimes: boolean;
}

export interface Creator {
  readonly name: 'us' | 'sg' | 'br';
  readonly label: string;
  readonly cookie: string;
  readonly creatorId: string;
  readonly userName: string;
  readonly nickName: string;
  readonly region: string;
  readonly locale: string;
  /** Seconds east of Greenwich, all year: the platform knows no summer time. */
  readonly offset: number;
  readonly currency: Currency;
  readonly shopOwner: boolean;
  readonly standing: { readonly score: number; readonly level: string; readonly color: string };
  /** Multiplies the views of every video. */
  readonly audience: number;
  readonly habits: Habits;
}

/** A session header as browsers send it. The values say what they are, so nobody takes them for a leak. */
function inventedCookie(name: string): string {
  const value = (part: string, length: number): string =>
    `sandbox-${name}-${part}-${hex(length, 'cookie', name, part)}`;
  return [
    `tt-target-idc=${value('idc', 8)}`,
    `passport_csrf_token=${value('csrf', 32)}`,
    `sessionid=${value('sessionid', 32)}`,
    `sessionid_ss=${value('sessionid', 32)}`,
    `ttwid=${value('ttwid', 64)}`,
    `msToken=${value('msToken', 96)}`,
  ].join('; ');
}

const US: Creator = {
  name: 'us',
  label: 'Juniper Finds (US, USD)',
  cookie: inventedCookie('us'),
  creatorId: `74${digits(17, 'creator', 'us')}`,
  userName: 'juniper.finds',
  nickName: 'Juniper Finds ✨',
  region: 'us',
  locale: 'en-US',
  offset: -28_800,
  currency: { code: 'USD', symbol: '$', gap: '', thousands: ',', decimal: '.' },
  shopOwner: false,
  standing: { score: 6, level: 'Healthy', color: '11, 131, 77' },
  audience: 0.8,
  habits: {
    doubleEnvelope: true,
    coarse: 'months',
    coarseFirst: true,
    bucketText: 'always',
    creatorIdInList: false,
    textCounters: new Set(),
    videoListIgnoresMonth: true,
    boundShopInSegment: false,
    productsMap: 'entries',
    showcaseTotal: true,
    videoInfosAsObject: false,
    textTimes: false,
  },
};

const SG: Creator = {
  name: 'sg',
  label: 'Kopi & Cables (Singapore, SGD)',
  cookie: inventedCookie('sg'),
  creatorId: `74${digits(17, 'creator', 'sg')}`,
  userName: 'kopiandcables',
  nickName: 'Kopi & Cables',
  region: 'sg',
  locale: 'en-SG',
  offset: 28_800,
  currency: { code: 'SGD', symbol: 'S$', gap: '', thousands: ',', decimal: '.' },
  shopOwner: false,
  standing: { score: 187, level: 'Needs attention', color: '222, 140, 10' },
  audience: 0.8,
  habits: {
    doubleEnvelope: false,
    coarse: 'weeks',
    coarseFirst: false,
    bucketText: 'never',
    creatorIdInList: false,
    textCounters: new Set(['product_click_cnt', 'vv_cnt', 'live_watch_cnt', 'order_cnt', 'like_cnt']),
    videoListIgnoresMonth: false,
    boundShopInSegment: true,
    productsMap: 'keyed',
    showcaseTotal: true,
    videoInfosAsObject: true,
    textTimes: false,
  },
};

const BR: Creator = {
  name: 'br',
  label: 'Ateliê da Lia (Brazil, BRL, shop owner)',
  cookie: inventedCookie('br'),
  creatorId: `74${digits(17, 'creator', 'br')}`,
  userName: 'ateliedalia',
  nickName: 'Ateliê da Lia',
  region: 'br',
  locale: 'en-BR',
  offset: -10_800,
  currency: { code: 'BRL', symbol: 'R$', gap: ' ', thousands: '.', decimal: ',' },
  shopOwner: true,
  standing: { score: 17, level: 'At risk', color: '214, 48, 49' },
  audience: 1.2,
  habits: {
    doubleEnvelope: true,
    coarse: 'months',
    coarseFirst: false,
    bucketText: 'alternating',
    creatorIdInList: true,
    textCounters: new Set(),
    videoListIgnoresMonth: false,
    boundShopInSegment: false,
    productsMap: 'renamed',
    showcaseTotal: false,
    videoInfosAsObject: false,
    textTimes: true,
  },
};

/** The creators with data, in the order in which they are shown. */
export const CREATORS: readonly Creator[] = [US, SG, BR];

/** A session that has died; it has no data at all. */
export const EXPIRED: { readonly name: 'expired'; readonly label: string; readonly cookie: string } = {
  name: 'expired',
  label: 'A session that has expired',
  cookie: inventedCookie('expired'),
};

function cookieValues(cookie: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of cookie.split(';')) {
    const [name = '', ...rest] = pair.split('=');
    values.set(name.trim(), rest.join('=').trim());
  }
  return values;
}

function sessionOf(cookie: string): string | undefined {
  return cookieValues(cookie).get('sessionid');
}

/**
 * Whose session a cookie is. An unknown but complete one is served as the first creator, so that examples
 * from the vendor's documentation work here too; undefined when a needed key is missing.
 */
export function creatorOf(cookie: string): Creator | typeof EXPIRED | undefined {
  const values = cookieValues(cookie);
  const session = values.get('sessionid');
  if (!session || !values.get('msToken') || !values.get('ttwid')) return undefined;
  if (session === sessionOf(EXPIRED.cookie)) return EXPIRED;
  return CREATORS.find((creator) => sessionOf(creator.cookie) === session) ?? US;
}
