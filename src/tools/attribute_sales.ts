import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const attributeSales = defineReportTool({
  name: 'attribute_sales',
  title: 'Sales attributed',
  description:
    'Which video sold which product in a period: best videos, their products with direct share and commission per click, the rest of the video revenue, LIVE and other. With product_id who sells it, with item_id what a video sells. Product sales of shop owners too. At most 20 upstream calls unless max_calls says otherwise.',
  report: reports.attribute_sales,
});
