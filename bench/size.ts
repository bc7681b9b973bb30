import { Agent } from 'undici';
import { z } from 'zod';
import { startSandbox } from '../src/sandbox/server.ts';
import { subjectOf } from '../test/support/subjects.ts';
import { bytesOf, sum, tokensOf } from './figures.ts';
import { count, type Goal, percent, type Section, table } from './report.ts';
import { type Stack, startStack } from './stack.ts';
import { startUpstream, type Upstream } from './upstream.ts';
import { now, sandboxAnswers } from './vendor.ts';

/** The sandbox's creators that have data. */
const CREATORS = ['us', 'sg', 'br'] as const;

const MONTH = { start_date: '2026-10-01' };
const DEFINITION_TOKENS = 3500;
const LONGEST_TEXT = 40_000;

/** The most that a text or a structured result may be of the raw replies, where there is a goal. */
interface Share {
  readonly text?: number;
  readonly structured?: number;
}
const LIST: Share = { text: 0.2, structured: 0.35 };

interface Question {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly share: Share;
}

/** Every tool that asks the upstream, with full answers, about one creator. */
function questionsOf(account: string): readonly Question[] {
  const { video: item_id, product: product_id } = subjectOf(account);
  return [
    { tool: 'summarize_month', args: { month: '2026-10' }, share: { text: 0.06 } },
    { tool: 'summarize_account_health', args: {}, share: {} },
    { tool: 'get_account_violation_list', args: {}, share: LIST },
    { tool: 'get_video_list_analytics', args: MONTH, share: LIST },
    { tool: 'get_product_analytics_list', args: { ...MONTH, end_date: '2026-10-31' }, share: LIST },
    { tool: 'get_showcase_product_list', args: {}, share: LIST },
    { tool: 'get_video_associated_product_list', args: { ...MONTH, item_ids: [item_id] }, share: LIST },
    { tool: 'get_product_related_videos', args: { ...MONTH, item_id, product_id }, share: LIST },
    { tool: 'get_account_insights_overview', args: MONTH, share: {} },
    { tool: 'get_live_analytics_summary', args: MONTH, share: {} },
    { tool: 'get_video_analytics_summary', args: {}, share: {} },
    { tool: 'get_video_audience_stats', args: { ...MONTH, item_id }, share: {} },
    { tool: 'get_video_detailed_stats', args: { ...MONTH, item_id }, share: {} },
    { tool: 'get_video_to_product_stats', args: { ...MONTH, item_id, product_id }, share: {} },
    { tool: 'get_account_health_status', args: {}, share: {} },
    { tool: 'get_creator_account_info', args: {}, share: {} },
  ];
}

/** How long something is in the three ways that matter: to a model, on the wire, to a host that bounds it. */
interface Extent {
  readonly tokens: number;
  readonly bytes: number;
  readonly characters: number;
}

const extentOf = (...texts: readonly string[]): Extent => ({
  tokens: sum(texts.map(tokensOf)),
  bytes: sum(texts.map(bytesOf)),
  characters: sum(texts.map(({ length }) => length)),
});

/** One tool's answer about one creator. */
interface Size {
  readonly account: string;
  readonly tool: string;
  readonly share: Share;
  readonly raw: Extent;
  readonly text: Extent;
  readonly structured: Extent;
}

async function sizesOf(account: string, stack: Stack, replies: readonly string[]): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const { tool, args, share } of questionsOf(account)) {
    const before = replies.length;
    const { text, structured } = await stack.call(tool, { account, ...args });
    sizes.push({
      account,
      tool,
      share,
      raw: extentOf(...replies.slice(before)),
      text: extentOf(text),
      structured: extentOf(JSON.stringify(structured)),
    });
  }
  return sizes;
}

const shareOf = ({ raw, ...size }: Size, what: 'text' | 'structured', unit: 'tokens' | 'bytes'): number =>
  size[what][unit] / raw[unit];

/** The answer about the creator for whom it is longest, compared with its raw reply. */
function worst(
  sizes: readonly Size[],
  what: 'text' | 'structured',
  unit: 'tokens' | 'bytes',
): { share: number; account: string } {
  const shares = sizes.map((size) => ({ share: shareOf(size, what, unit), account: size.account }));
  return shares.sort((a, b) => b.share - a.share)[0] ?? { share: Number.NaN, account: '' };
}

interface Definitions {
  readonly accounts: number;
  readonly tools: number;
  /** What hosts put before the model: name, description and input schema of each tool. */
  readonly shown: Extent;
  /** The whole list, with titles, annotations and output schemas. */
  readonly whole: Extent;
}

