import PQueue from 'p-queue';
import { z } from 'zod';
import { explain } from '../errors.ts';
import { at, readCount } from '../json.ts';
import { defineTool } from '../mcp/define-tool.ts';
import { maxCalls, month } from '../mcp/parameters.ts';
import { failureNotes, limitOf, part, type RequestContext, todayOf } from '../mcp/request-context.ts';
import { currency, money, notes, optionalNumber, optionalText } from '../mcp/result-schemas.ts';
import { readHealthStatus, readViolations } from '../metrics/account.ts';
import { addMonths, monthOf } from '../metrics/calendar.ts';
import { compareMonth } from '../reports/account-comparison/compute.ts';
import { accountComparisonText } from '../reports/account-comparison/text.ts';
import { summarizeHealth } from '../reports/account-health/compute.ts';
import { accountHealthStatus, accountInsightsOverview, accountViolationList } from '../tikhub/endpoints.ts';

/** Accounts asked at the same time: enough to keep the pace of the key, few enough that no call waits long for its turn. */
const AT_ONCE = 2;

const output = z.object({
  month: z.string(),
  sandbox: z.literal(true).optional(),
  currencies: z.array(
    z.object({
      currency,
      revenue: money.optional(),
      top_share: optionalNumber,
      accounts: z.array(
        z.object({
          rank: z.number(),
          account: z.string(),
          label: optionalText,
          revenue: money.optional(),
          revenue_change: optionalNumber,
          commission_estimated: money.optional(),
          items_sold: optionalNumber,
          level: optionalText,
          score: optionalNumber,
          scale: optionalText,
          open_appeals: optionalNumber,
          last_day_with_data: optionalText,
        }),
      ),
    }),
  ),
  failed: z.array(z.object({ account: z.string(), error: z.string() })),
  calls: z.number(),
  cached: z.boolean(),
  ...notes,
});

export const compareAccounts = defineTool({
  name: 'compare_accounts',
  title: 'Accounts compared',
  description:
    'One month of several accounts side by side: revenue, commission, items, change on the month before, health level, open appeals; ranked within each currency, never added across. For one account use summarize_month. 4 upstream calls per account.',
  fleet: true,
  input: { month, max_calls: maxCalls },
  listed: output,
  async run(args, { app, open, progress }) {
    const names: readonly string[] = [...new Set<string>(args.accounts ?? app.accounts.byName.keys())];
    const wanted = args.month ?? monthOf(todayOf(app, app.accounts.defaultName));
    const limit = limitOf(args.max_calls);
    const turns = new PQueue({ concurrency: AT_ONCE });
    const inquiries: RequestContext[] = [];
    const askNext = async (account: string): Promise<Member> => {
      const inquiry = open({ account }, limit);
      inquiries.push(inquiry);
      const member = await askOne(inquiry, wanted);
      await progress(inquiries.length, names.length, account);
      return member;
    };
    const outcomes = await Promise.all(
      names.map((account) =>
        part(
          account,
          turns.add(() => askNext(account)),
        ),
      ),
    );
    const members = outcomes.flatMap(({ value }) => value ?? []);
    const groups = compareMonth(
      wanted,
      members.map(({ name, insights, previous, inquiry }) => ({
        account: name,
        insights,
        previous,
        clock: inquiry.clock,
      })),
    );
    const health = new Map(members.map((member) => [member.name, member.health]));
    const result = output.parse({
      month: wanted,
      ...(app.sandbox ? { sandbox: true } : {}),
      currencies: groups.map((group) => ({
        ...group,
        accounts: group.accounts.map((line) => ({
          ...line,
          label: app.accounts.byName.get(line.account)?.label,
          ...health.get(line.account),
        })),
      })),
      failed: outcomes.flatMap((outcome) =>
        'error' in outcome ? [{ account: outcome.what, error: explain(outcome.error) }] : [],
      ),
      calls: inquiries.reduce((sum, { calls }) => sum + calls, 0),
      cached: members.length > 0 && members.every(({ inquiry }) => inquiry.provenance.cached),
      notes: [...members.flatMap((member) => member.notes), 'Commission is an estimate.'],
    });
    return { result, textOf: (clean) => accountComparisonText(output.parse(clean)) };
  },
});

type Member = Awaited<ReturnType<typeof askOne>>;

/**
 * What a comparison needs of one account, side by side.
 * @throws the first error when nothing of it came
 */
async function askOne(inquiry: RequestContext, month: string) {
  const { name } = inquiry.account;
  const [insights, previous, status, violations] = await Promise.all([
    part(`The month of ${name}`, inquiry.call(accountInsightsOverview, { start_date: `${month}-01` })),
    part(
      `The month before of ${name}`,
      inquiry.call(accountInsightsOverview, { start_date: `${addMonths(month, -1)}-01` }),
    ),
    part(`The health of ${name}`, inquiry.call(accountHealthStatus, {})),
    part(`The violations of ${name}`, inquiry.call(accountViolationList, { page: 1 })),
  ]);
  const failures = failureNotes([insights, previous, status, violations]);
  if (insights.error !== undefined) throw insights.error;
  const { clock } = inquiry;
  const { level, score, scale, appeals } = summarizeHealth(
    {
      status: status.value && readHealthStatus(status.value),
      violations: violations.value && readViolations(violations.value, clock.offset),
      total: readCount(at(violations.value, 'total')),
      scoreScale: inquiry.account.scoreScale,
    },
    clock,
  );
  return {
    name,
    inquiry,
    insights: insights.value,
    previous: previous.value,
    health: {
      level,
      score,
      scale: score === undefined ? undefined : scale.kind,
      open_appeals: appeals?.open.length,
    },
    notes: failures,
  };
}
