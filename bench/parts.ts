import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { median } from './figures.ts';
import { ended, launch } from './launch.ts';
import { Lines } from './lines.ts';
import { ms, table } from './report.ts';

const ROUNDS = 15;

/** Time for what is warmed after the list of tools. */
const WARM_MS = 200;

/** From `spawn` to the first word on stdout. */
async function firstWord(args: readonly string[]): Promise<number> {
  const from = performance.now();
  const child = launch(args);
  await once(child.stdout, 'data');
  const took = performance.now() - from;
  child.stdin.end();
  await ended(child);
  return took;
}

/** What Node itself takes: a script that says one word. */
export const startNode = (): Promise<number> =>
  firstWord(['--input-type=module', '--eval', 'process.stdout.write("up")']);

/** The part of the SDK that a server on stdio needs, bundled as ours is, and one word. */
async function buildSdk(file: string): Promise<void> {
  await build({
    stdin: {
      contents: `
        import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
        import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
        process.stdout.write(typeof McpServer + typeof StdioServerTransport);
      `,
      resolveDir: import.meta.dirname,
    },
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: 'import { createRequire as __c } from "node:module"; const require = __c(import.meta.url);',
    },
  });
}

/** A server's first exchange, the list of tools, and a question that asks no upstream, twice. */
async function exchange(server: string) {
  const from = performance.now();
  const child = launch([server]);
  const lines = new Lines(child.stdout, child.stdin);
  try {
    const initialized = await lines.initialize();
    const list = await lines.ask('tools/list');
    await delay(WARM_MS);
    const question = { name: 'list_accounts', arguments: {} };
    const first = await lines.ask('tools/call', question);
    const again = await lines.ask('tools/call', question);
    return { initialize: initialized.at - from, list: list.ms, first: first.ms, again: again.ms };
  } finally {
    child.stdin.end();
    await ended(child);
  }
}

/** Where the time of a start goes, as a table. */
export async function measureParts(server: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const sdk = join(folder, 'sdk.mjs');
  await buildSdk(sdk);
  const node: number[] = [];
  const withSdk: number[] = [];
  const loaded: number[] = [];
  const exchanged: Awaited<ReturnType<typeof exchange>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    node.push(await startNode());
    withSdk.push(await firstWord([sdk]));
    loaded.push(await firstWord([server, '--version']));
    exchanged.push(await exchange(server));
  }
  await rm(folder, { recursive: true });
  const of = (what: 'initialize' | 'list' | 'first' | 'again'): number =>
    median(exchanged.map((one) => one[what]));
  return table(
    ['part of the start', 'takes', 'since spawn'],
    [
      ['Node to its first word', median(node), median(node)],
      ['everything that is loaded before the greeting', median(loaded) - median(node), median(loaded)],
      ['settings, server, the answer of initialize', of('initialize') - median(loaded), of('initialize')],
      ['tools/list', of('list'), of('initialize') + of('list')],
    ].map(([what, takes, since]) => [String(what), ms(Number(takes)), ms(Number(since))]),
  ).concat(
    `\n\nThe SDK with its validator and zod, bundled and loaded alone, takes ${ms(median(withSdk) - median(node))} beyond Node. Later, the first question takes ${ms(of('first') - of('again'))} longer than the second: it loads what answers.`,
  );
}
