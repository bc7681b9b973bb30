import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const attributeSales = defineReportTool({
  name: 'attribute_sales',
  view: 'attribution',
  title: 'Sales attributed',
  description:
    "Which video sold which product: best videos, their products with direct share and commission per click, the rest of the video revenue, LIVE and other. Also the way to a shop owner's product sales. At most 20 upstream calls unless max_calls says more.",
  report: reports.attribute_sales,
});
