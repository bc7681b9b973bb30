import { z } from 'zod';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { optionalNumber, optionalText } from '../mcp/result-schemas.ts';
import { noPeriod } from '../metrics/periods.ts';
import { accountHealthStatus } from '../tikhub/endpoints.ts';

export const getAccountHealthStatus = defineEndpointTool({
  title: 'Account health status',
  description:
    'Health level, score and creator status of the account. To judge the account use summarize_account_health. The score may be violation points (higher is worse) or a health rating (higher is better). The vendor does not say which.',
  endpoint: accountHealthStatus,
  input: {},
  output: {
    level: optionalText,
    score: optionalNumber,
    score_shown: z.boolean().optional(),
    creator_status: optionalNumber,
    light_color: optionalText,
    dark_color: optionalText,
    rules_url: optionalText,
  },
  period: noPeriod,
  request: () => ({}),
  shape: (status) => ({
    ...status,
    notes: ['The vendor does not say whether the score is violation points or a health rating.'],
  }),
});
