import { z } from 'zod';
import { knownFacts } from '../mcp/account-lookup.ts';
import { accountListArguments } from '../mcp/added-arguments.ts';
import { defineTool, toolResult } from '../mcp/define-tool.ts';
import { readiness } from '../mcp/readiness.ts';
import { notes, optionalText } from '../mcp/result-schemas.ts';
import type { HandlerContext } from '../mcp/server-context.ts';
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
      session: z.enum(['alive', 'ended', 'not asked yet', 'not usable']),
      probably_valid_until: optionalText,
      problem: optionalText,
    }),
  ),
  ...notes,
});

export const listAccounts = defineTool({
  name: 'list_accounts',
  title: 'Accounts',
  description:
    'The configured accounts: name, label, region, whether the session was alive at its last call and until when it probably is, what to do about one that cannot be used. Use it to pick an account. Makes no upstream call.',
  input: {},
  addedArguments: accountListArguments,
  output: output.shape,
  async run({ added, context }) {
    const { accounts, sandbox } = context;
    const names = added.accounts ?? [...accounts.byName.keys()];
    const result = output.parse({
      ...(sandbox ? { sandbox: true } : {}),
      accounts: names.map((name) => describeAccount(context, name)),
      notes: readiness(context).notes,
    });
    return toolResult(result, accountListText);
  },
});

/** One account: who it is, and whether it can be used. */
function describeAccount(context: HandlerContext, account: string) {
  const { accounts } = context;
  const { session, problem, probableEnd } = readiness(context).account(account);
  return {
    account,
    label: accounts.byName.get(account)?.label,
    ...(account === accounts.defaultName ? { default: true } : {}),
    region: knownFacts(context, account).region,
    session,
    probably_valid_until: probableEnd?.toISOString().slice(0, 10),
    problem,
  };
}

function accountListText({ sandbox, accounts, notes }: z.output<typeof output>): string {
  const rows = accounts.map(({ problem: _, ...account }) => account);
  const problems = accounts.flatMap(({ account, problem }) =>
    problem === undefined ? [] : [`${account}: ${problem}`],
  );
  const heading = `Accounts${sandbox ? ' · sandbox, invented data' : ''}`;
  return compose(rows.length === 0 ? [heading, 'none'] : [heading, table(rows, undefined)], [
    ...problems,
    ...notes,
  ]);
}
