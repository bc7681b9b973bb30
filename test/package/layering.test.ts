import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** How much of a file an import needs: its types, its code when it is asked for, or its code from the start. */
type Strength = 'types' | 'lazy' | 'static';

interface Import {
  readonly from: string;
  readonly target: string;
  readonly strength: Strength;
}

interface Source {
  readonly path: string;
  readonly code: string;
}

const sourcesIn = (folder: string): Source[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => ({ path, code: readFileSync(join(ROOT, folder, path), 'utf8') }));

const sources = sourcesIn('src');

/** The code without its comments. */
const withoutComments = (code: string): string =>
  code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

const strengthOf = (clause: string): Strength => {
  const names = /\{([\s\S]*)\}/.exec(clause)?.[1];
  const areTypes = names
    ?.split(',')
    .map((name) => name.trim())
    .every((name) => name === '' || name.startsWith('type '));
  return /^\s*type\b/.test(clause) || areTypes === true ? 'types' : 'static';
};

/** Files by their path in the folder of the importing file, packages by their specifier. */
function importsOf({ path, code }: Source): Import[] {
  const found = [
    ...[...code.matchAll(/^\s*(?:import|export)\b([^'";]*?)\bfrom\s+['"]([^'"]+)['"]/gm)].map(
      ([, clause = '', name = '']) => ({ name, strength: strengthOf(clause) }),
    ),
    ...[...code.matchAll(/^\s*import\s+['"]([^'"]+)['"]/gm)].map(([, name = '']) => ({
      name,
      strength: 'static' as const,
    })),
    ...[...withoutComments(code).matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g)].map(
      ([, name = '']) => ({ name, strength: 'lazy' as const }),
    ),
  ];
  return found.map(({ name, strength }) => ({
    from: path,
    target: name.startsWith('.') ? posix.join(dirname(path), name) : name,
    strength,
  }));
}

const imports = sources.flatMap(importsOf);
const isOurs = (target: string): boolean => sources.some(({ path }) => path === target);

/** A room is a folder of src or a file directly in it. */
const roomOf = (path: string): string => path.replace(/\.ts$/, '').split('/')[0] ?? '';

/** The rows below a heading of ARCHITECTURE.md, each as its cells. */
function tableBelow(heading: string): string[][] {
  const architecture = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const section = architecture.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const namesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** What each room may import and how strongly, from the table: "`tikhub` (lazy)", "`tikhub` (types)", "`tikhub`". */
const allowedByRoom = new Map(
  tableBelow('Rooms').map(([room = '', , allowed = '']) => [
    roomOf((namesIn(room)[0] ?? '').replace(/\/$/, '')),
    new Map(
      [...allowed.matchAll(/`([^`]+)`(?: \((types|lazy)\))?/g)].map(([, name = '', strength = 'static']) => [
        name,
        strength,
      ]),
    ),
  ]),
);

/** The rooms or files that may import a package, from the table. */
const importersByPackage = new Map(
  tableBelow('Packages').flatMap(([packages = '', importers = '']) =>
    namesIn(packages).map((name) => [name, namesIn(importers)]),
  ),
);

const packageOf = (target: string): string =>
  target.startsWith('node:')
    ? target
    : target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');

describe('the rooms of src', () => {
  test('are those of the table in ARCHITECTURE.md', () => {
    expect([...allowedByRoom.keys()].sort()).toEqual(
      [...new Set(sources.map(({ path }) => roomOf(path)))].sort(),
    );
    // A reader of import lines that finds none would agree with every table.
    expect(imports.filter(({ target }) => isOurs(target)).length).toBeGreaterThan(150);
    for (const source of sources) {
      const lines = source.code.match(/^\s*(?:import|export|\}) [^;]*?\bfrom ['"]/gm)?.length ?? 0;
      expect(importsOf(source).length, source.path).toBeGreaterThanOrEqual(lines);
    }
  });

  const isAllowed = ({ target, strength }: Import, allowed: ReadonlyMap<string, string>): boolean => {
    const most = allowed.has(target) ? 'static' : allowed.get(roomOf(target));
    if (most === 'types') return strength === 'types';
    if (most === 'lazy') return strength !== 'static';
    return most !== undefined;
  };

  test.each([...allowedByRoom])('%s imports only what the table says', (room, allowed) => {
    const others = imports.filter(
      ({ from, target }) => roomOf(from) === room && isOurs(target) && roomOf(target) !== room,
    );
    const strays = others.filter((one) => !isAllowed(one, allowed));
    expect(strays.map(({ from, target, strength }) => `${from} imports ${target} (${strength})`)).toEqual([]);
    // What the table allows and nobody needs would only mislead.
    const needed = new Set(others.flatMap(({ target }) => [target, roomOf(target)]));
    expect([...allowed.keys()].filter((name) => !needed.has(name))).toEqual([]);
  });

  test('are left only for the package manifest', () => {
    const outside = imports.filter(({ target }) => target.startsWith('..'));
    expect(outside.map(({ from, target }) => `${from} ${target}`)).toEqual(['version.ts ../package.json']);
  });

  test('have no circular imports between their files', () => {
    const targetsOf = new Map(
      sources.map(({ path }) => [
        path,
        imports
          .filter(({ from, target, strength }) => from === path && strength !== 'lazy' && isOurs(target))
          .map(({ target }) => target),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      if (done.has(path) || trail.includes(path)) return;
      for (const target of targetsOf.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const { path } of sources) visit(path, []);
    expect(circles).toEqual([]);
  });
});

describe('tests', () => {
  test.each(['src', 'scripts', 'bench'])('are not imported by %s, but for test/support', (folder) => {
    const targets = sourcesIn(folder)
      .flatMap(importsOf)
      .map(({ from, target }) => ({ from, target: posix.join(folder, target) }))
      .filter(({ target }) => target.startsWith('test/'));
    expect(targets.filter(({ target }) => !target.startsWith('test/support/'))).toEqual([]);
  });
});

describe('packages', () => {
  test.each([...importersByPackage])('%s is imported in %j only', (name, allowed) => {
    const importers = imports.filter(({ target }) => packageOf(target) === name).map(({ from }) => from);
    expect(importers).not.toEqual([]);
    const strays = importers.filter((path) => !allowed.includes(path) && !allowed.includes(roomOf(path)));
    expect(strays).toEqual([]);
  });

  test('that do input or output are in the table', () => {
    const ioModules = /^node:(fs|net|tls|https?|http2|dns|dgram|child_process|worker_threads|readline|os)\b/;
    expect(builtinModules.filter((name) => ioModules.test(`node:${name}`)).length).toBeGreaterThan(10);
    const used = imports.map(({ target }) => packageOf(target)).filter((name) => ioModules.test(name));
    expect([...new Set(used)].filter((name) => !importersByPackage.has(name))).toEqual([]);
  });
});

/** The files and packages that are loaded together with a file, whatever a dynamic import brings later. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { from, target, strength } of imports) {
    if (from === path && strength === 'static') loadedWith(target, seen);
  }
  return seen;
}

describe('the start', () => {
  const atStart = [...loadedWith('app.ts')];

  test('loads no room that only requests need', () => {
    expect(atStart).toEqual(expect.arrayContaining(['server.ts', 'resources/index.ts']));
    const forRequests = ['tools', 'reports', 'render', 'tikhub', 'shared-state', 'sandbox', 'cli'];
    const loaded = atStart.filter((file) => file.endsWith('.ts') && forRequests.includes(roomOf(file)));
    // Replaced by JSON in the build; even here it imports the tools only when it is called.
    expect(loaded).toEqual(['tools/definitions.ts']);
  });

  test('loads no package that only requests need', () => {
    const forRequests = ['undici', 'big.js', 'p-queue', 'lru-cache', 'cacache'];
    expect(atStart.filter((name) => forRequests.includes(packageOf(name)))).toEqual([]);
    const later = imports.map(({ target }) => packageOf(target));
    expect(forRequests.filter((name) => !later.includes(name))).toEqual([]);
  });
});

describe('pure code', () => {
  const isPure = (path: string): boolean =>
    ['metrics', 'render', 'json', 'untrusted-text'].includes(roomOf(path)) ||
    /^reports\/[^/]+\/(compute|text|schema)\.ts$/.test(path);
  const pure = sources.filter(({ path }) => isPure(path));
  const IMPURE =
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b|\bMath\.random\b|\bconsole\b|\bprocess\b|\bfetch\(|\bsetTimeout\b|\bawait\b/;

  test('is found', () => {
    expect(pure.length).toBeGreaterThan(20);
  });

  test.each(pure)('$path reads no clock, draws no random number and does no I/O', ({ path, code }) => {
    expect(IMPURE.exec(withoutComments(code))?.[0]).toBeUndefined();
    expect(imports.filter(({ from, target }) => from === path && target.startsWith('node:'))).toEqual([]);
  });
});

describe('the process', () => {
  test('is read by the entry and the composition root only', () => {
    const readers = sources.filter(({ code }) => /\bprocess\.\w/.test(withoutComments(code)));
    expect(readers.map(({ path }) => path).sort()).toEqual(['app.ts', 'main.ts']);
  });

  test('has one way to stdout', () => {
    const writers = sources.filter(({ code }) =>
      /\bconsole\.(log|info|debug)\b|\bstdout\b/.test(withoutComments(code)),
    );
    expect(writers.map(({ path }) => path).sort()).toEqual(['app.ts', 'transports/stdout-guard.ts']);
  });
});
