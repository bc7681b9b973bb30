import type { AccountView } from './account-view.ts';
import type { Product } from './catalogue.ts';
import { imageUrl } from './media.ts';

/** A product as lists of products describe it. */
export function productCard({ now }: AccountView, product: Product): object {
  return {
    id: product.id,
    name: product.name,
    cover_image: { thumb_url_list: [imageUrl(`product/${product.id}`, now)] },
  };
}
