import { getGlobalDispatcher } from 'undici';
import { table } from '../scripts/docs/markdown.ts';
import { RequestContext } from '../src/mcp/request-context.ts';
import { rankAccounts } from '../src/reports/account-comparison/rank-accounts.ts';
import { computePeriod } from '../src/reports/period/compute.ts';
import { planPeriod } from '../src/reports/period/plan.ts';
import { createHttpTransport } from '../src/tikhub/http.ts';
import { accountsOf, buildContext, unlimited } from '../test/support/context.ts';
import { median, ms, type Section, timed, timing } from './report.ts';
import { now, startUpstream } from './upstream.ts';

const ACCOUNTS = 12;
const RUNS = 30;
const CREATORS = ['us', 'sg', 'br'];

/** The input of the reports about twelve accounts: the sandbox's creators, four times over. */
async function fetchAll() {
  const upstream = await startUpstream();
  const { context } = buildContext({
    baseUrl: new URL(upstream.url),
    apiKey: 'key-of-the-bench',
    accounts: accountsOf(upstream.cookies),
    transport: createHttpTransport(getGlobalDispatcher(), now),
    createLimiter: unlimited,
    now,
  });
  const members = await Promise.all(
    Array.from({ length: ACCOUNTS }, async (_, index) => {
      const { signal } = new AbortController();
      const request = new RequestContext(context, { account: CREATORS[index % CREATORS.length] }, { signal });
      return { data: await planPeriod({ period: 'last_12_months' }, request), clock: request.clock };
    }),
  );
  await upstream.close();
  return members;
}

/** Measures what the reports compute from readings. */
export async function measureComputation(): Promise<Section> {
  const members = await fetchAll();
  const inputs = members.map(({ data: { parts, scope } }, index) => ({
    account: `creator-${index + 1}`,
    period: scope.period,
    insights: parts.insights,
    previous: parts.previous,
  }));
  const [reports, ranking]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    reports.push(
      await timed(() => {
        for (const { data, clock } of members) computePeriod(data, { clock, calls: 0 });
      }),
    );
    ranking.push(await timed(() => rankAccounts(inputs)));
  }
  const what = `${ACCOUNTS} accounts compared over 12 months, computation alone`;
  return {
    title: `Computation for ${ACCOUNTS} accounts over 12 months`,
    goals: [[what, median(ranking), 50, ms]],
    details: [
      'From the readings of the sandbox, with all parts of a period.',
      table(
        ['step', 'median', 'range'],
        [
          [`a report of 12 months for each of ${ACCOUNTS}`, ...timing(reports)],
          ['comparison', ...timing(ranking)],
        ],
      ),
    ],
  };
}
