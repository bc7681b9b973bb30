import { z } from 'zod';
import { itemId, monthDate, page } from '../../src/mcp/arguments.ts';
import { defineEndpointTool, definePagedTool } from '../../src/mcp/define-endpoint-tool.ts';
import { defineReport, defineReportTool } from '../../src/mcp/define-report.ts';
import { defineReportResource } from '../../src/mcp/define-resource.ts';
import type { RequestContext } from '../../src/mcp/request-context.ts';
import { optionalNumber, optionalText, pageOf } from '../../src/mcp/result-schemas.ts';
import { monthPeriod, noPeriod } from '../../src/metrics/periods.ts';
import { type ReportName, reports } from '../../src/reports/index.ts';
import { accountHealthStatus, videoDetailedStats, videoListAnalytics } from '../../src/tikhub/endpoints.ts';

/** Misspellings in declarations of tools, reports and resources. Each has to be a type error, or `tsc` fails here. */

const words = { title: 'Title', description: 'Description.' };

export const inShape = defineEndpointTool({
  ...words,
  endpoint: accountHealthStatus,
  input: {},
  output: { level: optionalText, score: optionalNumber },
  period: noPeriod,
  request: () => ({}),
  // @ts-expect-error: the output has `score`
  shape: () => ({ level: 'low', scoer: 1, notes: [] }),
});

export const inRowOfShape = defineEndpointTool({
  ...words,
  endpoint: accountHealthStatus,
  input: {},
  output: { rows: z.array(z.object({ id: z.string(), title: optionalText })) },
  period: noPeriod,
  request: () => ({}),
  // @ts-expect-error: a row has `title`
  shape: () => ({ rows: [{ id: '1', titel: 'One' }], notes: [] }),
});

export const ofRequiredField = defineEndpointTool({
  ...words,
  endpoint: accountHealthStatus,
  input: {},
  output: { level: z.string() },
  period: noPeriod,
  request: () => ({}),
  // @ts-expect-error: `level` is missing
  shape: () => ({ levle: 'low', notes: [] }),
});

export const inArguments = defineEndpointTool({
  ...words,
  endpoint: videoDetailedStats,
  input: { start_date: monthDate, item_id: itemId },
  output: { level: optionalText },
  period: monthPeriod,
  // @ts-expect-error: the argument is `item_id`
  request: (args, { day }) => ({ start_date: day, item_id: args.itme_id }),
  // @ts-expect-error: the argument is `item_id`
  shape: (_payload, { args }) => ({ level: args.itemId, notes: [] }),
});

export const inPeriod = defineEndpointTool({
  ...words,
  endpoint: videoDetailedStats,
  input: { item_id: itemId },
  output: { level: optionalText },
  // @ts-expect-error: this tool has no `start_date`
  period: (args, today) => monthPeriod({ start_date: args.start_date }, today),
  request: ({ item_id }) => ({ item_id }),
  shape: () => ({ notes: [] }),
});

export const inDayOfPeriod = defineEndpointTool({
  ...words,
  endpoint: videoDetailedStats,
  input: { start_date: monthDate, item_id: itemId },
  output: { level: optionalText },
  period: monthPeriod,
  // @ts-expect-error: a month has `day`, `from` and `to`
  request: (args, period) => ({ start_date: period.start, item_id: args.item_id }),
  shape: () => ({ notes: [] }),
});

export const inPayload = definePagedTool({
  ...words,
  endpoint: videoListAnalytics,
  input: { page: page(0) },
  output: { page: pageOf({ page: z.number() }) },
  period: noPeriod,
  request: (args) => ({ page: args.page, start_date: '2026-10-01', rules: 'VIDEO_LIST_GMV' }),
  // @ts-expect-error: the payload has `segments`
  join: (earlier, later) => ({ ...later, segments: [...earlier.segmnets, ...later.segments] }),
  shape: () => ({ page: { shown: 0, next: null }, notes: [] }),
});

export const inNextPage = definePagedTool({
  ...words,
  endpoint: videoListAnalytics,
  input: { page: page(0) },
  output: { page: pageOf({ offset: z.number() }) },
  period: noPeriod,
  request: (args) => ({ page: args.page, start_date: '2026-10-01', rules: 'VIDEO_LIST_GMV' }),
  join: (_earlier, later) => later,
  // @ts-expect-error: the tool takes `page`, not `offset`
  shape: () => ({ page: { shown: 0, next: { offset: 1 } }, notes: [] }),
});

export const inReport = defineReport({
  input: {},
  output: { level: optionalText, calls: z.number() },
  plan: async () => ({ level: 'low' }),
  // @ts-expect-error: the output has `level`
  compute: ({ level }, { calls }) => ({ levle: level, calls, notes: [] }),
  text: ({ level = '' }) => level,
});

export const inPlan = defineReport({
  input: {},
  output: { level: optionalText, calls: z.number() },
  plan: async () => ({ level: 'low' }),
  // @ts-expect-error: the plan returns `level`
  compute: ({ levle }, { calls }) => ({ level: levle, calls, notes: [] }),
  text: ({ level = '' }) => level,
});

export const inText = defineReport({
  input: {},
  output: { level: optionalText, calls: z.number() },
  plan: async () => ({ level: 'low' }),
  compute: ({ level }, { calls }) => ({ level, calls, notes: [] }),
  // @ts-expect-error: the result has `level`
  text: (result) => result.levle ?? '',
});

export const inReportName = defineReportTool({
  ...words,
  name: 'summarize_mnoth',
  // @ts-expect-error: the report is `summarize_month`
  report: reports.summarize_mnoth,
});

export const inResource = defineReportResource<ReportName>({
  ...words,
  // @ts-expect-error: the report is `summarize_month`
  report: 'summarize_mnoth',
  template: 'tiktok-creator://{account}/month',
  list: () => [],
});

export const inParameters = (request: RequestContext): unknown[] => [
  // @ts-expect-error: this endpoint has no parameters
  request.call(accountHealthStatus, { item_id: '7600000000000000001' }),
  // @ts-expect-error: the parameter is `item_id`
  request.call(videoDetailedStats, { start_date: '2026-10-01', itme_id: '7600000000000000001' }),
  // @ts-expect-error: every parameter has to be sent
  request.call(videoDetailedStats, { item_id: '7600000000000000001' }),
  // @ts-expect-error: the rule is `VIDEO_LIST_GMV`
  request.call(videoListAnalytics, { start_date: '2026-10-01', page: 0, rules: 'VIDEO_LIST_GVM' }),
];
