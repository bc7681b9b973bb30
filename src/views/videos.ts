import type { JsonObject } from '../json-path.ts';
import { type FigureField, figureCell } from './figures.ts';
import { monthSteps } from './months.ts';
import { startView } from './page.ts';
import { listAt, numberAt, textAt } from './read-result.ts';
import { textCell } from './table.ts';
import { notableReason, notableVideos, type VideosKit, videoChart, videoSummary } from './video-parts.ts';
import { videosWords } from './videos-words.ts';

const videosTitle = (result: JsonObject, { words, format }: VideosKit): string => {
  const month = textAt(result, 'month');
  return month === undefined ? words.videos : `${words.videos}: ${format.month(month)}`;
};

const videoFigures = ({ words }: VideosKit): readonly FigureField[] => [
  { name: words.views, field: 'views', kind: 'count' },
  { name: words.gmv, field: 'gmv', kind: 'money' },
  { name: words.perThousand, field: 'gmv_per_1000_views', kind: 'money' },
  { name: words.ctr, field: 'click_through_rate', kind: 'rate' },
  { name: words.completed, field: 'completion_rate', kind: 'rate' },
  { name: words.direct, field: 'direct_share', kind: 'rate' },
  { name: words.recoverable, field: 'recoverable_gmv', kind: 'money' },
];

startView({
  tool: 'review_videos',
  words: videosWords,
  // One call for each ten videos, 50 by default, and one more.
  calls: (_, given) => 1 + (numberAt(given, 'pages') ?? 5),
  title: videosTitle,
  draw: (result, kit) => [videoSummary(result, kit), videoChart(result, kit), notableVideos(result, kit)],
  table: (result, kit) => {
    const { words, format } = kit;
    const currency = textAt(result, 'currency');
    return {
      caption: [videosTitle(result, kit), currency].filter(Boolean).join(', '),
      columns: [words.title, ...videoFigures(kit).map(({ name }) => name), words.reason, words.videoId],
      rows: listAt(result, 'videos').map((video) => [
        textCell(textAt(video, 'title')),
        ...videoFigures(kit).map((field) => figureCell(video, field, currency, format)),
        textCell(notableReason(video, kit)),
        textCell(textAt(video, 'video_id')),
      ]),
    };
  },
  question: (result, kit) =>
    kit.words.videosQuestion(
      `${textAt(result, 'period', 'from')} – ${textAt(result, 'period', 'to')}`,
      textAt(result, 'account') ?? '',
    ),
  steps: (result, kit) => monthSteps(textAt(result, 'month'), kit),
});
