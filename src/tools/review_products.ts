import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const reviewProducts = defineReportTool({
  name: 'review_products',
  title: 'Products reviewed',
  description:
    'Products sold against the showcase, for what to promote: price, commission per item, effective against advertised rate, sold out but earning, no commission, not sold, changes since the last review. For the plain list of sales use get_product_analytics_list. Up to 16 upstream calls.',
  report: reports.review_products,
});
