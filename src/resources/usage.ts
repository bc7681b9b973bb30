import { defineServerResource } from '../mcp/define-resource.ts';

export const usageResource = defineServerResource({
  uri: 'tiktok-creator://usage',
  name: 'usage',
  title: 'Usage',
  description:
    'Upstream calls, responses from the cache, failures and retries since this server started, by endpoint and account.',
  text: ({ usage }, signal) => usage(signal),
});
