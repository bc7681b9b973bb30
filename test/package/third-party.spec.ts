import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildProject, makeFolder, ROOT, runScript } from '../support/project.ts';

const TIMEOUT = 120_000;

const NAMED = /[@\w./-]+ [\w.+-]+ \([^)]+\)/g;
/** `name version` of each package that is named, sorted. */
const namedIn = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('## '))
    .flatMap((line) => line.match(NAMED) ?? [])
    .map((entry) => entry.replace(/ \([^)]+\)$/, ''))
    .sort();

/** The patterns of the modules that the build replaces: it runs them, and bundles what comes out. */
async function replacedModules(): Promise<RegExp[]> {
  const scripts = (await readdir(join(ROOT, 'scripts'))).filter((file) => file.endsWith('.mjs'));
  const code = await Promise.all(scripts.map((file) => readFile(join(ROOT, 'scripts', file), 'utf8')));
  return [...code.join('\n').matchAll(/onLoad\(\{ filter: \/(.*?\bsrc\b.*?)\/ \}/g)].map(
    ([, pattern = '']) => new RegExp(pattern),
  );
}

/** Every package that the sources import by name, but for the modules that the build replaces. */
async function importedBySources(): Promise<string[]> {
  const found = new Set<string>();
  const replaced = await replacedModules();
  expect(replaced.length).toBeGreaterThan(0);
  for (const file of await readdir(join(ROOT, 'src'), { recursive: true })) {
    if (!file.endsWith('.ts') || replaced.some((pattern) => pattern.test(join(ROOT, 'src', file)))) continue;
    const text = await readFile(join(ROOT, 'src', file), 'utf8');
    const imports = text.matchAll(
      /^(?!import type)(?:.*from |import |.*import\()'((?:@[^/']+\/)?[^./'][^/']*)/gm,
    );
    for (const [, name = ''] of imports) if (!name.startsWith('node:')) found.add(name);
  }
  return [...found];
}

/** A project of one file that imports one package, which is described by its files. */
async function projectWith(files: Readonly<Record<string, string>>) {
  const { folder, remove } = await makeFolder();
  onTestFinished(remove);
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'src/main.ts'), "import 'sample';");
  await mkdir(join(folder, 'node_modules/sample'), { recursive: true });
  for (const [name, text] of Object.entries({ 'index.js': 'console.error("sample");', ...files })) {
    await writeFile(join(folder, 'node_modules/sample', name), text);
  }
  return folder;
}

/** The package that the imported one depends on. */
async function addOther(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules/other'));
  await writeFile(join(folder, 'node_modules/other/index.js'), 'console.error("other");');
  await writeFile(
    join(folder, 'node_modules/other/package.json'),
    '{"name":"other","version":"4.5.6","license":"Invented-1.0"}',
  );
}

describe('dist/THIRD-PARTY.md', () => {
  test('names each package that the sources import, and none that is not bundled', {
    timeout: TIMEOUT,
  }, async () => {
    const project = await buildProject();
    onTestFinished(project.remove);
    const text = await readFile(join(project.folder, 'dist/THIRD-PARTY.md'), 'utf8');
    const named = namedIn(text);

    const names = named.map((entry) => entry.replace(/ .*/, ''));
    const imported = await importedBySources();
    expect(imported).toEqual(expect.arrayContaining(['undici', 'zod', '@modelcontextprotocol/sdk']));
    expect(names).toEqual(expect.arrayContaining(imported));

    // Source maps name them too, independently of the list that the build reads.
    const { outputFiles } = await build({
      entryPoints: [join(ROOT, 'src/main.ts')],
      absWorkingDir: ROOT,
      outdir: join(project.folder, 'mapped'),
      bundle: true,
      splitting: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: 'external',
      sourcesContent: false,
      write: false,
    });
    const mapped = new Set<string>();
    for (const { path, text: map } of outputFiles) {
      if (!path.endsWith('.map')) continue;
      for (const [, name = ''] of map.matchAll(
        /node_modules\/((?:@[^/"]+\/)?[^/"]+)\/(?!node_modules)[^"]*"/g,
      )) {
        mapped.add(name);
      }
    }
    expect([...mapped]).toEqual(expect.arrayContaining(names));
  });

  test('has the whole text of a licence, once, also for what a package brings along', {
    timeout: TIMEOUT,
  }, async () => {
    const licence = 'Invented Licence\r\n\r\nDo ``` as you like.\r\n';
    const folder = await projectWith({
      'package.json': '{"name":"sample","version":"1.2.3","license":"Invented-1.0"}',
      'LICENSE.txt': licence,
      NOTICE: 'Made by nobody.',
      'index.js': "import 'other'; console.error(1);",
    });
    await addOther(folder);
    for (const file of ['LICENSE.txt', 'NOTICE']) {
      await cp(join(folder, 'node_modules/sample', file), join(folder, 'node_modules/other', file));
    }
    await runScript(folder, 'build.mjs');
    const text = await readFile(join(folder, 'dist/THIRD-PARTY.md'), 'utf8');
    expect(text.slice(text.indexOf('## '))).toBe(`## other 4.5.6 (Invented-1.0), sample 1.2.3 (Invented-1.0)

\`\`\`\`text
Invented Licence

Do \`\`\` as you like.

Made by nobody.
\`\`\`\`
`);
  });

  test('leaves out a package that left nothing in the bundle', { timeout: TIMEOUT }, async () => {
    const folder = await projectWith({
      'package.json': '{"name":"sample","version":"1.2.3","license":"MIT"}',
      'index.js': "export * from 'other';",
    });
    await addOther(folder);
    await runScript(folder, 'build.mjs');
    expect(namedIn(await readFile(join(folder, 'dist/THIRD-PARTY.md'), 'utf8'))).toEqual(['other 4.5.6']);
  });

  test('takes the licence field where there is no text', { timeout: TIMEOUT }, async () => {
    const folder = await projectWith({
      'package.json': '{"name":"sample","version":"1.2.3","license":"MIT"}',
    });
    await runScript(folder, 'build.mjs');
    expect(await readFile(join(folder, 'dist/THIRD-PARTY.md'), 'utf8')).toContain(
      '## sample 1.2.3 (MIT)\n\n```text\nLicence: MIT. The package has no file with its text.\n```',
    );
  });

  test('is not written for a package without any licence: the build fails', {
    timeout: TIMEOUT,
  }, async () => {
    const folder = await projectWith({ 'package.json': '{"name":"sample","version":"1.2.3"}' });
    await expect(runScript(folder, 'build.mjs')).rejects.toThrow(
      'sample 1.2.3 is bundled, but has neither a licence text nor a licence field: it must not be distributed.',
    );
  });
});
