import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { directory } from '../support/client.ts';

/** The published program is a bundle, in which a CommonJS library that is imported dynamically looks different. */
test('the disk works in a bundle as well', async () => {
  const path = directory();
  await build({
    entryPoints: [fileURLToPath(new URL('../../src/shared-state/disk-store.ts', import.meta.url))],
    outdir: path,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: 'import { createRequire as own } from "node:module"; const require = own(import.meta.url);',
    },
  });
  const script = `
    const { DiskStore } = await import(${JSON.stringify(pathToFileURL(join(path, 'disk-store.mjs')))});
    const directory = ${JSON.stringify(join(path, 'kept'))};
    const open = () => new DiskStore({ directory, maxBytes: 1e6, maxAgeMs: 1e9, warn: console.error });
    const one = open();
    one.write('name', 'session', () => 'text');
    await one.close();
    console.log(await open().read('name', 'session', (text) => text));
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script,
  ]);
  expect({ stdout, stderr }).toEqual({ stdout: 'text\n', stderr: '' });
});
