import { z } from 'zod';
import { table } from '../scripts/docs/markdown.ts';
import { subjectOf } from '../test/support/subjects.ts';
import { startServer } from './in-process-server.ts';
import { count, type Goal, percent, type Section, tokensOf } from './report.ts';
import { startUpstream } from './upstream.ts';

/** The sandbox's creators that have data. */
const CREATORS = ['us', 'sg', 'br'] as const;

const MONTH = { start_date: '2026-10-01' };
const DEFINITION_TOKENS = 5500;
const LONGEST_TEXT = 40_000;

/** Limits for the shares of a result in the raw replies. */
type ShareGoals = Readonly<Partial<Record<'text' | 'structured', number>>>;
const LIST: ShareGoals = { text: 0.2, structured: 0.35 };
type Question = readonly [tool: string, args: Readonly<Record<string, unknown>>, goals?: ShareGoals];

/** Every tool that calls the upstream, with full results, about one creator. */
function questionsAbout(account: string): readonly Question[] {
  const { video: item_id, product: product_id } = subjectOf(account);
  return [
    ['summarize_month', { month: '2026-10' }, { text: 0.06 }],
    ['summarize_account_health', {}],
    ['get_account_violation_list', {}, LIST],
    ['get_video_list_analytics', MONTH, LIST],
    ['get_product_analytics_list', { ...MONTH, end_date: '2026-10-31' }, LIST],
    ['get_showcase_product_list', {}, LIST],
    ['get_video_associated_product_list', { ...MONTH, item_ids: [item_id] }, LIST],
    ['get_product_related_videos', { ...MONTH, item_id, product_id }, LIST],
    ['get_account_insights_overview', MONTH],
    ['get_live_analytics_summary', MONTH],
    ['get_video_analytics_summary', {}],
    ['get_video_audience_stats', { ...MONTH, item_id }],
    ['get_video_detailed_stats', { ...MONTH, item_id }],
    ['get_video_to_product_stats', { ...MONTH, item_id, product_id }],
    ['get_account_health_status', {}],
    ['get_creator_account_info', {}],
  ];
}

const WHATS = ['text', 'structured'] as const;

/** Tokens of one tool's result about one creator, and of the replies behind it. */
interface Size extends Readonly<Record<'raw' | (typeof WHATS)[number], number>> {
  readonly account: string;
  readonly tool: string;
  readonly goals: ShareGoals;
  readonly characters: number;
}
type Upstream = Awaited<ReturnType<typeof startUpstream>>;

async function sizesOf(account: string, { url, cookies, replies }: Upstream): Promise<Size[]> {
  // A server for each creator, whose requests take more than a second's calls of one key.
  const server = await startServer(url, cookies);
  const sizes: Size[] = [];
  for (const [tool, args, goals = {}] of questionsAbout(account)) {
    const before = replies.length;
    const result = await server.call(tool, { account, ...args });
    const raw = replies.slice(before).reduce((sum, reply) => sum + tokensOf(reply), 0);
    const [text, structured] = [tokensOf(result.text), tokensOf(JSON.stringify(result.structured))];
    sizes.push({ account, tool, goals, raw, text, structured, characters: result.text.length });
  }
  await server.close();
  return sizes;
}

/** The highest share of the raw replies among the creators. */
function worstOf(sizes: readonly Size[], what: (typeof WHATS)[number]) {
  const shares = sizes.map((size) => ({ share: size[what] / size.raw, account: size.account }));
  return shares.sort((a, b) => b.share - a.share)[0] ?? { share: Number.NaN, account: '' };
}

const listing = z.object({
  tools: z.array(
    z.object({ name: z.string(), description: z.string(), inputSchema: z.unknown() }).passthrough(),
  ),
});

/** The tokens of the tool definitions that a server with these accounts lists. */
async function measureDefinitions(url: string, cookies: Upstream['cookies']) {
  const server = await startServer(url, cookies);
  const { tools } = listing.parse((await server.peer.request('tools/list')).result);
  await server.close();
  const shown = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const accounts = Object.keys(cookies).length;
  return {
    accounts: accounts === 1 ? 'one account' : `${accounts} accounts`,
    tools: tools.length,
    shown: tokensOf(JSON.stringify(shown)),
    listed: tokensOf(JSON.stringify(tools)),
  };
}

/** Measures the tokens of definitions and results, against what the vendor sent. */
export async function measureSize(): Promise<Section> {
  const upstream = await startUpstream();
  const { url, cookies } = upstream;
  const definitions = [
    await measureDefinitions(url, Object.fromEntries(Object.entries(cookies).slice(0, 1))),
    await measureDefinitions(url, cookies),
  ];
  const sizes: Size[] = [];
  for (const account of CREATORS) sizes.push(...(await sizesOf(account, upstream)));
  await upstream.close();

  const byTool = [...new Set(sizes.map(({ tool }) => tool))].map(
    (tool) => [tool, sizes.filter((size) => size.tool === tool)] as const,
  );
  const longest = Math.max(...sizes.map(({ characters }) => characters));
  return {
    title: 'Size',
    goals: [
      ...definitions.map(({ accounts, shown }): Goal => {
        return [`definitions of all tools, ${accounts}, tokens`, shown, DEFINITION_TOKENS, count];
      }),
      ...byTool.flatMap(([tool, group]) => shareGoals(tool, group)),
      ['the longest text, characters', longest, LONGEST_TEXT, count],
    ],
    details: [
      'Tokens of the o200k encoding; other models count slightly differently. "Shown" is what a model reads on every turn: name, description and input schema of each tool. "Listed" is the whole reply to tools/list.',
      table(
        ['definitions', 'tools', 'shown', 'listed'],
        definitions.map(({ accounts, tools, shown, listed }) => [
          accounts,
          ...[tools, shown, listed].map(count),
        ]),
      ),
      'Results about the three creators with data, added up; "worst" is the creator with the highest share, which the goal is about. A page of violations is nearly all text that must be shown, so its goals stay out of reach.',
      table(
        ['tool, tokens', 'raw', 'text', 'of raw', 'worst', 'structured', 'of raw', 'worst'],
        byTool.map(([tool, group]) => sizeRow(tool, group)),
      ),
    ],
  };
}

const shareGoals = (tool: string, group: readonly Size[]): Goal[] =>
  WHATS.flatMap((what) => {
    const goal = group[0]?.goals[what];
    const share = worstOf(group, what).share;
    return goal === undefined ? [] : [[`${tool}, ${what} of raw, tokens`, share, goal, percent] as const];
  });

function sizeRow(tool: string, group: readonly Size[]): string[] {
  const total = (what: 'raw' | 'text' | 'structured') => group.reduce((sum, size) => sum + size[what], 0);
  const cells = WHATS.flatMap((what) => {
    const { share, account } = worstOf(group, what);
    return [count(total(what)), percent(total(what) / total('raw')), `${percent(share)} ${account}`];
  });
  return [tool, count(total('raw')), ...cells];
}
