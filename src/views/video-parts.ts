import type { JsonObject } from '../json-path.ts';
import { scatter } from './chart/scatter.ts';
import { type Child, foreign, html } from './dom.ts';
import { figure, figuresRow } from './figures.ts';
import type { Kit } from './page.ts';
import { listAt, moneyAt, numberAt, textAt, textsAt } from './read-result.ts';
import type { videosWords } from './videos-words.ts';

/** The texts and tools of the view of videos. */
export type VideosKit = Kit<typeof videosWords.english>;

/** The number of videos listed under the chart; in full screen, all are. */
const NAMES_SHOWN = { narrow: 2, wide: 3 };

/** What stands out about a video, and its weak step; empty if nothing does. */
export function notableReason(video: JsonObject, { words }: VideosKit): string {
  const names = new Map(Object.entries(words.reasons));
  const keys = [...textsAt(video, 'flags'), textAt(video, 'weak_step') ?? ''];
  return keys.flatMap((key) => names.get(key) ?? []).join(', ');
}

/** The number of videos, the account's median, and the recoverable GMV. */
export function videoSummary(result: JsonObject, { words, format }: VideosKit): HTMLElement {
  const money = (...path: readonly string[]): string =>
    format.roundMoney(moneyAt(result, textAt(result, 'currency'), ...path));
  const count = (field: string): string => format.count(numberAt(result, field));
  return figuresRow([
    figure(words.videos, words.ofAll(count('listed'), count('total'))),
    figure(words.median, money('medians', 'gmv_per_1000_views')),
    figure(words.recoverable, money('recoverable_gmv')),
  ]);
}

/** The notable videos: those with a flag first, then by recoverable GMV. */
function notableOf(result: JsonObject, kit: VideosKit): readonly JsonObject[] {
  const isFlagged = (video: JsonObject): number => (textsAt(video, 'flags').length > 0 ? 1 : 0);
  return listAt(result, 'videos')
    .filter((video) => notableReason(video, kit) !== '')
    .sort((a, b) => isFlagged(b) - isFlagged(a));
}

/** A chart of views and GMV per 1,000 views; notable videos have their number in the list below. */
export function videoChart(result: JsonObject, kit: VideosKit): HTMLElement {
  const { words, format, width, isFullScreen } = kit;
  const currency = textAt(result, 'currency');
  const videos = listAt(result, 'videos');
  const notable = notableOf(result, kit);
  const points = videos.flatMap((video) => {
    const views = numberAt(video, 'views');
    const gmv = moneyAt(video, currency, 'gmv_per_1000_views');
    if (views === undefined || gmv === undefined) return [];
    const place = notable.indexOf(video);
    const said = [
      `${words.views} ${format.count(views)}`,
      `${words.perThousand} ${format.money(gmv)}`,
      notableReason(video, kit),
      // Untrusted text comes last, so that its direction marks affect nothing else.
      textAt(video, 'title') ?? words.untitled,
    ];
    const text = said.filter(Boolean).join(' · ');
    return [{ x: views, y: gmv.amount, text, sign: place < 0 ? undefined : format.count(place + 1) }];
  });
  if (points.length === 0) return html('p', { class: 'quiet' }, words.noVideos);
  const median = moneyAt(result, currency, 'medians', 'gmv_per_1000_views');
  const missing = videos.length - points.length;
  return scatter({
    label: `${words.views}, ${words.perThousand}`,
    width,
    height: isFullScreen ? 340 : Math.min(170, width / 3.6),
    points,
    xName: words.views,
    yName: words.perThousand,
    listed: words.notable,
    unknown: missing === 0 ? undefined : words.notDrawn(format.count(missing)),
    hint: words.chartHint,
    reference: median && { value: median.amount, name: words.median },
    formatX: format.count,
    formatY: (amount) => format.shortMoney({ amount, currency }),
  });
}

/** The list of notable videos, with the reasons. */
export function notableVideos(result: JsonObject, kit: VideosKit): Child {
  const { words, format, width, isFullScreen } = kit;
  const all = notableOf(result, kit);
  const shown = isFullScreen ? all : all.slice(0, width < 500 ? NAMES_SHOWN.narrow : NAMES_SHOWN.wide);
  const rows = shown.map((video, index) => {
    const title = textAt(video, 'title') ?? words.untitled;
    return html(
      'li',
      {},
      html('span', { class: 'name', title }, `${format.count(index + 1)} `, foreign(title)),
      html('span', { class: 'quiet' }, notableReason(video, kit)),
    );
  });
  const rest = all.length - shown.length;
  if (rest > 0) rows.push(html('li', { class: 'quiet' }, words.more(format.count(rest))));
  return html('ol', { class: 'ranking' }, ...rows);
}
