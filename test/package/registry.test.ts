import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { helpText } from '../../src/config/help-text.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { ROOT } from '../support/project.ts';
import schema from './server.schema.json' with { type: 'json' };

const variable = z
  .object({
    name: z.string(),
    description: z.string(),
    isRequired: z.boolean(),
    isSecret: z.boolean(),
    format: z.string(),
    default: z.string().optional(),
  })
  .strict();

const text = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');

/** A fresh one: ajv keeps schemas by their names. */
function parseResponse(): (entry: unknown) => string {
  const ajv = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (entry) => (validate(entry) ? '' : ajv.errorsText(validate.errors));
}

// What zod does not name is a field that nobody reads: a typing error.
const serverEntry = z
  .object({
    $schema: z.string(),
    name: z.string(),
    title: z.string(),
    description: z.string(),
    version: z.string(),
    websiteUrl: z.string(),
    repository: z.object({ url: z.string(), source: z.string() }).strict(),
    packages: z.tuple([
      z
        .object({
          registryType: z.string(),
          registryBaseUrl: z.string(),
          identifier: z.string(),
          version: z.string(),
          runtimeHint: z.string(),
          transport: z.object({ type: z.string() }).strict(),
          environmentVariables: z.array(variable),
        })
        .strict(),
    ]),
  })
  .strict();

let entry: z.infer<typeof serverEntry>;
let written: unknown;
beforeAll(async () => {
  written = JSON.parse(await text('server.json'));
  entry = serverEntry.parse(written);
});

describe('server.json', () => {
  test('is what the registry demands', () => {
    expect(entry.$schema).toBe(schema.$id);
    expect(parseResponse()(written)).toBe('');
  });

  test.each([
    ['a description over 100 characters', { description: 'x'.repeat(101) }, 'data/description'],
    ['a name without a namespace', { name: 'tiktok-creator-mcp' }, 'data/name'],
    ['no version', { version: undefined }, "property 'version'"],
    ['a home that is no address', { websiteUrl: 'no address' }, 'data/websiteUrl'],
    [
      'a package without a transport',
      { packages: [{ registryType: 'npm', identifier: 'x' }] },
      "'transport'",
    ],
    [
      'the version "latest"',
      {
        packages: [{ registryType: 'npm', identifier: 'x', version: 'latest', transport: { type: 'stdio' } }],
      },
      'data/packages/0/version',
    ],
  ])('the demands refuse %s', (_, change, where) => {
    expect(parseResponse()(JSON.parse(JSON.stringify({ ...entry, ...change })))).toContain(where);
  });

  test('names the package, which proves by mcpName that it is meant', async () => {
    const manifest = JSON.parse(await text('package.json'));
    const [npm] = entry.packages;
    expect(entry.name).toBe('io.github.tiktok-creator-mcp/tiktok-creator-mcp');
    expect(manifest).toMatchObject({ mcpName: entry.name, name: npm.identifier, version: npm.version });
    expect(manifest).toMatchObject({ version: entry.version, description: entry.description });
    expect(entry.repository.url).toMatch(/^https:\/\/github\.com\/tiktok-creator-mcp\//);
  });

  test('names variables that the server reads, and marks the secret ones', async () => {
    const read = Object.values(SETTINGS).map(({ env }) => env);
    const documented = await text('docs/configuration.md');
    const variables = entry.packages[0].environmentVariables;
    for (const { name } of variables) {
      expect(read).toContain(name);
      expect(helpText()).toContain(`  ${name} `);
      expect(documented).toMatch(new RegExp(`^\\| \`${name}\``, 'm'));
    }
    expect(variables.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual([
      'TIKHUB_API_KEY',
      'TIKTOK_COOKIE',
      'TIKTOK_PROXY',
    ]);
    expect(variables.filter(({ format }) => format === 'filepath').map(({ name }) => name)).toEqual([
      'TIKTOK_COOKIE_FILE',
      'TIKTOK_ACCOUNTS_FILE',
    ]);
  });

  test('has the defaults that the server has', async () => {
    const defaults = entry.packages[0].environmentVariables.flatMap(({ name, default: standard }) =>
      standard === undefined ? [] : [[name, standard]],
    );
    expect(defaults.map(([name]) => name)).toEqual(['TIKTOK_CREATOR_SANDBOX', 'TIKHUB_BASE_URL']);
    const read = (env: Readonly<Record<string, string>>) => loadConfig([], env, async () => '');
    expect(await read(Object.fromEntries(defaults))).toEqual(await read({}));
  });
});
