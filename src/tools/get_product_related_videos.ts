import { z } from 'zod';
import { at, readNonNegative, readUnixSeconds } from '../json.ts';
import { itemId, monthDate, productId } from '../mcp/arguments.ts';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { figures, optionalNumber, optionalText, pageOf, window } from '../mcp/result-schemas.ts';
import { instantAt } from '../metrics/calendar.ts';
import { writeFigures } from '../metrics/denomination.ts';
import { monthPeriod } from '../metrics/periods.ts';
import { RELATED_ROW } from '../metrics/vocabulary.ts';
import { productRelatedVideos } from '../tikhub/endpoints.ts';
import { readId, readText } from '../untrusted-text.ts';

export const getProductRelatedVideos = defineEndpointTool({
  title: 'Videos with the same product',
  description:
    'Other videos that show the same product: likes, comments, shares, publication. Use it to compare approaches to one product. No sales figures of other creators.',
  endpoint: productRelatedVideos,
  input: { item_id: itemId, product_id: productId, start_date: monthDate },
  output: {
    window,
    creator_id: optionalText,
    page: pageOf({}),
    videos: z.array(
      z.object({
        video_id: z.string(),
        published: optionalText,
        title: optionalText,
        ...figures(RELATED_ROW),
        duration_seconds: optionalNumber,
        internal_video_id: optionalText,
        product_id: optionalText,
      }),
    ),
  },
  period: monthPeriod,
  request: (args, period) => ({
    start_date: period.day,
    item_id: args.item_id,
    product_id: args.product_id,
  }),
  shape(list) {
    const { rows } = list;
    return {
      window: list.window,
      creator_id: list.creatorId,
      page: { shown: rows.length, total: list.total, next: null },
      videos: rows.map(({ id: video_id, source, figures }) => {
        const published = readUnixSeconds(at(source, 'video', 'publish_time'));
        return {
          video_id,
          published: published === undefined ? undefined : instantAt(published, list.offset),
          title: readText(at(source, 'video', 'name')),
          ...writeFigures(figures, list.denomination),
          duration_seconds: readNonNegative(at(source, 'video', 'duration')),
          internal_video_id: readId(at(source, 'video', 'video_id')),
          product_id: readId(at(source, 'video_product_id')),
        };
      }),
      notes:
        list.nextPage === undefined
          ? []
          : ['There are more videos, but this endpoint returns only the first page.'],
    };
  },
});
