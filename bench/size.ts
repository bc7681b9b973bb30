import { Agent } from 'undici';
import { z } from 'zod';
import { subjectOf } from '../test/support/subjects.ts';
import { type InProcessServer, startServer } from './in-process-server.ts';
import { count, type Goal, percent, type Section, table, tokensOf } from './report.ts';
import { startReplySource, startUpstream } from './upstream.ts';

/** The sandbox's creators that have data. */
const CREATORS = ['us', 'sg', 'br'] as const;

const MONTH = { start_date: '2026-10-01' };
const DEFINITION_TOKENS = 5500;
const LONGEST_TEXT = 40_000;

/** The largest share of the raw replies that a text or a structured result may have, where there is a goal. */
interface ShareGoals {
  readonly text?: number;
  readonly structured?: number;
}
const LIST: ShareGoals = { text: 0.2, structured: 0.35 };

interface Question {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly goals: ShareGoals;
}

/** Every tool that calls the upstream, with full results, about one creator. */
function questionsAbout(account: string): readonly Question[] {
  const { video: item_id, product: product_id } = subjectOf(account);
  return [
    { tool: 'summarize_month', args: { month: '2026-10' }, goals: { text: 0.06 } },
    { tool: 'summarize_account_health', args: {}, goals: {} },
    { tool: 'get_account_violation_list', args: {}, goals: LIST },
    { tool: 'get_video_list_analytics', args: MONTH, goals: LIST },
    { tool: 'get_product_analytics_list', args: { ...MONTH, end_date: '2026-10-31' }, goals: LIST },
    { tool: 'get_showcase_product_list', args: {}, goals: LIST },
    { tool: 'get_video_associated_product_list', args: { ...MONTH, item_ids: [item_id] }, goals: LIST },
    { tool: 'get_product_related_videos', args: { ...MONTH, item_id, product_id }, goals: LIST },
    { tool: 'get_account_insights_overview', args: MONTH, goals: {} },
    { tool: 'get_live_analytics_summary', args: MONTH, goals: {} },
    { tool: 'get_video_analytics_summary', args: {}, goals: {} },
    { tool: 'get_video_audience_stats', args: { ...MONTH, item_id }, goals: {} },
    { tool: 'get_video_detailed_stats', args: { ...MONTH, item_id }, goals: {} },
    { tool: 'get_video_to_product_stats', args: { ...MONTH, item_id, product_id }, goals: {} },
    { tool: 'get_account_health_status', args: {}, goals: {} },
    { tool: 'get_creator_account_info', args: {}, goals: {} },
  ];
}

/** Tokens of one tool's result about one creator, and of the replies behind it. */
interface Size {
  readonly account: string;
  readonly tool: string;
  readonly goals: ShareGoals;
  readonly raw: number;
  readonly text: number;
  readonly structured: number;
  readonly characters: number;
}

async function sizesOf(
  account: string,
  server: InProcessServer,
  replies: readonly string[],
): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const { tool, args, goals } of questionsAbout(account)) {
    const before = replies.length;
    const { text, structured } = await server.call(tool, { account, ...args });
    sizes.push({
      account,
      tool,
      goals,
      raw: replies.slice(before).reduce((sum, reply) => sum + tokensOf(reply), 0),
      text: tokensOf(text),
      structured: tokensOf(JSON.stringify(structured)),
      characters: text.length,
    });
  }
  return sizes;
}

/** The result with the highest share of its raw reply, among the creators. */
function worstOf(sizes: readonly Size[], what: 'text' | 'structured'): { share: number; account: string } {
  const shares = sizes.map((size) => ({ share: size[what] / size.raw, account: size.account }));
  return shares.sort((a, b) => b.share - a.share)[0] ?? { share: Number.NaN, account: '' };
}

const listing = z.object({
  tools: z.array(
    z.object({ name: z.string(), description: z.string(), inputSchema: z.unknown() }).passthrough(),
  ),
});

