/** Starts the built server with invented data and shows what an assistant would see: every tool, every resource. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const print = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

const client = new Client({ name: 'demo', version: '1' });
await client.connect(
  new StdioClientTransport({ command: process.execPath, args: ['dist/main.js', '--sandbox'] }),
);
const { tools } = await client.listTools();
const { resources } = await client.listResources();
print(`${tools.length} tools, ${resources.length} resources; all figures below are invented.`);

let failures = 0;

/** ToolHandlers a tool, prints its text and returns its structured content. */
async function call(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  print(`\n━━━ ${name} ${JSON.stringify(args)}\n`);
  const result = await client.callTool({ name, arguments: args });
  const content = Array.isArray(result.content) ? result.content : [];
  for (const block of content) print(block.text);
  if (result.isError === true) failures += 1;
  called.add(name);
  return typeof result.structuredContent === 'object' && result.structuredContent !== null
    ? { ...result.structuredContent }
    : {};
}

/** A text field of the first row of a list in a result. */
function first(result: Record<string, unknown>, list: string, field: string): string {
  const rows = result[list];
  const value = Array.isArray(rows) ? rows[0]?.[field] : undefined;
  if (typeof value !== 'string') throw new Error(`No ${list}[0].${field} to go on with.`);
  return value;
}

const called = new Set<string>();
await call('summarize_month');
await call('summarize_account_health', { account: 'br' });
await call('compare_accounts', { accounts: ['us', 'sg', 'br'] });
await call('list_accounts');
await call('get_account_health_status');
await call('get_account_violation_list', { account: 'br', page: 2 });
await call('get_account_insights_overview');
await call('get_live_analytics_summary');
await call('get_video_analytics_summary');
const videos = await call('get_video_list_analytics', { rules: 'VIDEO_LIST_GMV' });
await call('get_product_analytics_list');
await call('get_creator_account_info');
await call('get_showcase_product_list', { count: 5 });
const item_id = first(videos, 'videos', 'video_id');
const products = await call('get_video_associated_product_list', { item_ids: [item_id] });
const product_id = first(products, 'products', 'product_id');
await call('get_video_audience_stats', { item_id });
await call('get_video_detailed_stats', { item_id });
await call('get_video_to_product_stats', { item_id, product_id });
await call('get_product_related_videos', { item_id, product_id });

for (const kind of ['/health', '/months/', '://usage']) {
  const uri = resources.find((resource) => resource.uri.includes(kind))?.uri;
  if (uri === undefined) throw new Error(`No ${kind} resource is listed.`);
  print(`\n━━━ resource ${uri}\n`);
  const { contents } = await client.readResource({ uri });
  for (const content of contents) print('text' in content ? content.text : '(binary)');
}
await client.close();

const skipped = tools.filter(({ name }) => !called.has(name)).map(({ name }) => name);
print(
  `\n${called.size} tools called, ${failures} failed${skipped.length > 0 ? `, never called: ${skipped.join(', ')}` : ''}.`,
);
process.exitCode = failures > 0 || skipped.length > 0 ? 1 : 0;
