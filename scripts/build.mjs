import { chmod, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { tsImport } from 'tsx/esm/api';
import { writeThirdParty } from './third-party.mjs';
import { viewPages } from './views.mjs';

// ajv and undici are CommonJS and call require() at run time.
const banner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** The SDK's validator for elicited forms: this server elicits none, and loading it is an eighth of the start. */
const withoutForms = {
  name: 'without-forms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/ajv-provider\.js$/ }, () => ({
      path: 'ajv-provider',
      namespace: 'without-forms',
    }));
    onLoad({ filter: /.*/, namespace: 'without-forms' }, () => ({
      contents: 'export class AjvJsonSchemaValidator {}',
    }));
  },
};

/** Of undici only what sends a request: its index also loads fetch, WebSocket, caches and mocks, 8 MB more memory. */
const onlyRequests = {
  name: 'only-requests',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'only-requests' }));
    onLoad({ filter: /.*/, namespace: 'only-requests' }, () => ({
      contents: "exports.Agent = require('undici/lib/dispatcher/agent.js');",
      resolveDir: import.meta.dirname,
    }));
  },
};

/**
 * What the start needs goes into one file: whatever is loaded later imports it too. Otherwise it is split by who else
 * needs what, and finding and reading twenty files is a tenth of the start.
 */
const startInOneFile = {
  name: 'start-in-one-file',
  setup({ onResolve, onLoad }) {
    const start = resolve(import.meta.dirname, '../src/app.ts');
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, kind, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return kind === 'dynamic-import' && file !== start ? { path: file, namespace: 'later' } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({
      contents: [start, path].map((file) => `export * from ${JSON.stringify(file)};`).join('\n'),
      resolveDir: import.meta.dirname,
    }));
  },
};

/** The list of tools as JSON, in place of the module that makes it from their schemas: hosts wait for the list. */
const toolDefinitions = {
  name: 'tool-definitions',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]src[/\\]tools[/\\]definitions\.ts$/ }, async ({ path }) => {
      const source = await tsImport(path, import.meta.url);
      const json = JSON.stringify(await source.toolDefinitions());
      return { contents: `export const toolDefinitions = async () => JSON.parse(${JSON.stringify(json)});` };
    });
  },
};

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Its other form loads its parts in a way that a bundle cannot follow.
  alias: { 'jsonc-parser': fileURLToPath(import.meta.resolve('jsonc-parser/lib/esm/main.js')) },
  legalComments: 'none',
  banner: { js: banner },
  plugins: [withoutForms, onlyRequests, startInOneFile, toolDefinitions, viewPages],
  metafile: true,
});
await writeThirdParty(metafile, 'dist/THIRD-PARTY.md');
await chmod('dist/main.js', 0o755);
