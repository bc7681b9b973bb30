import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';

// ajv and undici are CommonJS and call require() at run time.
const banner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  legalComments: 'none',
  banner: { js: banner },
});
await chmod('dist/main.js', 0o755);
