import type { AccountView } from '../account-view.ts';
import { dayAt, monthNumber } from '../calendar.ts';
import type { Product } from '../catalogue.ts';
import { imageUrl } from '../media.ts';
import { digits, draws } from '../random.ts';
import { priceText } from '../vendor-values.ts';
import type { SandboxEndpoint } from './endpoint.ts';

const MAX_COUNT = 50;
const APPROVED = 1;
const LABEL_NAMES = new Map([
  [37, 'Commission lock ends soon'],
  [50, 'High return rate'],
  [73, 'Back in stock'],
  [94, 'Shown less'],
]);

function showcaseProduct({ creator, now }: AccountView, product: Product): object {
  const draw = draws(creator.name, 'showcase', product.id);
  const month = monthNumber(dayAt(now, creator.offset));
  const isSoldOutNow = product.soldOutIn?.includes(month) ?? false;
  const soldOut = product.outOfStock ?? isSoldOutNow;
  const labels = isSoldOutNow ? [] : (product.labels ?? []);
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
    review_status: product.reviewStatus ?? APPROVED,
    affiliate_info: {
      commission_with_currency: priceText(creator, commission),
      commission_rate: product.commissionBasisPoints,
    },
    category_info: { name: product.category },
    can_added: !soldOut,
    labels: labels.map((type) => ({ type, name: LABEL_NAMES.get(type) })),
  };
}

/** The products in the creator's showcase. */
export const showcaseProducts: SandboxEndpoint = {
  fields: { count: 20, offset: 0 },
  emptyWhenExpired: true,
  respond(view, body) {
    const { creator, ledger } = view;
    const from = Math.max(0, body.offset);
    const count = Math.min(MAX_COUNT, Math.max(0, body.count));
    const products = ledger.products.map((product) => showcaseProduct(view, product));
    return {
      products: products.slice(from, from + count),
      ...(creator.habits.showcaseTotal ? { total: products.length } : {}),
    };
  },
};
