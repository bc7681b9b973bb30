import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** Who may import whom. A room is a folder of src or a file directly in it; each may use itself. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  main: ['run', 'version'],
  run: [
    'server',
    'late',
    'config',
    'arguments',
    'stdin',
    'streams',
    'cli',
    'api',
    'accounts',
    'sandbox',
    'version',
  ],
  cli: ['accounts', 'api', 'errors', 'version'],
  server: ['tools', 'resources', 'analytics', 'late', 'version', 'work'],
  late: ['errors'],
  work: ['tools', 'resources', 'render', 'analytics', 'errors'],
  config: ['api', 'accounts', 'arguments'],
  arguments: [],
  resources: ['tools', 'analytics', 'errors'],
  tools: ['analytics', 'api', 'render', 'accounts', 'errors', 'wire'],
  render: ['analytics', 'wire'],
  analytics: ['wire'],
  api: ['accounts', 'errors', 'wire', 'version'],
  accounts: ['errors', 'wire'],
  errors: [],
  wire: [],
  version: [],
  stdin: [],
  streams: [],
  sandbox: [],
};

/** Which files may import a package; those left out may be imported anywhere outside the analytics. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@modelcontextprotocol/sdk': [
    'run.ts',
    'server.ts',
    'tools/define.ts',
    'tools/register.ts',
    'resources/define.ts',
  ],
  undici: ['api/transport.ts'],
};

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll(sep, '/'))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, code: readFileSync(join(SRC, path), 'utf8') }));

const roomOf = (path: string): string => path.replace(/\.ts$/, '').split('/')[0] ?? '';

/** What a file imports, statically or not: files of src by their path, packages by their specifier. */
function importsOf({ path, code }: { readonly path: string; readonly code: string }): string[] {
  const specifiers = [
    ...code.matchAll(/^\s*(?:import|export)\b[^'";]*?\bfrom\s+['"]([^'"]+)['"]/gm),
    ...code.matchAll(/^\s*import\s+['"]([^'"]+)['"]/gm),
    ...code.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g),
  ].map((match) => match[1] ?? '');
  return specifiers.map((name) => (name.startsWith('.') ? posix.join(dirname(path), name) : name));
}

const links = sources.flatMap((file) => importsOf(file).map((target) => ({ from: file.path, target })));
const isOurs = (target: string): boolean => sources.some(({ path }) => path === target);

const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');

describe('the rooms of src', () => {
  test('are all in the table', () => {
    expect([...new Set(sources.map(({ path }) => roomOf(path)))].sort()).toEqual(Object.keys(ROOMS).sort());
    // A reader of import lines that finds none would agree with every table.
    expect(links.filter(({ target }) => isOurs(target)).length).toBeGreaterThan(150);
    for (const { path, code } of sources) {
      const lines = code.match(/\bfrom ['"]/g)?.length ?? 0;
      expect(links.filter(({ from }) => from === path).length, path).toBeGreaterThanOrEqual(lines);
    }
  });

  test.each(Object.entries(ROOMS))('%s imports only %j', (room, allowed) => {
    const strays = links
      .filter(({ from, target }) => roomOf(from) === room && isOurs(target))
      .filter(({ target }) => ![room, ...allowed].includes(roomOf(target)))
      .map(({ from, target }) => `${from} imports ${target}`);
    expect(strays).toEqual([]);
  });

  test('are left only for the package manifest', () => {
    const outside = links.filter(({ target }) => target.startsWith('..'));
    expect(outside).toEqual([{ from: 'version.ts', target: '../package.json' }]);
  });
});

describe('packages', () => {
  test.each(Object.entries(PACKAGES))('%s is imported in %j only', (name, allowed) => {
    const importers = links.filter(({ target }) => packageOf(target) === name).map(({ from }) => from);
    expect(importers).not.toEqual([]);
    expect([...new Set(importers)].filter((path) => !allowed.includes(path))).toEqual([]);
  });

  test('of node itself are imported by these rooms only', () => {
    const importers = links
      .filter(({ target }) => target.startsWith('node:'))
      .map(({ from, target }) => `${roomOf(from)} ${target}`);
    expect([...new Set(importers)].sort()).toMatchInlineSnapshot(`
      [
        "accounts node:fs",
        "accounts node:fs/promises",
        "accounts node:path",
        "api node:crypto",
        "api node:fs",
        "api node:fs/promises",
        "api node:path",
        "api node:timers/promises",
        "api node:util",
        "api node:zlib",
        "arguments node:util",
        "cli node:crypto",
        "cli node:fs/promises",
        "cli node:path",
        "run node:stream/consumers",
        "sandbox node:http",
        "stdin node:stream",
        "streams node:stream",
      ]
    `);
  });
});

/** The code without its comments. */
const bare = (code: string): string => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

/** Files that are loaded with a file, whatever a dynamic import brings later. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const code = sources.find((file) => file.path === path)?.code ?? '';
  const now = code.replace(/^\s*import type\b[^;]*;/gm, '').replace(/\bimport\(/g, '');
  for (const target of importsOf({ path, code: now })) loadedWith(target, seen);
  return seen;
}

describe('the start', () => {
  test('loads nothing that only questions need', () => {
    const atStart = [...loadedWith('run.ts')];
    expect(atStart).toContain('server.ts');
    const forQuestions = ['undici', 'big.js', 'p-queue', 'lru-cache', 'cacache', 'work.ts', 'tools/index.ts'];
    expect(atStart.filter((file) => forQuestions.includes(file))).toEqual([]);
    expect(atStart.filter((file) => ['render', 'sandbox', 'cli'].includes(roomOf(file)))).toEqual([]);
    expect([...loadedWith('work.ts'), ...loadedWith('api/open.ts')]).toEqual(
      expect.arrayContaining(['undici', 'big.js', 'p-queue', 'lru-cache', 'tools/index.ts']),
    );
  });
});

describe('pure rooms', () => {
  const pure = sources.filter(({ path }) => ['analytics', 'render', 'wire'].includes(roomOf(path)));
  const IMPURE =
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b|\bMath\.random\b|\bconsole\b|\bprocess\b|\bfetch\(|\bsetTimeout\b|\bawait\b/;

  test.each(pure)('$path has no clock, no chance and no I/O', ({ code }) => {
    expect(IMPURE.exec(bare(code))?.[0]).toBeUndefined();
  });

  test('process is touched in the entry and what it runs only', () => {
    const touching = sources.filter(({ code }) => /\bprocess\.\w/.test(bare(code))).map(({ path }) => path);
    expect(touching).toEqual(['main.ts', 'run.ts']);
  });

  test('nothing of ours writes to stdout but the process and what it claims the streams with', () => {
    const writing = sources
      .filter(({ code }) => /\bconsole\.(log|info|debug)\b|\bstdout\b/.test(bare(code)))
      .map(({ path }) => path);
    expect(writing).toEqual(['run.ts', 'streams.ts']);
  });
});
