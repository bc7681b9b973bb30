import { Agent } from 'undici';
import { RequestContext } from '../src/mcp/request-context.ts';
import { joinSeries, type MonthPart } from '../src/metrics/join-series.ts';
import { monthsOf } from '../src/metrics/periods.ts';
import { gateInsights } from '../src/metrics/replies.ts';
import type { INSIGHTS } from '../src/metrics/vocabulary.ts';
import { rankAccounts } from '../src/reports/account-comparison/rank-accounts.ts';
import { computePeriod } from '../src/reports/period/compute.ts';
import { planPeriod } from '../src/reports/period/plan.ts';
import { startSandbox } from '../src/sandbox/server.ts';
import { MemoryStore } from '../src/shared-state/memory-store.ts';
import { accountInsightsOverview } from '../src/tikhub/endpoints.ts';
import { createHttpTransport } from '../src/tikhub/http.ts';
import { accountsOf, buildContext, unlimited } from '../test/support/context.ts';
import { median, ms, quartiles, type Section, table } from './report.ts';
import { now } from './upstream.ts';

const ACCOUNTS = 12;
const RUNS = 30;

/** What the reports of twelve accounts are computed from: the sandbox's creators, four times over. */
async function fetchAll() {
  const sandbox = await startSandbox({ now });
  const agent = new Agent();
  const names = ['us', 'sg', 'br'];
  const cookies = names.map((name) => [name, sandbox.accounts.get(name)?.cookie ?? ''] as const);
  const { context, factory } = buildContext({
    baseUrl: new URL(sandbox.url),
    apiKey: sandbox.apiKey,
    accounts: accountsOf(Object.fromEntries(cookies)),
    transport: createHttpTransport(agent, now),
    store: new MemoryStore({ now }),
    createLimiter: unlimited,
    now,
  });
  const creators = await Promise.all(
    names.map(async (account) => {
      const { signal } = new AbortController();
      const request = new RequestContext(context, { account }, { signal });
      const data = await planPeriod({ period: 'last_12_months' }, request);
      const { clock, today } = request;
      const payloads = await Promise.all(
        monthsOf(data.scope.period).map(async (month) => {
          const start_date = `${month}-01`;
          const payload = await request.call(accountInsightsOverview, { start_date }, { raw: true });
          return { month, payload };
        }),
      );
      return { data, clock, today, payloads };
    }),
  );
  await factory.close();
  await agent.destroy();
  await sandbox.close();
  return Array.from({ length: ACCOUNTS }, (_, index) => creators[index % creators.length]).flatMap(
    (creator) => creator ?? [],
  );
}

type Member = Awaited<ReturnType<typeof fetchAll>>[number];

/** The readings of twelve months from their payloads. */
function readMonths({ data, clock, today, payloads }: Member): void {
  const { period } = data.scope;
  const parts = payloads.map(({ month, payload }): MonthPart<typeof INSIGHTS> => {
    const about = { from: `${month}-01`, to: `${month}-28` };
    const reading = gateInsights(Object(payload), { period: about }, clock);
    return { month, about, reading };
  });
  joinSeries(parts, period, today);
}

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** Measures what the reports compute from readings that are there, and reading the payloads. */
export async function measureComputation(): Promise<Section> {
  const members = await fetchAll();
  const moment = ({ clock }: Member) => ({ clock, calls: 0 });
  const reports: number[] = [];
  const ranking: number[] = [];
  const reading: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    reports.push(
      timed(() => {
        for (const member of members) computePeriod(member.data, moment(member));
      }),
    );
    ranking.push(
      timed(() => {
        rankAccounts(
          members.map(({ data }, index) => ({
            account: `creator-${index + 1}`,
            insights: data.parts.insights,
            previous: data.parts.previous,
          })),
        );
      }),
    );
    reading.push(
      timed(() => {
        for (const member of members) readMonths(member);
      }),
    );
  }
  return {
    title: `Computation for ${ACCOUNTS} accounts over 12 months`,
    goals: [
      {
        what: `${ACCOUNTS} accounts compared over 12 months, computation alone`,
        measured: median(ranking),
        goal: 50,
        write: ms,
      },
    ],
    details: [
      'The readings are those of the sandbox, with all parts of a period. Whole reports and reading the payloads of the earnings through their gate are measured apart.',
      table(
        ['step', 'median', 'middle half'],
        [
          [`a report of 12 months for each of ${ACCOUNTS}`, ms(median(reports)), quartiles(reports)],
          ['comparison', ms(median(ranking)), quartiles(ranking)],
          ['reading 144 replies', ms(median(reading)), quartiles(reading)],
        ],
      ),
    ].join('\n\n'),
  };
}
