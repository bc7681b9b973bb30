import { multiAccountArguments } from '../mcp/added-arguments.ts';
import { month } from '../mcp/arguments.ts';
import { defineTool } from '../mcp/define-tool.ts';
import { toolResult } from '../mcp/tool-result.ts';
import { computeAccountComparison } from '../reports/account-comparison/compute.ts';
import { planAccountComparison } from '../reports/account-comparison/plan.ts';
import { accountComparisonSchema } from '../reports/account-comparison/schema.ts';
import { accountComparisonText } from '../reports/account-comparison/text.ts';

export const compareAccounts = defineTool({
  name: 'compare_accounts',
  view: 'accounts',
  title: 'Accounts compared',
  description:
    'One month of several accounts side by side: revenue, commission, items, change on the month before, health level, open appeals. Ranked within each currency, never added across. For one account use summarize_month. 4 upstream calls per account.',
  input: { month },
  addedArguments: multiAccountArguments,
  output: accountComparisonSchema.shape,
  async run({ own, added, ...call }) {
    const data = await planAccountComparison({ ...own, ...added }, call);
    const result = accountComparisonSchema.parse({
      ...(call.context.sandbox ? { sandbox: true } : {}),
      ...computeAccountComparison(data),
    });
    return toolResult(result, accountComparisonText);
  },
});