const listing = z.object({
  tools: z.array(
    z.object({ name: z.string(), description: z.string(), inputSchema: z.unknown() }).passthrough(),
  ),
});

async function definitionsOf(
  cookies: ReadonlyMap<string, string>,
  upstream: Upstream,
  dispatcher: Agent,
): Promise<Definitions> {
  const stack = await startStack({ url: upstream.url, dispatcher, cookies });
  const { result } = await stack.lines.ask('tools/list');
  await stack.close();
  const { tools } = listing.parse(result);
  const shown = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  return {
    accounts: cookies.size,
    tools: tools.length,
    shown: extentOf(JSON.stringify(shown)),
    whole: extentOf(JSON.stringify(tools)),
  };
}

/** How long the definitions and the results are, against what the vendor sent. */
export async function measureSize(): Promise<Section> {
  const sandbox = await startSandbox({ now });
  const replies: string[] = [];
  const answers = sandboxAnswers(sandbox);
  const upstream = await startUpstream(async (endpoint, body) => {
    const reply = await answers(endpoint, body);
    replies.push(reply);
    return reply;
  });
  const dispatcher = new Agent();
  const cookies = new Map([...sandbox.accounts].map(([name, { cookie }]) => [name, cookie]));
  const definitions = [
    await definitionsOf(new Map([...cookies].slice(0, 1)), upstream, dispatcher),
    await definitionsOf(cookies, upstream, dispatcher),
  ];
  const sizes: Size[] = [];
  for (const account of CREATORS) {
    // The vendor's pace is per key, and each creator's questions are more than one second's worth.
    const stack = await startStack({ url: upstream.url, dispatcher, cookies });
    sizes.push(...(await sizesOf(account, stack, replies)));
    await stack.close();
  }
  await dispatcher.destroy();
  await upstream.close();
  await sandbox.close();

  const byTool = [...new Set(sizes.map(({ tool }) => tool))].map(
    (tool) => [tool, sizes.filter((size) => size.tool === tool)] as const,
  );
  return {
    title: 'Size',
    goals: [
      ...definitions.map(({ accounts, shown }) => ({
        what: `definitions of all tools, ${accountsIn(accounts)}, tokens`,
        measured: shown.tokens,
        goal: DEFINITION_TOKENS,
        write: count,
      })),
      ...byTool.flatMap(([tool, group]) => goalsOf(tool, group)),
      {
        what: 'the longest text, characters',
        measured: Math.max(...sizes.map(({ text }) => text.characters)),
        goal: LONGEST_TEXT,
        write: count,
      },
    ],
    details: [
      'Tokens are those of the o200k encoding; other models count a little differently. A definition is the name, the description and the input schema of a tool, which is what a model reads on every turn; hosts read the whole list once.',
      table(
        ['definitions', 'tools', 'tokens', 'bytes', 'whole list, tokens', 'bytes'],
        definitions.map(({ accounts, tools, shown, whole }) => [
          accountsIn(accounts),
          count(tools),
          ...[shown, whole].flatMap(({ tokens, bytes }) => [count(tokens), count(bytes)]),
        ]),
      ),
      `Results about the sandbox's three creators with data, added up; the replies with their envelopes. The worst is the creator with the highest share, and the one that is held against the goal. A page of violations is prose, two dates and an id a record, with nothing in it to leave out: its goals stay out of reach.`,
      ...(['tokens', 'bytes'] as const).map((unit) =>
        table(
          [`tool, ${unit}`, 'raw', 'text', 'of raw', 'worst', 'structured', 'of raw', 'worst'],
          byTool.map(([tool, group]) => rowOf(tool, group, unit)),
        ),
      ),
    ].join('\n\n'),
  };
}

function goalsOf(tool: string, group: readonly Size[]): Goal[] {
  const share = group[0]?.share ?? {};
  return (['text', 'structured'] as const).flatMap((what) => {
    const goal = share[what];
    const measured = worst(group, what, 'tokens').share;
    return goal === undefined
      ? []
      : [{ what: `${tool}, ${what} of raw, tokens`, measured, goal, write: percent }];
  });
}

function rowOf(tool: string, group: readonly Size[], unit: 'tokens' | 'bytes'): string[] {
  const total = (what: 'raw' | 'text' | 'structured'): number => sum(group.map((size) => size[what][unit]));
  const cells = (what: 'text' | 'structured'): string[] => {
    const { share, account } = worst(group, what, unit);
    return [count(total(what)), percent(total(what) / total('raw')), `${percent(share)} ${account}`];
  };
  return [tool, count(total('raw')), ...cells('text'), ...cells('structured')];
}

const accountsIn = (accounts: number): string => (accounts === 1 ? 'one account' : `${accounts} accounts`);
