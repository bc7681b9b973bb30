import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { writeThirdParty } from './third-party.mjs';

// ajv and undici are CommonJS and call require() at run time.
const banner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** The SDK's validator for forms that a server asks people to fill in: we ask none, and it is an eighth of the start. */
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

/** Of undici only what sends a request: its index would load fetch, WebSocket, caches and mocks with it. */
const onlyRequests = {
  name: 'only-requests',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'only-requests' }));
    onLoad({ filter: /.*/, namespace: 'only-requests' }, () => ({
      contents: `
        const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
        Dispatcher.prototype.request = require('undici/lib/api/api-request.js');
        // What a proxy is asked for a tunnel with.
        Dispatcher.prototype.connect = require('undici/lib/api/api-connect.js');
        exports.Agent = require('undici/lib/dispatcher/agent.js');
        exports.EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent.js');
      `,
      resolveDir: import.meta.dirname,
    }));
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
  legalComments: 'none',
  banner: { js: banner },
  plugins: [withoutForms, onlyRequests],
  metafile: true,
});
await writeThirdParty(metafile, 'dist/THIRD-PARTY.md');
await chmod('dist/main.js', 0o755);
