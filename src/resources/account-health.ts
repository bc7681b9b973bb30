import { defineResource } from '../mcp/define-resource.ts';

export const accountHealthResource = defineResource({
  summary: 'summarize_account_health',
  template: 'tiktok-creator://{account}/health',
  list: (_shelf, account) => [
    { title: 'Account health', uri: `tiktok-creator://${encodeURIComponent(account)}/health` },
  ],
});
