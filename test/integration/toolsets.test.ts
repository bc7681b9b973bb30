import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tools } from '../../src/tools/index.ts';
import { servedSentences, TOOLSETS, type Toolset, toolsetNames } from '../../src/toolsets.ts';
import { type Connection, connectToSandbox } from '../support/connect.ts';

const HOW = 'to TIKTOK_CREATOR_TOOLSETS and restart the server; without the setting all tools are available.';

async function serving(...toolsets: readonly Toolset[]): Promise<Connection> {
  const connection = await connectToSandbox({ toolsets: new Set(toolsets) });
  onTestFinished(connection.close);
  return connection;
}

const namesOf = async ({ host }: Connection): Promise<readonly string[]> =>
  (await host.listTools()).tools.map(({ name }) => name);

/** Everything that a host shows a model before it asks anything. */
async function everythingListed({ host }: Connection): Promise<string> {
  const { resourceTemplates } = await host.listResourceTemplates();
  return JSON.stringify([
    host.getInstructions(),
    await host.listTools(),
    await host.listResources(),
    // A template has the name of its report, which is the name of a tool.
    resourceTemplates.map(({ title, description }) => [title, description]),
    host.getServerCapabilities()?.prompts === undefined ? [] : await host.listPrompts(),
  ]);
}

const named = (text: string, names: readonly string[]): readonly string[] =>
  names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));

test('every tool is in one set', () => {
  const all = Object.values(TOOLSETS).flat();
  expect([...all].sort()).toEqual(tools.map(({ name }) => name).sort());
});

describe.each([
  [['summaries', 'analysis']],
  [['summaries']],
  [['analysis']],
  [['endpoints']],
  [['accounts']],
  [['export']],
  [['endpoints', 'export', 'accounts']],
] as const)('with the toolsets %j', { timeout: 30_000 }, (chosen) => {
  const own: readonly string[] = chosen.flatMap((name) => [...TOOLSETS[name]]);
  const others: readonly string[] = toolsetNames
    .filter((name) => !chosen.some((one) => one === name))
    .flatMap((name) => [...TOOLSETS[name]]);

  test('the tools of those are listed, and no word leads to another', async () => {
    const connection = await serving(...chosen);
    expect([...(await namesOf(connection))].sort()).toEqual([...own].sort());
    const listed = await everythingListed(connection);
    expect(named(listed, others)).toEqual([]);
    if (!own.includes('get_account_health_status')) expect(listed).not.toContain('get_ tools');
    expect(connection.host.getInstructions()).toContain('Toolsets switched off here: ');
  });

  test('another one says how to switch it on, and asks nothing', async () => {
    const connection = await serving(...chosen);
    for (const name of others) {
      const { result, sent } = await connection.watch(name);
      expect([result.isError, sent]).toEqual([true, []]);
      const toolset = toolsetNames.find((one) => TOOLSETS[one].some((tool) => tool === name));
      expect(result.text).toBe(
        `There is no tool "${name}". Use a name from the list of tools. Switched off here: ${name}. To switch it on, add ${toolset} ${HOW}`,
      );
    }
  });

  test('prompts ask for no other tool without saying so', async () => {
    const connection = await serving(...chosen);
    if (connection.host.getServerCapabilities()?.prompts === undefined) return;
    for (const { name } of (await connection.host.listPrompts()).prompts) {
      const { messages } = await connection.host.getPrompt({ name });
      const text = JSON.stringify(messages);
      const [, leftOut = ''] =
        /Steps left out because their tools are switched off here: ([^.]*)\./.exec(text) ?? [];
      expect(text).toContain('1. Call ');
      expect(named(text, others)).toEqual(named(leftOut, others));
    }
  });
});

test('all tools are listed without the setting, and nothing is said of sets', async () => {
  const connection = await connectToSandbox();
  onTestFinished(connection.close);
  expect(await namesOf(connection)).toHaveLength(tools.length);
  expect(await everythingListed(connection)).not.toMatch(/switched off|TIKTOK_CREATOR_TOOLSETS/);
});

test('summaries and analysis take at most 3,000 tokens', async () => {
  const { host } = await serving('summaries', 'analysis');
  const shown = (await host.listTools()).tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema,
  }));
  expect(countTokens(JSON.stringify(shown))).toBeLessThanOrEqual(3000);
});

test('a note that leads to a tool which is switched off says so, in the result and its text', async () => {
  const connection = await serving('summaries');
  const note = `Switched off here: get_video_list_analytics. To switch it on, add endpoints ${HOW}`;
  const { structured, text } = await connection.call('summarize_month', { month: '2026-10' });
  expect(JSON.stringify(structured?.['notes'])).toContain(note);
  expect(text).toContain(`- ${note}`);
  expect(await connection.read('tiktok-creator://us/months/2026-10')).toContain(`- ${note}`);
});

test('a note that leads to a tool which is served says no more', async () => {
  const { text } = await (await serving('analysis')).call('compare_videos', { account: 'sg' });
  expect(text).toContain('review_videos');
  expect(text).not.toContain('Switched off');
});

test('prompts lead to the steps that are left', async () => {
  const { host } = await serving('summaries');
  const { prompts } = await host.listPrompts();
  expect(prompts.map(({ name }) => name)).toEqual(['weekly_review', 'monthly_report', 'appeal_desk']);
  const { messages } = await host.getPrompt({ name: 'appeal_desk' });
  expect(JSON.stringify(messages)).toContain(
    `Steps left out because their tools are switched off here: get_account_violation_list. To switch it on, add endpoints ${HOW} Say what is missing because of that.`,
  );
});

test('sentences are left out whole', () => {
  const words = 'A list. For totals use summarize_month. Rows of 10. The get_ tools have more.';
  expect(servedSentences(words, new Set(toolsetNames))).toBe(words);
  expect(servedSentences(words, new Set(['analysis']))).toBe('A list. Rows of 10.');
});
