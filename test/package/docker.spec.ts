import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/project.ts';
import { startHost } from '../support/stdio-host.ts';

const run = promisify(execFile);
const TIMEOUT = 60_000;

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of each stage, lines that end in a backslash put together. */
function stagesOf(dockerfile: string): Instruction[][] {
  const lines = dockerfile
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, rest });
  }
  return stages;
}

const dockerfile = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
const ignore = await readFile(join(ROOT, '.dockerignore'), 'utf8');
const compose = await readFile(join(ROOT, 'compose.yaml'), 'utf8');
const [build = [], image = []] = stagesOf(dockerfile);

/** What reaches the build: everything is ignored except the names after `!`. */
const context = ignore
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

let home = '';
/** The folder that stands for `/` of a stage. */
const root = (stage: string): string => join(home, stage);

async function copy(rest: string, stage: string, workdir: string): Promise<void> {
  const from = /^--from=(\S+) /.exec(rest)?.[1];
  const names = rest.replace(/^--from=\S+ /, '').split(' ');
  const target = join(root(stage), workdir, names.pop() ?? '');
  const base = from === undefined ? join(home, 'context') : root(from);
  for (const name of names) {
    const source = join(base, name);
    const isWhole = name === '.' || (names.length === 1 && !name.includes('.'));
    await cp(source, isWhole ? target : join(target, name.split('/').at(-1) ?? ''), { recursive: true });
  }
}

/** Carries out a stage without an engine: folders for file systems, installed packages for the registry. */
async function carryOut(instructions: readonly Instruction[], stage: string): Promise<void> {
  let workdir = '/';
  for (const { name, rest } of instructions) {
    if (name === 'WORKDIR') {
      workdir = rest;
      await mkdir(join(root(stage), workdir), { recursive: true });
    } else if (name === 'COPY') await copy(rest, stage, workdir);
    else if (name === 'RUN' && rest.startsWith('npm ci')) {
      await symlink(join(ROOT, 'node_modules'), join(root(stage), workdir, 'node_modules'));
    } else if (name === 'RUN') await run('sh', ['-euc', rest], { cwd: join(root(stage), workdir) });
  }
}

const last = (name: string): string => image.findLast((one) => one.name === name)?.rest ?? '';
const words = (json: string): string[] => JSON.parse(json);

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tiktok-creator-mcp-docker-'));
  for (const name of context) await cp(join(ROOT, name), join(home, 'context', name), { recursive: true });
  await carryOut(build, 'build');
  await carryOut(image, 'image');
}, TIMEOUT);

afterAll(() => rm(home, { recursive: true, force: true }));

describe('the Dockerfile', () => {
  test('makes an image of the built program alone', async () => {
    expect((await readdir(join(home, 'image/app'))).sort()).toEqual(['LICENSE', 'dist', 'package.json']);
    expect(await readdir(join(home, 'image/app/dist'))).toContain('main.js');
  });

  test('starts a program that serves the sandbox', { timeout: TIMEOUT }, async () => {
    const [command = '', ...args] = words(last('ENTRYPOINT'));
    const { call } = await startHost({
      command,
      args: [...args, '--sandbox'],
      env: {},
      cwd: join(home, 'image/app'),
    });
    const { structuredContent } = await call('get_creator_account_info');
    expect(structuredContent).toMatchObject({ account: 'us', sandbox: true });
  });

  test('says that it is healthy without a network', async () => {
    const [command = '', ...args] = words(last('HEALTHCHECK').replace(/^.*? CMD /, ''));
    const { stdout } = await run(command, args, { cwd: join(home, 'image/app') });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('runs it without rights, on a supported Node', () => {
    expect(last('USER')).toBe('node');
    for (const stage of [build, image]) expect(stage[0]?.rest).toMatch(/^node:2[24]-alpine/);
  });
});

describe('the build context', () => {
  test('has no secrets and nothing that the build does not need', () => {
    expect(ignore.split('\n')[0]).toBe('*');
    expect(context).not.toContain('.env');
    const copied = build
      .filter(({ name }) => name === 'COPY')
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    for (const name of copied) expect(['.', ...context]).toContain(name);
  });
});

describe('compose.yaml', () => {
  test('keeps the key out of the file and mounts the cookie read-only', () => {
    expect(compose).toMatch(/TIKHUB_API_KEY: \$\{TIKHUB_API_KEY:\?/);
    expect(compose).toMatch(/cookie\.txt:(\S+):ro/);
    expect(compose).toContain(`TIKTOK_COOKIE_FILE: ${/cookie\.txt:(\S+):ro/.exec(compose)?.[1]}`);
    expect(compose).toContain('stdin_open: true');
  });
});