/** The tool definitions that a server with these accounts lists. */
async function measureDefinitions(
  cookies: ReadonlyMap<string, string>,
  url: string,
  dispatcher: Agent,
): Promise<{ accounts: string; tools: number; shown: number; listed: number }> {
  const server = await startServer({ url, dispatcher, cookies });
  const { result } = await server.peer.request('tools/list');
  await server.close();
  const { tools } = listing.parse(result);
  const shown = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  return {
    accounts: cookies.size === 1 ? 'one account' : `${cookies.size} accounts`,
    tools: tools.length,
    shown: tokensOf(JSON.stringify(shown)),
    listed: tokensOf(JSON.stringify(tools)),
  };
}

/** Measures the tokens of definitions and results, against what the vendor sent. */
export async function measureSize(): Promise<Section> {
  const source = await startReplySource();
  const upstream = await startUpstream(source.reply);
  const dispatcher = new Agent();
  const definitions = [
    await measureDefinitions(new Map([...source.cookies].slice(0, 1)), upstream.url, dispatcher),
    await measureDefinitions(source.cookies, upstream.url, dispatcher),
  ];
  const sizes: Size[] = [];
  for (const account of CREATORS) {
    // The rate limit is per key, and one creator's questions take more than a second's calls.
    const server = await startServer({ url: upstream.url, dispatcher, cookies: source.cookies });
    sizes.push(...(await sizesOf(account, server, upstream.replies)));
    await server.close();
  }
  await dispatcher.destroy();
  await upstream.close();
  await source.close();

  const byTool = [...new Set(sizes.map(({ tool }) => tool))].map(
    (tool) => [tool, sizes.filter((size) => size.tool === tool)] as const,
  );
  return {
    title: 'Size',
    goals: [
      ...definitions.map(({ accounts, shown }) => ({
        what: `definitions of all tools, ${accounts}, tokens`,
        measured: shown,
        goal: DEFINITION_TOKENS,
        write: count,
      })),
      ...byTool.flatMap(([tool, group]) => shareGoals(tool, group)),
      {
        what: 'the longest text, characters',
        measured: Math.max(...sizes.map(({ characters }) => characters)),
        goal: LONGEST_TEXT,
        write: count,
      },
    ],
    details: [
      'Tokens of the o200k encoding; other models count slightly differently. "Shown" is what a model reads on every turn: name, description and input schema of each tool. "Listed" is the whole reply to tools/list.',
      table(
        ['definitions', 'tools', 'shown', 'listed'],
        definitions.map(({ accounts, tools, shown, listed }) => [
          accounts,
          count(tools),
          count(shown),
          count(listed),
        ]),
      ),
      'Results about the three creators with data, added up; "worst" is the creator with the highest share, which the goal is about. A page of violations is nearly all text that must be shown, so its goals stay out of reach.',
      table(
        ['tool, tokens', 'raw', 'text', 'of raw', 'worst', 'structured', 'of raw', 'worst'],
        byTool.map(([tool, group]) => sizeRow(tool, group)),
      ),
    ].join('\n\n'),
  };
}

function shareGoals(tool: string, group: readonly Size[]): Goal[] {
  const goals = group[0]?.goals ?? {};
  return (['text', 'structured'] as const).flatMap((what) => {
    const goal = goals[what];
    const measured = worstOf(group, what).share;
    return goal === undefined
      ? []
      : [{ what: `${tool}, ${what} of raw, tokens`, measured, goal, write: percent }];
  });
}

function sizeRow(tool: string, group: readonly Size[]): string[] {
  const total = (what: 'raw' | 'text' | 'structured'): number =>
    group.reduce((sum, size) => sum + size[what], 0);
  const cells = (what: 'text' | 'structured'): string[] => {
    const { share, account } = worstOf(group, what);
    return [count(total(what)), percent(total(what) / total('raw')), `${percent(share)} ${account}`];
  };
  return [tool, count(total('raw')), ...cells('text'), ...cells('structured')];
}
