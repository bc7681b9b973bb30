/** Writes the generated documents; with `--check` it only says which are out of date. */
import { readFile, writeFile } from 'node:fs/promises';
import { accountsSchema } from './docs/accounts-schema.ts';
import { cookbook } from './docs/cookbook.ts';
import type { Document } from './docs/document.ts';
import { installBlocks } from './docs/install.ts';
import { registryEntry } from './docs/registry.ts';
import { settingTables } from './docs/settings.ts';
import { toolDocuments } from './docs/tools.ts';
import { troubleshooting } from './docs/troubleshooting.ts';

const documents: readonly Document[] = [
  ...toolDocuments,
  ...installBlocks,
  ...settingTables,
  accountsSchema,
  registryEntry,
  cookbook,
  troubleshooting,
];

/** Every file as it is and as it should be; parts of one file are written one after the other. */
const files = new Map<string, { readonly current: string; readonly wanted: string }>();
for (const { file, text } of documents) {
  const known = files.get(file);
  const current = known?.current ?? (await readFile(file, 'utf8').catch(() => ''));
  files.set(file, { current, wanted: await text(known?.wanted ?? current) });
}

const check = process.argv.includes('--check');
for (const [file, { current, wanted }] of files) {
  if (current === wanted) continue;
  if (check) {
    console.error(`${file} is out of date: run "npm run docs".`);
    process.exitCode = 1;
  } else {
    await writeFile(file, wanted);
    process.stdout.write(`${file} written\n`);
  }
}
