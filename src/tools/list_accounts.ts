import { z } from 'zod';
import { defineTool } from '../mcp/define-tool.ts';
import { notes, optionalText } from '../mcp/result-schemas.ts';
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
  fleet: true,
  input: {},
  listed: output,
  async run(args, { app }) {
    const names: readonly string[] = args.accounts ?? [...app.accounts.byName.keys()];
    const result = output.parse({
      ...(app.sandbox ? { sandbox: true } : {}),
      accounts: names.map((account) => {
        const { region, isAlive } = app.client.factsOf(account);
        return {
          account,
          label: app.accounts.byName.get(account)?.label,
          ...(account === app.accounts.defaultName ? { default: true } : {}),
          region,
          session: isAlive === undefined ? 'not asked yet' : isAlive ? 'alive' : 'ended',
        };
      }),
      notes: [],
    });
    return { result, textOf: (clean) => textOf(output.parse(clean)) };
  },
});

function textOf({ sandbox, accounts }: z.output<typeof output>): string {
  return compose([`Accounts${sandbox ? ' · sandbox, invented data' : ''}`, table(accounts, undefined)], []);
}
