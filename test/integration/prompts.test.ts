import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Connection, connectToSandbox } from '../support/connect.ts';

let several: Connection;
let single: Connection;
beforeAll(async () => {
  [several, single] = await Promise.all([connectToSandbox(), connectToSandbox({ accounts: ['sg'] })]);
});
afterAll(() => Promise.all([several.close(), single.close()]));

const NAMES = ['weekly_review', 'monthly_report', 'appeal_desk', 'what_to_promote_next', 'agency_round'];

const text = async (
  { host }: Connection,
  name: string,
  args: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { messages } = await host.getPrompt({ name, arguments: { ...args } });
  const [message] = messages;
  if (message?.role !== 'user' || message.content.type !== 'text') throw new Error('no text');
  return message.content.text;
};

/** The calls that a prompt asks for, read out of its text as a model would. */
const stepsOf = (prompt: string) =>
  [...prompt.matchAll(/^\d+\. Call (\w+) with (\{.*?\})\./gm)].map(([, tool = '', args = '']) => ({
    tool,
    args: z.record(z.unknown()).parse(JSON.parse(args)),
  }));

test('are listed with a title, a description and arguments that may be left out', async () => {
  const { prompts } = await several.host.listPrompts();
  expect(prompts.map(({ name }) => name)).toEqual(NAMES);
  for (const { title, description, arguments: args } of prompts) {
    expect(title).toMatch(/^[A-Z]/);
    expect(description).toMatch(/\.$/);
    expect(args?.filter(({ required }) => required)).toEqual([]);
  }
});

describe.each(NAMES)('%s', { timeout: 30_000 }, (name) => {
  test('leads to results by its own steps', async () => {
    for (const [connection, args] of [
      [several, {}],
      [several, name === 'agency_round' ? { month: '2026-10' } : { account: 'br' }],
      [single, {}],
    ] as const) {
      const prompt = await text(connection, name, args);
      const steps = stepsOf(prompt);
      expect(steps.length).toBeGreaterThan(1);
      const { sent } = connection;
      const before = sent.length;
      for (const { tool, args: given } of steps) {
        const result = await connection.call(tool, given);
        expect(result.isError, `${tool}: ${result.text}`).toBe(false);
      }
      const most = [...prompt.matchAll(/(\d+) upstream calls/g)].map(([, calls]) => Number(calls));
      const accounts = prompt.includes('upstream calls per account') ? 4 : 1;
      expect(sent.length - before).toBeLessThanOrEqual(Math.max(...most) * accounts);
    }
  });

  test('takes an empty text for an argument that was left out', async () => {
    expect(await text(several, name, { account: '', month: '', period: '' })).toBe(await text(several, name));
  });

  test('says what it costs and what not to claim', async () => {
    const prompt = await text(several, name);
    expect(prompt).toContain('upstream calls');
    expect(prompt).toContain('Stay within the data:');
    expect(prompt).toContain('is unknown, not zero');
  });
});

test('a month that is over ends with itself', async () => {
  const steps = stepsOf(await text(several, 'what_to_promote_next', { account: 'us', month: '2026-10' }));
  expect(steps[0]).toEqual({
    tool: 'review_products',
    args: { account: 'us', from: '2026-10-01', to: '2026-10-31' },
  });
});

test('a period in place of a month leads to results, too', async () => {
  const args = { account: 'us', period: 'last_30_days' };
  const steps = stepsOf(await text(several, 'what_to_promote_next', args));
  expect(steps.map(({ args: given }) => given)).toEqual([args, args]);
  for (const { tool, args: given } of steps) expect((await several.call(tool, given)).isError).toBe(false);
});

test.each([
  {
    args: { period: 'last_fortnight' },
    says: 'There is no period with this name. Use one of: last_7_days, ',
  },
  {
    args: { period: 'last_7_days', month: '2026-10' },
    says: 'month and period were both given. Send one of them.',
  },
])('refuses $args', async ({ args, says }) => {
  await expect(text(several, 'what_to_promote_next', args)).rejects.toThrow(says);
});

test.each([
  {
    args: { account: 'nobody' },
    says: 'There is no account with this name. Use one of: us, sg, br, expired.',
  },
  { args: { month: 'October' }, says: 'Use YYYY-MM, for example 2026-02.' },
  { args: { month: '2030-01' }, says: 'The month 2030-01 has not begun yet' },
  { args: { month: '1999-01' }, says: 'TikTok Shop has none from before 2018' },
])('refuses $args', async ({ args, says }) => {
  await expect(text(several, 'monthly_report', args)).rejects.toThrow(says);
});

test('complete the account, the month and the period', async () => {
  const ref = { type: 'ref/prompt' as const, name: 'monthly_report' };
  const accounts = await several.host.complete({ ref, argument: { name: 'account', value: 's' } });
  expect(accounts.completion.values).toEqual(['sg']);
  const months = await several.host.complete({
    ref,
    argument: { name: 'month', value: '2026-1' },
    context: { arguments: { account: 'us' } },
  });
  expect(months.completion.values).toEqual(['2026-11', '2026-10']);
  const periods = await several.host.complete({
    ref: { type: 'ref/prompt', name: 'what_to_promote_next' },
    argument: { name: 'period', value: 'last_3' },
  });
  expect(periods.completion.values).toContain('last_30_days');
});
