import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TokensWanted } from '../config/load-config.ts';
import type { ReadFile } from '../config/private-file.ts';
import {
  newToken,
  readTokens,
  type ServerToken,
  TokensFileError,
  tokenHash,
  tokensText,
} from '../config/tokens-file.ts';
import { type Accounts, accountNamed } from '../credentials/account.ts';
import { nearestName } from '../nearest-name.ts';
import { describeWriteError, writePrivateFile } from './private-output.ts';
import { layOut, neutral, type Terminal } from './terminal.ts';

interface TokensMachine {
  readonly path: string | undefined;
  readonly accounts: Accounts;
  readonly readFile: ReadFile;
  readonly terminal: Terminal;
  readonly now: () => Date;
}

const TOKEN_COMMANDS = new Map([
  ['list', listTokens],
  ['create', createToken],
  ['revoke', revokeToken],
]);

/** Runs `tokens`; returns whether it was done. */
export async function changeTokens(
  wanted: TokensWanted,
  { path, ...machine }: TokensMachine,
): Promise<boolean> {
  const { terminal } = machine;
  const [word = 'list'] = wanted.words;
  const subcommand = TOKEN_COMMANDS.get(word);
  try {
    if (subcommand === undefined) {
      const nearest = nearestName(word, [...TOKEN_COMMANDS.keys()]);
      throw new TokensFileError(
        `tokens takes ${[...TOKEN_COMMANDS.keys()].join(', ')}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`,
      );
    }
    if (path === undefined)
      throw new TokensFileError('There is no home directory. Set TIKTOK_CREATOR_TOKENS_FILE.');
    await subcommand(wanted, { ...machine, path });
    return true;
  } catch (error) {
    if (!(error instanceof TokensFileError)) throw error;
    terminal.printError(`${error.message}\n`);
    return false;
  }
}

type TokenMachine = TokensMachine & { readonly path: string };

async function listTokens(
  _wanted: TokensWanted,
  { path, readFile, terminal, now }: TokenMachine,
): Promise<void> {
  const tokens = (await readTokens(path, readFile)) ?? [];
  const rows = tokens.map(({ name, accounts, created, expires, max_calls: maxCalls, read }) => {
    const isOver = expires !== undefined && new Date(expires) <= now();
    const end = expires === undefined ? 'revoked' : `${expires.slice(0, 10)}${isOver ? ' (over)' : ''}`;
    const reads = read ?? 'everything';
    return [name, accounts.join(', '), reads, created.slice(0, 10), end, String(maxCalls ?? '')].map(neutral);
  });
  const head = ['token', 'accounts', 'reads', 'created', 'valid until', 'max calls'].map(neutral);
  terminal.print(rows.length === 0 ? 'There are no tokens.\n' : layOut([head, ...rows], terminal));
}

async function createToken(wanted: TokensWanted, machine: TokenMachine): Promise<void> {
  const { path, readFile, terminal, now } = machine;
  const [, name] = wanted.words;
  if (name === undefined || !/^[\w.@-]{1,64}$/.test(name))
    throw new TokensFileError('The token needs a NAME of letters, digits, ".", "_", "@" and "-".');
  const tokens = (await readTokens(path, readFile)) ?? [];
  if (tokens.some((token) => token.name === name))
    throw new TokensFileError(`There already is a token ${name}. Revoke it first, or use another name.`);
  const read = readOf(wanted);
  const accounts = read === 'metrics' ? [] : accountsMeant(wanted.accounts, machine.accounts);
  const expires = expiryOf(wanted.expires, now());
  const maxCalls = callsOf(wanted.maxCalls);
  const token = newToken();
  const kept = {
    name,
    hash: tokenHash(token),
    accounts,
    created: now().toISOString(),
    ...(expires === undefined ? {} : { expires }),
    ...(maxCalls === undefined ? {} : { max_calls: maxCalls }),
    ...(read === undefined ? {} : { read }),
  };
  await write(path, tokensText([...tokens, kept]));
  terminal.print(`${token}\n`);
  terminal.printError(
    `The token ${name} is for ${subjectOf(read)}${accounts.join(', ')}. The token itself is not stored and will not be shown again. Clients send it as Authorization: Bearer.\n`,
  );
}

/** What a token is for, with the names of its accounts behind it. */
const subjectOf = (read: ServerToken['read']): string =>
  read === undefined ? '' : { exports: 'the exported files of ', metrics: '/metrics and nothing else' }[read];

async function revokeToken(
  { words }: TokensWanted,
  { path, readFile, terminal }: TokenMachine,
): Promise<void> {
  const [, name] = words;
  const tokens = (await readTokens(path, readFile)) ?? [];
  const left = tokens.filter((token) => token.name !== name);
  if (left.length === tokens.length)
    throw new TokensFileError('There is no token of that name. See tokens list.');
  await write(path, tokensText(left));
  terminal.print(`${name} is revoked. A running server refuses it within two seconds.\n`);
}

/** The configured accounts that are meant; if none is configured, the names as written. */
function accountsMeant(written: readonly string[], accounts: Accounts): string[] {
  const given = written.filter((name) => name !== '');
  if (given.length === 0)
    throw new TokensFileError('--accounts must name the accounts that the token is for.');
  if (accounts.byName.size === 0) return [...new Set(given)];
  const found = given.map((name) => accountNamed(accounts, name));
  const names = found.filter((name) => name !== undefined);
  if (names.length < found.length)
    throw new TokensFileError(
      `--accounts names an account that is not configured. The configured accounts are: ${[...accounts.byName.keys()].join(', ')}.`,
    );
  return [...new Set(names)];
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

/** When a token with a lifetime such as 90d ends. */
function expiryOf(written: string | undefined, now: Date): string | undefined {
  if (written === undefined) return undefined;
  const [, count, unit = ''] = /^(\d{1,4})([hd])$/.exec(written) ?? [];
  if (count === undefined || Number(count) === 0)
    throw new TokensFileError('--expires takes hours or days, such as 12h or 90d.');
  return new Date(now.getTime() + Number(count) * (UNIT_MS[unit] ?? 0)).toISOString();
}

function readOf({ read, maxCalls, accounts }: TokensWanted): ServerToken['read'] {
  if (read === undefined) return undefined;
  if (read !== 'exports' && read !== 'metrics')
    throw new TokensFileError(
      '--read takes exports (the token can only read exported files) or metrics (it can only read /metrics).',
    );
  if (maxCalls !== undefined)
    throw new TokensFileError(
      `--max-calls has no effect with --read ${read}: such a token makes no upstream calls.`,
    );
  if (read === 'metrics' && accounts.length > 0)
    throw new TokensFileError('--accounts has no effect with --read metrics, which cover all accounts.');
  return read;
}

function callsOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const calls = Number(written);
  if (Number.isSafeInteger(calls) && calls >= 1) return calls;
  throw new TokensFileError('--max-calls takes a whole number from 1.');
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writePrivateFile(path, text, true);
  } catch (error) {
    throw new TokensFileError(describeWriteError(error, path));
  }
}
