import type { Resource } from '../mcp/define-resource.ts';
import type { ReportName } from '../reports/index.ts';
import { accountHealthResource } from './account-health.ts';
import { exportsResource } from './exports.ts';
import { glossaryResource } from './glossary.ts';
import { monthlyOverviewResource } from './monthly-overview.ts';
import { periodResource } from './period.ts';
import { usageResource } from './usage.ts';
import { viewResource } from './views.ts';

/** Every resource. */
export const resources: readonly Resource<ReportName>[] = [
  // Before the resources of accounts; no account's URI has this form.
  exportsResource,
  accountHealthResource,
  monthlyOverviewResource,
  periodResource,
  usageResource,
  glossaryResource,
  viewResource,
];
