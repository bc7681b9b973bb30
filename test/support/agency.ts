import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Terminal } from '../../src/cli/terminal.ts';
import { changeTokens } from '../../src/cli/tokens.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { privateReader } from '../../src/config/private-file.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from './built-server.ts';
import { callOf, startHttp, startProcess } from './http-process.ts';
import { folder } from './temporary-folder.ts';

export const TIMEOUT = 90_000;

/** The creators of the sandbox under names that stand nowhere else. */
const ACCOUNTS = { 'acme-north': 'us', 'acme-south': 'sg', 'rival-brand': 'br' } as const;
export type AccountName = keyof typeof ACCOUNTS;
export const NAMES = ['acme-north', 'acme-south', 'rival-brand'] as const;

const readFile = privateReader(process.platform !== 'win32');

/** An agency: three accounts of an upstream on loopback, and a file for tokens. */
export async function agency() {
  const program = (await buildServer()).main;
  const sandbox = await startSandbox({ now: () => new Date() });
  onTestFinished(() => sandbox.close());
  const { write, at } = folder();
  const accounts = Object.fromEntries(
    NAMES.map((name) => [
      name,
      { cookie: sandbox.accounts.get(ACCOUNTS[name])?.cookie, label: `${name} label` },
    ]),
  );
  const env = {
    TIKHUB_BASE_URL: sandbox.url,
    TIKHUB_API_KEY: sandbox.apiKey,
    TIKTOK_ACCOUNTS_FILE: write('accounts.json', { accounts }),
    TIKTOK_CREATOR_TOKENS_FILE: at('tokens.json'),
  };
  /** Runs `tokens` here, as starting the program takes far longer, and returns what it wrote. */
  const tokens = async (...args: readonly string[]) => {
    const command = await loadConfig(['tokens', ...args], env, readFile);
    if (command.run !== 'tokens') throw new Error(`it would ${command.run}`);
    const { accounts: configured, tokensFile: path } = command.config;
    const out: string[] = [];
    const log: string[] = [];
    const terminal: Terminal = {
      print: (text) => void out.push(text),
      printError: (text) => void log.push(text),
      hasColours: false,
    };
    const machine = { path, accounts: configured, readFile, terminal, now: () => new Date() };
    const isDone = await changeTokens(command.wanted, machine);
    return { isDone, out: out.join(''), log: log.join('') };
  };
  return {
    env,
    at,
    tokens,
    async create(name: string, list: string, ...flags: readonly string[]): Promise<string> {
      const { isDone, out, log } = await tokens('create', name, '--accounts', list, ...flags);
      expect(isDone, log).toBe(true);
      return out.trim();
    },
    /** Runs `tokens` as a process of its own. */
    async inShell(...args: readonly string[]) {
      const run = startProcess(program, ['tokens', ...args], env);
      const code = await run.end();
      return { code, out: run.out(), log: run.log() };
    },
    /** Starts the server once all tokens are there. */
    start: (more: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
      startHttp(program, args, { ...env, ...more }),
  };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const LIST = { method: 'tools/list' };
export const INFO = callOf('get_creator_account_info');

const auditLine = z
  .object({
    time: z.string().datetime(),
    principal: z.string(),
    asked: z.string().optional(),
    accounts: z.array(z.string()).optional(),
    calls: z.number().optional(),
    outcome: z.string(),
    ms: z.number().optional(),
  })
  .strict();
export const auditIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => auditLine.parse(JSON.parse(line)));
