import { defineReportResource } from '../mcp/define-resource.ts';
import { PERIOD_NAMES, type PeriodName } from '../metrics/periods.ts';
import type { ReportName } from '../reports/index.ts';

/** The periods that people ask for most; the others have a URI of the same form. */
const LISTED: readonly PeriodName[] = ['last_7_days', 'last_30_days', 'this_month', 'last_quarter'];

export const periodResource = defineReportResource<ReportName>({
  report: 'summarize_period',
  title: 'Period',
  description:
    'A named period compared with the one before: revenue by channel, commission, LIVE, best days, top products, pace or trend.',
  template: 'tiktok-creator://{account}/periods/{period}',
  list: (_context, account) =>
    LISTED.map((period) => ({
      title: period.replaceAll('_', ' '),
      uri: `tiktok-creator://${encodeURIComponent(account)}/periods/${period}`,
    })),
  complete: { period: () => PERIOD_NAMES },
});
