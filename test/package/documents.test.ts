import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anchorOf } from '../../scripts/docs/markdown.ts';
import { questions } from '../../scripts/docs/questions/index.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { tools } from '../../src/tools/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every Markdown file of the project: those at its root, and those of its folders of documents. */
const documents = ['', 'docs/', 'docs/tools/', '.github/']
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}${name}`))
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, whole: read(path) }));

/** What a reader sees as text: nothing in a fence is a link or a heading. */
const outsideFences = (markdown: string): string =>
  markdown.replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2 *$/gm, '');
/** Nor is what stands in code within a line a link. */
const prose = (markdown: string): string => outsideFences(markdown).replace(/`[^`\n]*`/g, '');

/** Anchors of a document's headings; the second of one name has a number. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of outsideFences(markdown).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = anchorOf(heading.replace(/`/g, ''));
    let anchor = plain;
    for (let at = 1; anchors.has(anchor); at += 1) anchor = `${plain}-${at}`;
    anchors.add(anchor);
  }
  return anchors;
}

const linksOf = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/\]\(([^)\s]+)\)/g), ...prose(markdown).matchAll(/^\[[^\]]+\]: +(\S+)/gm)].map(
    ([, target = '']) => target,
  );

const relative = documents.flatMap(({ path, whole }) =>
  linksOf(whole)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ path, target })),
);

describe('links between documents', () => {
  test('are found', () => {
    expect(relative.length).toBeGreaterThan(60);
    expect(new Set(relative.map(({ path }) => path)).size).toBeGreaterThan(5);
  });

  test.each(relative)('$path leads to $target', ({ path, target }) => {
    const [file = '', anchor] = target.split('#');
    const to = file === '' ? path : posix.join(dirname(path), file);
    expect(existsSync(join(ROOT, to)), `${to} is there`).toBe(true);
    if (anchor !== undefined) expect([...anchorsOf(read(to))]).toContain(anchor);
  });
});

/** Scripts of the package, by the name that `npm run` takes. */
const { scripts } = z.object({ scripts: z.record(z.string()) }).parse(JSON.parse(read('package.json')));

describe('what documents name', () => {
  test.each(documents)('$path: every npm script is there', ({ whole }) => {
    const named = [...whole.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('every script that the project is worked with is in a document', () => {
    const all = documents.map(({ whole }) => whole).join('\n');
    const hooks = new Set(['prepare', 'test']);
    const unnamed = Object.keys(scripts).filter(
      (name) => !hooks.has(name) && !all.includes(`npm run ${name}`),
    );
    expect(unnamed).toEqual([]);
  });

  // The changelog tells of files as they were; what is generated or written elsewhere is not in the repository.
  test.each(documents.filter(({ path }) => path !== 'CHANGELOG.md'))(
    '$path: every file named by its path is there',
    ({ path, whole }) => {
      const named = [
        ...outsideFences(whole).matchAll(
          /`((?:src|test|scripts|docs|bench|schema|\.ci|\.github)\/[\w./-]+)`/g,
        ),
      ];
      const gone = named.map(([, file = '']) => file).filter((file) => !existsSync(join(ROOT, file)));
      expect(gone, path).toEqual([]);
    },
  );
});

describe('the README', () => {
  const readme = read('README.md');

  test('names every tool once in its table or beside it', () => {
    for (const { name } of tools) expect(readme).toContain(`\`${name}\``);
  });
});

describe('settings', () => {
  /** Environment variables, which nothing else is written like. */
  const VARIABLE = /\b(?:TIKTOK|TIKHUB|HTTPS?_PROXY|NO_PROXY)(?:_[A-Z]+)*\b/g;
  const namesIn = (text: string): Set<string> =>
    new Set([...text.matchAll(VARIABLE)].map(([name]) => name).filter((name) => name.includes('_')));
  const documented = read('docs/configuration.md');
  const wanted = new Set<string>(Object.values(SETTINGS).map(({ env }) => env));

  test('that the configuration reads are documented', () => {
    expect(wanted.size).toBeGreaterThanOrEqual(14);
    expect([...wanted].filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });

  test('that a document names are read', () => {
    const named = documents.flatMap(({ path, whole }) =>
      [...namesIn(whole)].filter((name) => !wanted.has(name)).map((name) => `${path}: ${name}`),
    );
    expect(named).toEqual([]);
  });
});

describe('facts about the vendor', () => {
  const facts = read('docs/upstream-api.md');
  const numbers = new Set([
    ...[...facts.matchAll(/\*\*(\d+(?:\.\d+)+)[ *]/g)].map(([, number = '']) => number),
    ...[...facts.matchAll(/^\| (\d+\.\d+) \|/gm)].map(([, number = '']) => number),
    ...[...facts.matchAll(/^## (\d+) /gm)].map(([, number = '']) => number),
  ]);
  const cited = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) =>
      [...read(`src/${path}`).matchAll(/upstream-api\.md ((?:\d+(?:\.\d+)*(?:, | and )?)+)/g)].flatMap(
        ([, list = '']) => list.split(/, | and /).map((number) => ({ path, number })),
      ),
    )
    .filter(({ number }) => number !== '');

  test('have numbers that comments can cite', () => {
    expect(numbers.size).toBeGreaterThan(90);
    expect(cited.length).toBeGreaterThan(40);
    expect(cited.filter(({ number }) => !numbers.has(number))).toEqual([]);
  });

  test('have each number once', () => {
    const all = [...facts.matchAll(/^- \*\*(\d+(?:\.\d+)+) /gm)].map(([, number = '']) => number);
    expect(all.filter((number, index) => all.indexOf(number) !== index)).toEqual([]);
  });
});

describe('the picture', () => {
  const picture = read('docs/exchange.svg');

  test('is small and brings nothing in', () => {
    expect(Buffer.byteLength(picture)).toBeLessThan(30_000);
    expect(picture).not.toMatch(/<script|<image|<foreignObject|@import|@font-face|url\(|\bhref=|\bon\w+=/i);
  });

  test('is for light and dark pages', () => {
    expect(picture).toContain('prefers-color-scheme:dark');
  });
});

describe('the cookbook', () => {
  test('has as many questions as the README says, and asks every tool', () => {
    expect(read('README.md')).toContain(`shows ${questions.length} questions`);
    const asked = new Set(questions.flatMap(({ steps }) => steps.map(({ tool }) => tool)));
    expect(tools.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
  });

  test('shows one failure, the dead session, and else answers', () => {
    const blocks = [...read('docs/cookbook.md').matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(
      ([, text = '']) => text,
    );
    expect(blocks).toHaveLength(questions.flatMap(({ steps }) => steps).length);
    const failed = blocks.filter((text) => !text.includes('sandbox, invented data'));
    expect(failed.map((text) => text.slice(0, 34))).toEqual(['The session of account "expired" i']);
  });

  test('keeps orders by other people within its blocks', () => {
    const cookbook = read('docs/cookbook.md');
    expect(cookbook).toContain('Ignore previous instructions');
    expect(prose(cookbook)).not.toContain('Ignore previous instructions');
  });
});
