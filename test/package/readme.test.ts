import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../support/project.ts';

const [english = '', chinese = ''] = await Promise.all(
  ['README.md', 'README.zh-CN.md'].map((file) => readFile(join(ROOT, file), 'utf8')),
);

const fences = (markdown: string): string[] =>
  [...markdown.matchAll(/^```\w+\n[\s\S]*?^```$/gm)].map(([block]) => block);
const outsideFences = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```$/gm, '');
const matches = (markdown: string, pattern: RegExp): string[] =>
  [...outsideFences(markdown).matchAll(pattern)].map(([, found = '']) => found);

/** The rows of every table, each as the code in its cells. */
const tables = (markdown: string): string[][][] =>
  [...outsideFences(markdown).matchAll(/(?:^\|.*\n)+/gm)].map(([table]) =>
    table
      .trimEnd()
      .split('\n')
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => [...cell.matchAll(/`[^`]+`/g)].join(' ')),
      ),
  );

describe('the README in English and Chinese', () => {
  test('has the same headings, in level and order', () => {
    const levels = (markdown: string): string[] => matches(markdown, /^(#+) /gm);
    expect(levels(english).length).toBeGreaterThan(12);
    expect(levels(chinese)).toEqual(levels(english));
  });

  test('has the same blocks', () => {
    expect(fences(english).length).toBeGreaterThan(5);
    expect(fences(chinese)).toEqual(fences(english));
  });

  test('has the same tables, with the same code in each cell', () => {
    expect(tables(english).flat().length).toBeGreaterThan(30);
    expect(tables(chinese)).toEqual(tables(english));
  });

  test('has the same links and list items in each section', () => {
    const sections = (markdown: string) =>
      outsideFences(markdown)
        .split(/^## .*$/m)
        .slice(1)
        .map((section) => ({
          links: matches(section, /\]\(([^)]+)\)/g).sort(),
          items: matches(section, /^(?:- |\d+\. |\*\*\d+\.)/gm).length,
        }));
    expect(sections(chinese)).toEqual(sections(english));
  });

  test('is short', () => {
    for (const readme of [english, chinese]) expect(readme.split('\n').length).toBeLessThan(220);
  });
});
