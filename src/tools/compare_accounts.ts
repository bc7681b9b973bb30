import { multiAccountArguments } from '../mcp/added-arguments.ts';
import { defineTool, toolResult } from '../mcp/define-tool.ts';
import { computeAccountComparison } from '../reports/account-comparison/compute.ts';
import { planAccountComparison } from '../reports/account-comparison/plan.ts';
import { accountComparisonArguments, accountComparisonSchema } from '../reports/account-comparison/schema.ts';
import { accountComparisonText } from '../reports/account-comparison/text.ts';

export const compareAccounts = defineTool({
  name: 'compare_accounts',
  view: 'accounts',
  title: 'Accounts compared',
  description:
    'Several accounts over a month or any period, those that need attention first: revenue, commission, change and contribution to it, concentration, health, open appeals. Ranked within each currency, never added across. For one account use summarize_period. 4 upstream calls per account for a month.',
  input: accountComparisonArguments,
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
