import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import type { McpServer, PromptCallback } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { type IsoDate, type Month, monthOf, monthRange, recentMonths } from '../metrics/calendar.ts';
import { PERIOD_NAMES, requirePossibleMonth } from '../metrics/periods.ts';
import { howToSwitchOn, type ServedToolsets, switchedOffSetOf, type ToolName } from '../toolsets.ts';
import { failureResponse } from './failure.ts';
import type { ServerContext } from './server-context.ts';

/** A call that a prompt asks for, and what for. */
interface PromptStep {
  readonly tool: ToolName;
  readonly arguments: Readonly<Record<string, string>>;
  /** What to take from the result. */
  readonly take: string;
}

/** What a prompt is written for. */
export interface PromptSubject {
  /** Undefined for the default account. */
  readonly account: string | undefined;
  readonly month: Month;
  /** The last day of the month, or today while the month is open. */
  readonly lastDay: IsoDate;
  /** The name of a period, given in place of the month. */
  readonly period: string | undefined;
  /** Whether several accounts are configured. */
  readonly hasSeveral: boolean;
}

/** A request that a person can choose, with the steps to its answer. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Which of these arguments it takes; all may be left out. */
  readonly arguments: readonly ('account' | 'month' | 'period')[];
  /** What the person wants. */
  task(subject: PromptSubject): string;
  steps(subject: PromptSubject): readonly PromptStep[];
  /** The most upstream calls of all steps, in words. */
  readonly cost: string;
  /** What the answer contains, in this order. */
  readonly answer: readonly string[];
  /** What the figures do not support. */
  readonly limits: readonly string[];
}

interface PromptContext {
  readonly server: ServerContext;
  /** Today where an account is, as far as is known. */
  today(account: string): IsoDate;
}

/**
 * A prompt with completion of its arguments. One whose tools are all switched off is left out.
 * @returns a function that registers it with a server: over HTTP each request has one, and all share the rest
 */
export function promptServing(
  prompt: Prompt,
  { server: context, today }: PromptContext,
): (server: McpServer) => void {
  const names = (): readonly string[] => [...context.accounts.byName.keys()];
  const todayOf = (account = context.accounts.defaultName): IsoDate => today(account);
  const subjectOf = (
    account: string | undefined,
    hasSeveral: boolean,
    month = monthOf(todayOf(account)),
    period?: string,
  ): PromptSubject => {
    const [end, now] = [monthRange(month).to, todayOf(account)];
    return { account, month, lastDay: end < now ? end : now, period, hasSeveral };
  };
  const isServed = [true, false].every((hasSeveral) => {
    return servedSteps(prompt.steps(subjectOf(undefined, hasSeveral)), context.toolsets).length > 0;
  });
  if (!isServed) return () => {};
  const values = {
    account: () => names(),
    month: (account?: string) => recentMonths(monthOf(todayOf(account))),
    period: () => PERIOD_NAMES,
  };
  const descriptions = {
    account: 'Name of a configured account. Default: the first one.',
    month: 'YYYY-MM. Default: the current month.',
    period: 'In place of month, such as last_30_days.',
  };
  const schemas = prompt.arguments.map((name) => [name, optional(descriptions[name], values[name])] as const);
  const { title, description } = prompt;
  const argsSchema = Object.fromEntries(schemas);
  const getPrompt: PromptCallback<typeof argsSchema> = (given, { signal }) => {
    try {
      // Some hosts send "" for what was left out.
      const account = givenText(given['account']);
      const month = givenText(given['month']);
      if (account !== undefined && !names().includes(account)) throw unknownAccount(names());
      if (month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw badMonth();
      if (month !== undefined) requirePossibleMonth(month, todayOf(account));
      const period = givenText(given['period']);
      if (period !== undefined && !isPeriodName(period)) throw badPeriod();
      if (period !== undefined && month !== undefined) throw twoPeriods();
      const subject = subjectOf(account, names().length > 1, month, period);
      const text = promptText(prompt, subject, context.toolsets);
      return {
        description,
        messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
      };
    } catch (error) {
      throw failureResponse(context, error, signal);
    }
  };
  return (server) => {
    server.registerPrompt(prompt.name, { title, description, argsSchema }, getPrompt);
  };
}

const isPeriodName = (name: string): boolean => PERIOD_NAMES.some((known) => known === name);

const givenText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** An argument that may be left out, with its completion: the SDK looks for it inside and outside of `optional`. */
function optional(description: string, values: (account?: string) => readonly string[]) {
  const complete = (start: string | undefined, given?: { arguments?: Record<string, string> }): string[] =>
    values(givenText(given?.arguments?.['account'])).filter((value) => value.startsWith(start ?? ''));
  const inner = completable(z.string().describe(description), complete);
  return completable(inner.optional().describe(description), complete);
}

/** The prompt as the model reads it. */
function promptText(prompt: Prompt, subject: PromptSubject, served: ServedToolsets): string {
  const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
  const all = prompt.steps(subject);
  const steps = servedSteps(all, served).map(
    ({ tool, take, ...step }, index) =>
      `${index + 1}. Call ${tool} with ${JSON.stringify(step.arguments)}. ${take}`,
  );
  return [
    prompt.task(subject),
    `Steps, in this order (${prompt.cost}; a response from the cache is free):\n${steps.join('\n')}`,
    ...stepsLeftOut(all, served),
    `The answer contains:\n${list(prompt.answer)}`,
    `Stay within the data:\n${list([...COMMON_LIMITS, ...prompt.limits])}`,
  ].join('\n\n');
}

const servedSteps = (steps: readonly PromptStep[], served: ServedToolsets): readonly PromptStep[] =>
  steps.filter(({ tool }) => switchedOffSetOf(tool, served) === undefined);

/** The sentence about steps whose tools are switched off. */
function stepsLeftOut(steps: readonly PromptStep[], served: ServedToolsets): readonly string[] {
  const off = steps.flatMap(({ tool }) => {
    const toolset = switchedOffSetOf(tool, served);
    return toolset === undefined ? [] : [{ tool, toolset }];
  });
  if (off.length === 0) return [];
  const names = off.map(({ tool }) => tool).join(', ');
  return [
    `Steps left out because their tools are switched off here: ${names}. ${howToSwitchOn(off.map(({ toolset }) => toolset))} Say what is missing because of that.`,
  ];
}

const COMMON_LIMITS = [
  'Name the days that each figure covers. A figure that is absent is unknown, not zero.',
  'Commission is an estimate. Refunds, payouts and paid commission are not in this data.',
  'Say which part accounts for a change. The data does not show why people bought.',
  'If a step fails, pass on its sentence and go on with the other steps.',
];

const unknownAccount = (names: readonly string[]): ApiError =>
  new ApiError('invalid_request', 'There is no account with this name.', {
    next:
      names.length === 0 ? 'Configure an account first.' : `Use one of: ${names.slice(0, 10).join(', ')}.`,
  });

const badMonth = (): ApiError =>
  new ApiError('invalid_request', 'month is not a calendar month.', {
    next: 'Use YYYY-MM, for example 2026-02.',
  });

const badPeriod = (): ApiError =>
  new ApiError('invalid_request', 'There is no period with this name.', {
    next: `Use one of: ${PERIOD_NAMES.join(', ')}.`,
  });

const twoPeriods = (): ApiError =>
  new ApiError('invalid_request', 'month and period were both given.', {
    next: 'Send one of them.',
  });
