import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const reviewProducts = defineReportTool({
  name: 'review_products',
  title: 'Products reviewed',
  description:
    'Products sold in a period against the showcase: price, commission per item, effective against advertised rate, out of stock but earning, sales without commission, not sold, changes of rate or stock since the last review. Says which figures matter for what to promote. For the plain lists use get_product_analytics_list and get_showcase_product_list. Up to 16 upstream calls.',
  report: reports.review_products,
});
