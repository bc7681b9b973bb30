import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const INTRO = `# Licences of what is bundled

The files of this folder contain code of the packages below. Written by \`npm run build\` from what really is in them.`;

/** Compiled code inside a package whose licence the package does not include. */
const EMBEDDED = [
  {
    carrier: 'undici',
    title: 'llhttp, compiled into undici: MIT',
    text: `This software is licensed under the MIT License.

Copyright Fedor Indutny, 2018.

Permission is hereby granted, free of charge, to any person obtaining a
copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included
in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS
OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE
USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  },
];

/** The folders of the packages that have code in the output, in order. */
function bundledFolders({ outputs }) {
  const folders = new Set();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0];
      // Inputs that are not in the output are listed with zero bytes.
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** The licence of a package, from its files and its manifest. */
async function readLicence(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const text = texts.map((one) => one.replaceAll('\r\n', '\n').trim()).join('\n\n');
  if (text === '' && typeof license !== 'string') {
    throw new Error(
      `${name} ${version} is bundled, but has neither a licence text nor a licence field: it must not be distributed.`,
    );
  }
  return { title: `${name} ${version}`, id: typeof license === 'string' ? license : 'see its text', text };
}

/** A text in a fence that is longer than any fence in it. */
function fenced(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/**
 * Writes the licences of every package that is bundled; equal texts once.
 * @param metafile esbuild's description of its output
 * @param file to write to
 * @throws when a package may not be distributed because it has no licence
 */
export async function writeThirdParty(metafile, file) {
  const packages = await Promise.all(bundledFolders(metafile).map(readLicence));
  const byText = new Map();
  for (const { title, id, text } of packages) {
    // Without a text, the package only names its licence.
    const key = text || `Licence: ${id}. The package has no file with its text.`;
    // A set, because two copies of one version can be installed.
    byText.set(key, (byText.get(key) ?? new Set()).add(`${title} (${id})`));
  }
  const names = packages.map(({ title }) => title.replace(/ [^ ]*$/, ''));
  for (const { carrier, title, text } of EMBEDDED) {
    if (names.includes(carrier)) byText.set(text, new Set([title]));
  }
  const sections = [...byText].map(([text, of]) => `## ${[...of].join(', ')}\n\n${fenced(text)}`);
  await writeFile(file, `${[INTRO, ...sections].join('\n\n')}\n`);
}
