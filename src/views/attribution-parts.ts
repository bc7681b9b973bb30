import type { JsonObject } from '../json-path.ts';
import type { attributionWords } from './attribution-words.ts';
import { heatTable } from './chart/heat-table.ts';
import { type Child, html } from './dom.ts';
import { figure, figuresRow } from './figures.ts';
import type { Kit } from './page.ts';
import { listAt, moneyAt, numberAt, textAt } from './read-result.ts';

/** The texts and tools of the view of an attribution. */
export type AttributionKit = Kit<typeof attributionWords.english>;

/** Revenue by channel, and the listed videos' part of the video revenue. */
export function channels(result: JsonObject, { words, format, width, isFullScreen }: AttributionKit): Child {
  const money = (...path: readonly string[]): string =>
    format.roundMoney(moneyAt(result, textAt(result, 'currency'), ...path));
  const from = textAt(result, 'videos_window', 'from');
  const to = textAt(result, 'videos_window', 'to');
  const days = from && to ? ` (${format.days(from, to)})` : '';
  return html(
    'div',
    {},
    // On a narrow page, the table needs the height.
    width < 500 && !isFullScreen
      ? undefined
      : figuresRow([
          figure(words.revenue, money('channels', 'revenue')),
          figure(words.video, money('channels', 'video_revenue')),
          figure(words.live, money('channels', 'live_revenue')),
        ]),
    html(
      'p',
      { class: 'quiet' },
      words.listed(money('listed_gmv'), money('video_revenue'), money('remainder')) + days,
    ),
  );
}

/** The calls of a plan that was not carried out. */
export const plan = (result: JsonObject, { words, format }: AttributionKit): Child =>
  html(
    'div',
    {},
    html('h2', {}, `${words.planned}: ${format.count(numberAt(result, 'planned_calls'))}`),
    html(
      'ul',
      {},
      ...listAt(result, 'plan').map((one) =>
        html('li', {}, `${words.part(textAt(one, 'part') ?? '')}: ${format.count(numberAt(one, 'calls'))}`),
      ),
    ),
  );

/** The title; if there is none, the id. */
const nameOf = (row: JsonObject, title: string, id: string): string =>
  textAt(row, title) ?? textAt(row, id) ?? '';

/** Ids in the order of the rows, each with its first row. */
const firstRows = (pairs: readonly JsonObject[], id: string): readonly (readonly [string, JsonObject])[] => {
  const found = new Map<string, JsonObject>();
  for (const pair of pairs) {
    const key = textAt(pair, id) ?? '';
    if (!found.has(key)) found.set(key, pair);
  }
  return [...found];
};

/** Videos by products, the highest revenue first; a pair with figures about other days is hatched. */
export function matrix(result: JsonObject, { words, format, width, isFullScreen }: AttributionKit): Child {
  const currency = textAt(result, 'currency');
  const pairs = listAt(result, 'pairs');
  if (pairs.length === 0) return html('p', {}, words.noPairs);
  const products = firstRows(pairs, 'product_id').slice(0, Math.max(3, Math.floor((width * 0.7) / 80)));
  const shown = new Set<unknown>(products.map(([product]) => product));
  const withShown = pairs.filter((pair) => shown.has(pair['product_id']));
  const videos = firstRows(withShown, 'video_id').slice(0, isFullScreen ? 20 : 6);
  const most = Math.max(1, ...pairs.map((pair) => moneyAt(pair, currency, 'revenue')?.amount ?? 0));
  const verdicts = new Map(
    listAt(result, 'verdicts').map((entry) => [textAt(entry, 'part'), textAt(entry, 'verdict') ?? '']),
  );
  const names = new Map(Object.entries(words.verdicts));
  const cellOf = (video: string, product: string) => {
    const pair = pairs.find(
      (one) => textAt(one, 'video_id') === video && textAt(one, 'product_id') === product,
    );
    if (pair === undefined) {
      const verdict = names.get(verdicts.get(`pair ${video} ${product}`) ?? '');
      return verdict && { shown: '', text: verdict, heat: undefined };
    }
    const revenue = moneyAt(pair, currency, 'revenue');
    const orders = numberAt(pair, 'orders');
    const said = [
      `${words.revenue} ${format.money(revenue)}`,
      `${words.orders} ${format.count(orders)}`,
      `${words.direct} ${format.rate(numberAt(pair, 'direct_share'))}`,
      // Untrusted texts come last, so that their direction marks affect nothing else.
      `${nameOf(pair, 'title', 'video_id')} · ${nameOf(pair, 'product_title', 'product_id')}`,
    ];
    return {
      shown: revenue === undefined ? '' : format.shortMoney(revenue),
      sample: orders === undefined ? undefined : format.count(orders),
      text: said.join(' · '),
      heat: revenue === undefined ? undefined : Math.max(0, revenue.amount) / most,
    };
  };
  const rows = videos.map(([video, first]) => ({
    name: nameOf(first, 'title', 'video_id'),
    cells: products.map(([product]) => cellOf(video, product) || undefined),
  }));
  const drawn = rows.flatMap(({ cells }) => cells.filter((cell) => cell?.heat !== undefined)).length;
  const leftOut = numberAt(result, 'pairs_left_out') ?? 0;
  return heatTable({
    label: words.attribution,
    columns: products.map(([, first]) => nameOf(first, 'product_title', 'product_id')),
    rows,
    legend: [
      { name: words.sample, look: 'series-2' },
      ...(leftOut > 0 ? [{ name: words.notAsked(format.count(leftOut)), look: 'hatched' }] : []),
      ...(pairs.length > drawn
        ? [{ name: words.inTable(format.count(pairs.length - drawn)), look: '' }]
        : []),
    ],
    hint: words.chartHint,
  });
}
