import { z } from 'zod';
import { knownFacts } from '../mcp/account-lookup.ts';
import { accountListArguments } from '../mcp/added-arguments.ts';
import { defineTool } from '../mcp/define-tool.ts';
import { notes, optionalText } from '../mcp/result-schemas.ts';
import { toolResult } from '../mcp/tool-result.ts';
import { compose } from '../render/markdown.ts';
import { table } from '../render/table.ts';

const output = z.object({
  sandbox: z.literal(true).optional(),
  accounts: z.array(
    z.object({
      account: z.string(),
      label: optionalText,
      default: z.literal(true).optional(),
      region: optionalText,
      session: z.enum(['alive', 'ended', 'not asked yet']),
    }),
  ),
  ...notes,
});

export const listAccounts = defineTool({
  name: 'list_accounts',
  title: 'Accounts',
  description:
    'The configured accounts: name, label, region where known, and whether the session was alive at its last call. Use it to pick the account argument. Makes no upstream call.',
  input: {},
  addedArguments: accountListArguments,
  output: output.shape,
  async run({ added, context }) {
    const { accounts, sandbox } = context;
    const names = added.accounts ?? [...accounts.byName.keys()];
    const result = output.parse({
      ...(sandbox ? { sandbox: true } : {}),
      accounts: names.map((account) => {
        const { region, isAlive } = knownFacts(context, account);
        return {
          account,
          label: accounts.byName.get(account)?.label,
          ...(account === accounts.defaultName ? { default: true } : {}),
          region,
          session: isAlive === undefined ? 'not asked yet' : isAlive ? 'alive' : 'ended',
        };
      }),
      notes: [],
    });
    return toolResult(result, accountListText);
  },
});

function accountListText({ sandbox, accounts }: z.output<typeof output>): string {
  return compose([`Accounts${sandbox ? ' · sandbox, invented data' : ''}`, table(accounts, undefined)], []);
}
