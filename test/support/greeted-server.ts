import { type ChildProcess, spawn } from 'node:child_process';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { buildServer } from './built-server.ts';
import { API_KEY, COOKIE, leaksOf, PROXY } from './faults/secrets.ts';
import { type Act, startFaultUpstream } from './faults/upstream.ts';

export const TIMEOUT = 20_000;
export const TOOL = 'get_creator_account_info';

export const SECRET_ENV = { TIKHUB_API_KEY: API_KEY, TIKTOK_COOKIE: COOKIE, TIKTOK_PROXY: PROXY };
export const INITIALIZE = {
  id: 'hello',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '1' } },
};

export const answered = z.object({ id: z.union([z.string(), z.number()]) }).passthrough();
type Answer = z.infer<typeof answered>;

/** A response that is perhaps an error. */
export const refusal = z.object({
  id: answered.shape.id.optional(),
  error: z.object({ code: z.number() }).optional(),
});

/** Another creator each time: equal questions share one call. */
export const creator = (at: number) => ({
  cookie: `sessionid=session-of-creator-${at}; msToken=token-of-creator-${at}; ttwid=ttwid-of-creator-${at}`,
});

/** The built server as a bare process, greeted. */
export async function start(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  program?: string,
) {
  const child = spawn(process.execPath, [program ?? (await buildServer()).main, ...args], {
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += String(chunk);
  });
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
  const exit = exitOf(child);
  const write = (line: string | Buffer): void => {
    child.stdin.write(Buffer.concat([Buffer.from(line), Buffer.from('\n')]));
  };
  const say = (message: object): void => write(JSON.stringify({ jsonrpc: '2.0', ...message }));
  const lines = (): string[] => output.stdout.split('\n').slice(0, -1);
  const answers = (): Answer[] => lines().flatMap((line) => answered.safeParse(parsed(line)).data ?? []);
  const answerTo = async (id: string | number): Promise<Answer> => {
    await expect
      .poll(() => answers().some((one) => one.id === id), { timeout: 10_000, interval: 10 })
      .toBe(true);
    return answered.parse(answers().find((one) => one.id === id));
  };
  const server = {
    child,
    output,
    exit,
    write,
    say,
    lines,
    answers,
    answerTo,
    call: (id: string | number, name = TOOL, args: object = {}) =>
      say({ id, method: 'tools/call', params: { name, arguments: args } }),
    /** A question that costs nothing: whether anybody is still there. */
    async ping(id: string) {
      say({ id, method: 'ping' });
      expect(await answerTo(id)).toMatchObject({ result: {} });
    },
  };
  say(INITIALIZE);
  await answerTo(INITIALIZE.id);
  say({ method: 'notifications/initialized' });
  return server;
}
export type Running = Awaited<ReturnType<typeof start>>;

export function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export const exitOf = (
  child: ChildProcess,
): Promise<{ code: number | null; signal: NodeJS.Signals | null }> =>
  new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

/** A server in front of an upstream that does as it is told. */
export async function startBefore(act: Act, env: Readonly<Record<string, string>> = {}) {
  const upstream = await startFaultUpstream();
  onTestFinished(upstream.close);
  upstream.play(act);
  return { upstream, server: await start({ ...SECRET_ENV, TIKHUB_BASE_URL: upstream.url, ...env }) };
}

/** Nothing but JSON-RPC on stdout, and no secret anywhere. */
export function expectClean({ lines, output }: Running): void {
  for (const line of lines()) {
    expect(JSONRPCMessageSchema.safeParse(parsed(line)).success, line.slice(0, 200)).toBe(true);
  }
  expect(leaksOf(output.stdout)).toEqual([]);
  expect(leaksOf(output.stderr)).toEqual([]);
}

/** Ends a server, and expects a clean exit long before any call of the test would end. */
export async function expectEnd(server: Running, end: (child: Running['child']) => void): Promise<void> {
  const from = performance.now();
  end(server.child);
  const ended = await server.exit;
  expect(performance.now() - from).toBeLessThan(5000);
  expect(ended).toEqual({ code: 0, signal: null });
  // Whoever ends a server has asked for it: that is no error, and nothing to log.
  expect(server.output.stderr).not.toMatch(/error|^\s+at /im);
  expectClean(server);
}

/** A test that needs `/proc`. */
export const onLinux = test.runIf(process.platform === 'linux');
