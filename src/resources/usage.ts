import { defineReport } from '../mcp/define-resource.ts';

export const usageResource = defineReport({
  uri: 'tiktok-creator://usage',
  name: 'usage',
  title: 'Usage',
  description:
    'Upstream calls, answers from the cache, failures and retries since this server started, by endpoint and account.',
  text: ({ usage }) => usage(),
});
