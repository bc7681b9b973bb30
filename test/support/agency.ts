import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from './built-server.ts';
import { callOf, startHttp, startProcess } from './http-process.ts';
import { folder } from './temporary-folder.ts';

export const TIMEOUT = 90_000;

/** The creators of the sandbox under names that stand nowhere else. */
const ACCOUNTS = { 'acme-north': 'us', 'acme-south': 'sg', 'rival-brand': 'br' } as const;
export type AccountName = keyof typeof ACCOUNTS;
export const NAMES = ['acme-north', 'acme-south', 'rival-brand'] as const;

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
  /** Runs `tokens` and returns what it wrote. */
  const tokens = async (...args: readonly string[]) => {
    const run = startProcess(program, ['tokens', ...args], env);
    const code = await run.end();
    return { code, out: run.out(), log: run.log() };
  };
  return {
    env,
    at,
    tokens,
    async create(name: string, list: string, ...flags: readonly string[]): Promise<string> {
      const { code, out, log } = await tokens('create', name, '--accounts', list, ...flags);
      expect(code, log).toBe(0);
      return out.trim();
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
