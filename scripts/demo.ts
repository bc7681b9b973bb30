/**
 * Starts the built server with invented data and asks it three questions, as an assistant would. With `--all` it shows
 * what every tool and every kind of resource returns, and fails for a tool that it does not call.
 */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { healthAnswer, isMyAccountAtRisk } from './docs/questions/account.ts';
import { monthAnswer } from './docs/questions/earnings.ts';
import { type Facts, first } from './docs/questions/facts.ts';
import { bestVideoAnswer } from './docs/questions/videos.ts';
import { plainText } from './plain-text.ts';

const print = (text = ''): void => void process.stdout.write(`${text}\n`);

const client = new Client({ name: 'demo', version: '1' });
await client.connect(
  new StdioClientTransport({ command: process.execPath, args: ['dist/main.js', '--sandbox'] }),
);

const called = new Set<string>();
let failures = 0;

/** Calls a tool. */
async function call(
  name: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly text: string; readonly facts: Facts }> {
  const { content, isError, structuredContent } = await client.callTool({ name, arguments: args });
  const blocks = Array.isArray(content) ? content : [];
  if (isError === true) failures += 1;
  called.add(name);
  return {
    text: blocks.map((block) => String(block.text)).join('\n'),
    facts:
      typeof structuredContent === 'object' && structuredContent !== null ? { ...structuredContent } : {},
  };
}

/** A text field of the first row of a list in a result. */
function firstText(facts: Facts, list: string, field: string): string {
  const value = first(facts, list)[field];
  if (typeof value !== 'string') throw new Error(`No ${list}[0].${field} to continue with.`);
  return value;
}

function show(question: string, tools: readonly string[], answer: string): void {
  print(`\n> ${question}`);
  print(`  (${tools.join(', ')})\n`);
  print(plainText(answer));
}

/** The first day of the month before this one, which has all its data or nearly so. */
function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 10);
}

async function askThreeQuestions(): Promise<void> {
  print('Three questions to an assistant with this server. All names and figures are invented.');
  const start_date = lastMonth();
  const month = await call('summarize_month', { month: start_date.slice(0, 7) });
  show('How was last month?', ['summarize_month'], monthAnswer(month.facts));
  const health = await call('summarize_account_health', { account: 'br' });
  show(isMyAccountAtRisk.ask, ['summarize_account_health'], healthAnswer(health.facts));
  const sg = { account: 'sg', start_date };
  const videos = await call('get_video_list_analytics', { ...sg, rules: 'VIDEO_LIST_GMV' });
  const item_ids = [firstText(videos.facts, 'videos', 'video_id')];
  const products = await call('get_video_associated_product_list', { ...sg, item_ids });
  show(
    'Which video sold the most, and which product?',
    ['get_video_list_analytics', 'get_video_associated_product_list'],
    bestVideoAnswer(videos.facts, products.facts),
  );
  print(
    '\nConnect your own account: node dist/main.js setup ("Connect it" in README.md). More: npm run demo -- --all, docs/cookbook.md.',
  );
}

async function showAll(): Promise<void> {
  const { tools } = await client.listTools();
  const { resources } = await client.listResources();
  print(`${tools.length} tools, ${resources.length} resources; all names and figures are invented.`);
  const shown = async (name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Facts> => {
    print(`\n━━━ ${name} ${JSON.stringify(args)}\n`);
    const { text, facts } = await call(name, args);
    print(text);
    return facts;
  };
  await shown('summarize_month');
  await shown('summarize_period', { period: 'last_7_days' });
  await shown('explain_change', { period: 'last_7_days' });
  await shown('review_videos');
  await shown('attribute_sales', { account: 'sg', max_calls: 8 });
  await shown('review_products', { account: 'sg' });
  await shown('compare_videos');
  await shown('find_posting_times', { account: 'sg' });
  await shown('profile_audience', { account: 'sg' });
  await shown('summarize_account_health', { account: 'br' });
  await shown('compare_accounts', { accounts: ['us', 'sg', 'br'] });
  await shown('list_accounts');
  await shown('export_table', { table: 'days' });
  await shown('get_account_health_status');
  await shown('get_account_violation_list', { account: 'br', page: 2 });
  await shown('get_account_insights_overview');
  await shown('get_live_analytics_summary');
  await shown('get_video_analytics_summary');
  const videos = await shown('get_video_list_analytics', { rules: 'VIDEO_LIST_GMV' });
  await shown('get_product_analytics_list');
  await shown('get_creator_account_info');
  await shown('get_showcase_product_list', { count: 5 });
  const item_id = firstText(videos, 'videos', 'video_id');
  const products = await shown('get_video_associated_product_list', { item_ids: [item_id] });
  const product_id = firstText(products, 'products', 'product_id');
  await shown('get_video_audience_stats', { item_id });
  await shown('get_video_detailed_stats', { item_id });
  await shown('get_video_to_product_stats', { item_id, product_id });
  await shown('get_product_related_videos', { item_id, product_id });
  for (const kind of ['/health', '/months/', '://usage']) {
    const uri = resources.find((resource) => resource.uri.includes(kind))?.uri;
    if (uri === undefined) throw new Error(`No ${kind} resource is listed.`);
    print(`\n━━━ resource ${uri}\n`);
    const { contents } = await client.readResource({ uri });
    for (const content of contents) print('text' in content ? content.text : '(binary)');
  }
  const skipped = tools.filter(({ name }) => !called.has(name)).map(({ name }) => name);
  const never = skipped.length > 0 ? `, never called: ${skipped.join(', ')}` : '';
  print(`\n${called.size} tools called, ${failures} failed${never}.`);
  if (skipped.length > 0) process.exitCode = 1;
}

await (process.argv.includes('--all') ? showAll() : askThreeQuestions());
await client.close();
if (failures > 0) process.exitCode = 1;
