import { z } from 'zod';
import { accountHealth } from '../tools/summarize_account_health.ts';
import { defineResource } from './define.ts';

export const accountHealthResource = defineResource({
  summary: accountHealth,
  template: 'tiktok-creator://{account}/health',
  args: z.object({}),
  list: (_app, account) => [
    { title: 'Account health', uri: `tiktok-creator://${encodeURIComponent(account)}/health` },
  ],
});
