import { accountHealthResource } from './account-health.ts';
import type { Resource } from './define.ts';
import { monthlyOverviewResource } from './monthly-overview.ts';
import { usageResource } from './usage.ts';

/** Every resource. */
export const resources: readonly Resource[] = [accountHealthResource, monthlyOverviewResource, usageResource];
